"""A report from data: what the source says, each figure computed when the document is written."""

from collections.abc import Iterator

from docsmith.agent.offline.plan import Headline, Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.figures import figures_ops, named, split_name
from docsmith.agent.offline.word.frame import Front, front_ops
from docsmith.agent.offline.word.measures import SourceFacts, source_facts
from docsmith.agent.offline.word.naming import group_after
from docsmith.agent.offline.word.phrases import phrase, written_date
from docsmith.agent.offline.word.report_parts import (
    Shape,
    about,
    crossed_name,
    crossing,
    of_split,
    of_time,
    split,
    time,
)
from docsmith.agent.offline.word.statements import said_in
from docsmith.agent.turns import Json, Value

MAX_SOURCES = 4
MAX_SPLITS = 3
FEW_PAGES = 3
"""So many pages have no room for a cover, a list of contents and all splits."""
CONTENTS_ALONE = 14
"""With more sections the contents list has a page of its own."""


class Told(Value):
    """A section of the report with the heading that the summary of the run names."""

    name: str
    ops: tuple[Json, ...]


def plan_report(wish: Wish) -> Plan:
    """Summary, one section a split, time, a crossing, about the data, references."""
    brief = wish.brief
    language = brief.language
    facts = [
        source_facts(source, language, number, brief.prompt)
        for number, source in enumerate(wish.sources[:MAX_SOURCES], 1)
    ]
    title = report_title(wish)
    pages = said_in(brief).orders.pages
    short = pages is not None and pages <= FEW_PAGES
    front = Front(
        design="report",
        title=title,
        subtitle=_period(facts[0]) if len(facts) == 1 else None,
        kicker=phrase(language, "report"),
        meta=ops.meta(
            (phrase(language, "prepared_for"), _reader(wish)),
            (phrase(language, "on"), written_date(brief.day, language)),
            (phrase(language, "source"), ", ".join(one.name for one in facts)),
        ),
        cover=not short,
    )
    opening = (*front_ops(wish, front), *(op for one in facts for op in known_ops(one)))
    several = len(facts) > 1
    made = (_few(one, pages or 0) if short else _sections(one, several=several) for one in facts)
    sections = [section for told in made for section in told]
    long = len(sections) > CONTENTS_ALONE
    contents = () if short else (ops.op("contents", levels=2, page_break=long or None),)
    closing = (Section(name="references", ops=(ops.op("references"),)),) if pages != 1 else ()
    return Plan(
        title=title,
        outline=tuple(section.name for section in sections),
        sections=(
            Section(name="front", ops=(*opening, *contents)),
            *(Section(name=s.name, ops=s.ops) for s in sections),
            *closing,
        ),
        sheets=tuple(section.name for section in sections),
        language=language,
        headlines=tuple(line for one in facts for line in _headlines(one)),
    )


def _period(facts: SourceFacts) -> str | None:
    if facts.days is None:
        return None
    told = {name: named(facts, name) for name in ("first", "last")}
    return phrase(facts.language, "report_subtitle", **told)


def report_title(wish: Wish) -> str:
    """The person's own title without `report on`; else the report over the source's name."""
    brief = wish.brief
    return said_in(brief).subject or brief.title or phrase(brief.language, "report")


def _reader(wish: Wish) -> str | None:
    """Whom the report is for; a value that the data were narrowed to is nobody."""
    brief = wish.brief
    chosen = {name for source in wish.sources for name in source.focus.names}
    named = group_after(brief.prompt, "for", "für")
    return (None if named in chosen else named) or brief.party or brief.audience


def _headlines(facts: SourceFacts) -> Iterator[Headline]:
    yield Headline(label=facts.primary.label, place=f"{facts.key}_total")
    if facts.primary.fields:
        yield Headline(label=facts.counted.label, place=f"{facts.key}_count")
    for number, column in enumerate(facts.dimensions[:1], 1):
        label = phrase(facts.language, "largest", dimension=column.name)
        yield Headline(label=label, place=f"{facts.key}_{split_name(number, 'top')}")


def known_ops(facts: SourceFacts) -> tuple[Json, ...]:
    """What must be known before sections over this source: the source, its figures."""
    source = ops.op("source", key=facts.key, title=facts.name, slot=facts.slot)
    return (source, *figures_ops(facts, MAX_SPLITS))


def section_ops(facts: SourceFacts) -> tuple[Json, ...]:
    """Every section over a source, for a document that stands."""
    return tuple(op for section in _sections(facts, several=True) for op in section.ops)


def _sections(facts: SourceFacts, *, several: bool) -> Iterator[Told]:
    suffix = f" – {facts.name}" if several else ""
    summary = phrase(facts.language, "summary") + suffix
    yield Told(name=summary, ops=tuple(_summary(facts, summary)))
    for number, column in enumerate(facts.dimensions[:MAX_SPLITS], 1):
        yield Told(name=column.name, ops=tuple(split(facts, number, column)))
    if facts.days is not None:
        yield Told(
            name=phrase(facts.language, facts.grains[0]).capitalize(), ops=tuple(time(facts))
        )
    if crossed := tuple(crossing(facts)):
        yield Told(name=crossed_name(facts), ops=crossed)
    told = phrase(facts.language, "about_data") + suffix
    yield Told(name=told, ops=tuple(about(facts, told)))


def _few(facts: SourceFacts, pages: int) -> Iterator[Told]:
    """What fits so few pages: the summary, then as much of the splits and of the course of time."""
    name = phrase(facts.language, "summary")
    yield Told(name=name, ops=tuple(_summary(facts, name, cited=pages > 1)))
    for number, column in enumerate(facts.dimensions[: max(pages - 1, 1)], 1):
        shape = Shape(table=pages > 1 and number == 1)
        yield Told(name=column.name, ops=tuple(split(facts, number, column, shape)))
    if facts.days is not None and pages > 1:
        name = phrase(facts.language, facts.grains[0]).capitalize()
        yield Told(name=name, ops=tuple(time(facts, Shape(table=pages > 2))))


def _summary(facts: SourceFacts, title: str, *, cited: bool = True) -> Iterator[Json]:
    yield ops.heading(title)
    cite = f"\u00a0[@{facts.key}]" if cited else ""
    yield ops.paragraph(f"{_lead(facts)}{cite}", "lead")
    yield ops.op("kpis", items=list(_kpis(facts)))
    findings = [*_findings(facts)]
    if findings:
        yield ops.bullets(findings)


def _lead(facts: SourceFacts) -> str:
    language, primary = facts.language, facts.primary
    told = {
        "measure": ops.plain(primary.label),
        "total": named(facts, "total"),
        "count": named(facts, "count"),
        "records": phrase(language, f"records_{facts.record}"),
        "first": named(facts, "first"),
        "last": named(facts, "last"),
    }
    if not primary.fields:
        return phrase(language, "lead_count", **told)
    if not primary.adds_up:
        return phrase(language, "lead_average", **told)
    return phrase(language, "lead_period" if facts.days else "lead_plain", **told)


def _kpis(facts: SourceFacts) -> Iterator[Json]:
    language = facts.language
    yield {"label": facts.primary.label, "value": named(facts, "total")}
    if facts.primary.fields:
        yield {"label": facts.counted.label, "value": named(facts, "count")}
    if facts.primary.adds_up and facts.primary.fields:
        label = phrase(language, "per", record=phrase(language, f"one_{facts.record}"))
        yield {"label": label, "value": named(facts, "average")}
    if facts.dimensions:
        label = phrase(language, "largest", dimension=ops.plain(facts.dimensions[0].name))
        yield {"label": label, "value": named(facts, split_name(1, "top"))}


def _findings(facts: SourceFacts) -> Iterator[str]:
    key = "finding_top" if facts.primary.adds_up else "finding_top_average"
    for number, column in enumerate(facts.dimensions[:MAX_SPLITS], 1):
        yield phrase(facts.language, key, **of_split(facts, number, column))
    if facts.days is not None:
        yield phrase(facts.language, "finding_time", **of_time(facts))
        if facts.whole_years and facts.primary.adds_up:
            told = {"year": named(facts, "year"), "change": named(facts, "change")}
            yield phrase(facts.language, "finding_year", **told)
