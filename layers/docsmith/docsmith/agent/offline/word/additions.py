"""Sections that a follow-up adds from data: those it names, or all of a new source.

A section is a sentence, a chart and a table, all computed when the document is written.
"""

import re
from collections.abc import Iterator

from docsmith.agent.offline.roles import strength
from docsmith.agent.offline.selection.splits import column_named, grain_asked
from docsmith.agent.offline.source import ColumnView
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word.figures import split_figures, split_name, time_figures
from docsmith.agent.offline.word.measures import SourceFacts, Told, source_facts
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.report import known_ops, section_ops
from docsmith.agent.offline.word.report_parts import Shape, split, time
from docsmith.agent.offline.word.standing import Standing
from docsmith.agent.turns import Json, Value

_KINDS = {
    "pie": r"\b(?:pie|kreis|torten)",
    "line": r"\b(?:line|linien|trend|verlauf)",
    "column": r"\b(?:columns?|säulen)(?:\b|diagramm)",
    "doughnut": r"\b(?:dough?nut|ring)",
    "bar": r"\b(?:bars?|balken)",
}
_WANTS = re.compile(
    r"\b(?:add|show|include|insert|append|write|break|split|ergänze|füge|zeige|gliedere|schreibe|nach)\b",
    re.I,
)
_BY = r"\b(?:by|per|across|over|nach|je|pro)\s+(?:the\s+|dem\s+|der\s+|den\s+)?"
_SPLITS = re.compile(
    rf"{_BY}(?P<what>[\w-]+(?:(?:\s*,\s*|\s+(?:and|und|&)\s+|\s+)[\w-]+){{0,5}})", re.I
)
_PERIOD = re.compile(r"^(?:month|time|quarter|year|day|monat|quartal|jahr|tag|zeit)\w{0,3}\b", re.I)
_TOP = re.compile(r"\btop\s?-?(\d{1,2})\b", re.I)
_COUNTED = re.compile(r"^(?:number of|count of|orders?|rows?|anzahl|bestellungen|aufträge)\b", re.I)
_LONGEST = 3
"""Words of a column's name."""


class Asked(Value):
    """What a source is to tell: a measure, by a column."""

    facts: SourceFacts
    column: ColumnView
    number: int
    """Of the figures that its sentences name, free in the document."""


def asked_by(words: str, wish: Wish, standing: Standing, *, named: bool) -> list[Asked]:
    """What words such as `revenue by channel` ask of a source. Where they are the name of a
    section (`named`), a column's name alone is enough.
    """
    found: list[Asked] = []
    for number, source in enumerate(wish.sources, 1):
        whole = source_facts(source, standing.language, number, wish.brief.prompt)
        columns = list(_columns(words, whole))
        if named and not columns and (own := column_named(words, source)) and _splits(own):
            columns = [own]
        facts = _measuring(whole, re.split(_BY, words, maxsplit=1, flags=re.I)[0])
        for column in columns:
            taken = len([one for one in found if one.facts.key == facts.key])
            number_ = standing.free_number(facts.key) + taken
            found.append(Asked(facts=facts, column=column, number=number_))
    return found


def asked_in(wish: Wish, standing: Standing) -> list[Asked]:
    """What the prompt as a whole asks to see figures by."""
    prompt = wish.brief.prompt
    return asked_by(prompt, wish, standing, named=False) if _WANTS.search(prompt) else []


def data_section(asked: Asked, prompt: str, heading: str = "") -> tuple[Json, tuple[Json, ...]]:
    """The figures that its sentences name, and its blocks."""
    facts, column = asked.facts, asked.column
    kind = next((kind for kind, words in _KINDS.items() if re.search(words, prompt, re.I)), None)
    top = _TOP.search(prompt)
    shape = Shape(heading=heading, kind=kind, top=int(top.group(1)) if top else None)
    if column.is_dated:
        grain = grain_asked(prompt)
        facts = facts.model_copy(update={"grain": grain, "prefix": split_name(asked.number, "")})
        return time_figures(facts, column), tuple(time(facts, shape))
    return (
        split_figures(facts, asked.number, column.name),
        tuple(split(facts, asked.number, column, shape)),
    )


def new_sources(
    wish: Wish, standing: Standing
) -> Iterator[tuple[str, tuple[Json, ...], tuple[Json, ...]]]:
    """For each source that no figure of the document uses: what must be known, and its sections."""
    for number, source in enumerate(wish.sources, 1):
        facts = source_facts(source, standing.language, number)
        used = any(name.startswith(f"{facts.key}_") for name in standing.figures)
        if not used and source.slot not in wish.loaded:
            yield facts.name, known_ops(facts), section_ops(facts)


def caption_of(asked: Asked) -> str:
    language, measure = asked.facts.language, asked.facts.primary.label
    if asked.column.is_dated:
        grain = phrase(language, asked.facts.grains[0])
        return phrase(language, "caption_time", measure=measure, grain=grain)
    return phrase(language, "caption_by", measure=measure, dimension=asked.column.name)


def _columns(words: str, facts: SourceFacts) -> Iterator[ColumnView]:
    """The columns that follow `by`, `per`, `nach`, `je`, each once."""
    seen: set[str] = set()
    for match in _SPLITS.finditer(words):
        for part in re.split(r"\s*,\s*|\s+(?:and|und|&)\s+", match.group("what")):
            column = _column(part, facts)
            if column and column.name not in seen:
                seen.add(column.name)
                yield column


def _column(words: str, facts: SourceFacts) -> ColumnView | None:
    """The column that the first words name, as many of them as may be."""
    spoken = words.split()
    for count in range(min(len(spoken), _LONGEST), 0, -1):
        found = column_named(" ".join(spoken[:count]), facts.source)
        if found and _splits(found):
            return found
    return facts.dated if _PERIOD.match(words) else None


def _splits(column: ColumnView) -> bool:
    return column.is_dated or not column.is_numeric


def _measuring(facts: SourceFacts, words: str) -> SourceFacts:
    """The facts, measuring what the words before `by` name; else what they measured before."""
    text = re.sub(
        r"^.*\b(?:the|of|on|about|über|zum?|zur|der|die|den|das)\s+", "", words.strip(), flags=re.I
    )
    roles, label = facts.roles, text.strip(" .,:")
    column = column_named(label, facts.source) if label else None
    if column and column.is_numeric and column.name in roles.ratios:
        told = Told(
            label=column.name, fields={"column": column.name, "how": "average"}, adds_up=False
        )
    elif column and column.is_numeric:
        told = Told(label=column.name, fields={"column": column.name})
    elif label and roles.quantity and strength(label, "quantity") is not None:
        told = Told(label=roles.quantity, fields={"column": roles.quantity})
    elif _COUNTED.match(label):
        told = facts.counted
    else:
        return facts
    return facts.model_copy(update={"measure": told})
