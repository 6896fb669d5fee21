"""Follow-ups that change which slides there are: one more, one less, as many as asked."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from docsmith.agent.offline.slides.cards import FAMILIES, Card, card
from docsmith.agent.offline.slides.edits import BESIDE, beside
from docsmith.agent.offline.slides.facts import slides_asked
from docsmith.agent.offline.slides.phrases import phrase
from docsmith.agent.offline.slides.review import chart_cards
from docsmith.agent.offline.slides.review_charts import column_of
from docsmith.agent.offline.slides.stories import more_cards
from docsmith.agent.offline.slides.talk_parts import open_points, open_sides, options_of
from docsmith.agent.offline.slides.topic import Topic
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json

_ADD = re.compile(
    r"\b(?:add|insert|append|ergänze|füge|hinzu)\b.{0,25}?\b(?:slides?|folien?)\b\s*"
    r"(?:about|on|for|with|über|zu|zum|zur|mit)?\s*(.*)",
    re.I | re.S,
)
CHART = re.compile(
    r"\b(?:add|insert|ergänze|füge)\b.{0,30}?\b(?:chart|diagramm|graph|table|tabelle)\b", re.I
)
_QUOTED = re.compile(r"[\"“„»'](.+?)[\"”“«']")
_TITLED = re.compile(
    r"^\s*(?:that is\s+)?(?:titled|called|named|dem titel|der überschrift|namens|the title|"
    r"a title)\s+",
    re.I,
)
_EXACT = re.compile(
    r"\b(?:slides?|folien?)\s+(?:that is\s+|with\s+|mit\s+)?"
    r"(?:titled|called|named|dem titel|der überschrift|namens|the title|a title)\b",
    re.I,
)
_AT_END = re.compile(r"\s*\b(?:at the end|am ende)\b", re.I)
_RIVALS = re.compile(r"\b(?:competit|rival|wettbewerb|konkurren)", re.I)
_SIDES = ("talk_left", "talk_right")
_FACTS = frozenset({"statement", "kpis", "team", "table", "image", "image_text", "quote"})
_RESIZE = re.compile(
    r"\b(?:make|cut|shorten|extend|bring|reduce|grow|kürze|mache?|erweitere|bringe?)\b", re.I
)
_REMOVE = re.compile(
    r"\b(?:delete|remove|drop|lösche|entferne|streiche)\s+(?:the\s+|die\s+|den\s+|das\s+)?"
    r"(?:(?:slide|folie)\s+(?:about|on|über|zum?|zur)\s+)?[\"“„»']?([^\"”“«'.,;\d]+?)[\"”“«']?"
    r"[\s-]*(?:slide|folie)?s?\s*(?:$|[.,;]|\band\b|\bund\b)",
    re.I,
)


def adds(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """A slide about something: what the prompt lists becomes its points."""
    prompt = wish.brief.prompt
    subject = subject_asked(prompt)
    if subject is None or CHART.search(prompt):
        return []
    subject = subject or phrase(wish.brief.language, "points_title")
    made = _told(wish, subject, f"added{len(slides) + 1}", _last_family(slides))
    return [before_closing(made.op | beside(prompt, slides), slides)]


def subject_asked(prompt: str) -> str | None:
    """What the slide that is to be added is about, its title where the prompt gives one; None where
    no slide is to be added.
    """
    found = _ADD.search(prompt)
    if found is None:
        return None
    quoted = _QUOTED.search(found.group(1))
    if quoted:
        return quoted.group(1)[:120]
    subject = re.split(r"[.:;\n]", _AT_END.sub("", BESIDE.sub("", found.group(1))))[0]
    titled = _TITLED.match(subject)
    if titled:
        subject = re.split(r"\s(?:with|mit)\s", subject[titled.end() :])[0]
    return subject.strip(" ,")[:120]


def _told(wish: Wish, subject: str, id: str, before: str | None) -> Card:
    """In a form that the slide before it has not."""
    language = wish.brief.language
    title = subject[0].upper() + subject[1:]
    listed: list[Any] = [p[0].upper() + p[1:] for p in wish.brief.items[:6]]
    if listed:
        say = phrase(language, "notes_say")
        return card(id, "bullets", notes=say, title=title, points=listed)
    if _RIVALS.search(subject):
        options = options_of(language, "competitors_options", 0)
        title, fill = phrase(language, "competitors"), phrase(language, "notes_fill")
        return card(id, "comparison", notes=fill, title=title, options=options)
    if before == "list":
        titled = _EXACT.search(wish.brief.prompt) is not None
        told = title if titled else phrase(language, "followup_sides", item=title)
        return open_sides(language, id, told, _SIDES)
    return open_points(language, id, title, "followup_points", item=subject)


def removed_by_name(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """`Remove the team slide`: by its kind, else by words of its title."""
    out: list[Json] = []
    for match in _REMOVE.finditer(wish.brief.prompt):
        words = re.sub(r"\s+", " ", match.group(1)).strip().casefold()
        kinds = [s for s in slides if words in (s.get("layout"), str(s.get("id")))]
        titled = [s for s in slides if len(words) > 2 and words in str(s.get("title")).casefold()]
        out += [{"op": "delete", "slide": str(s["id"])} for s in (kinds or titled)[:1]]
    return out


def wanted(prompt: str) -> int | None:
    """How many slides the deck shall have, when that is what is asked."""
    asked = _RESIZE.search(prompt) and not _ADD.search(prompt)
    return slides_asked(prompt) if asked else None


def shortened(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """`Make it 6 slides`: those that tell least go."""
    count = wanted(wish.brief.prompt)
    if count is not None and count < len(slides):
        inner = list(slides[1:-1])[::-1]
        surplus = sorted(inner, key=lambda s: _weight(str(s.get("layout"))))
        return [{"op": "delete", "slide": str(s["id"])} for s in surplus[: len(slides) - count]]
    return []


def lengthened(wish: Wish, slides: Sequence[Json]) -> tuple[Card, ...]:
    """`Make it 12 slides`: so many further ones."""
    count = wanted(wish.brief.prompt) or 0
    return tuple(islice(_further(wish, slides), max(0, count - len(slides))))


def _weight(layout: str) -> int:
    """Dividers go first, what shows facts goes last."""
    if layout in ("section", "agenda"):
        return 0
    return 2 if layout in _FACTS or FAMILIES.get(layout) in ("chart", "chart beside text") else 1


def _further(wish: Wish, slides: Sequence[Json]) -> Iterator[Card]:
    """What a longer deck tells: charts of the data not shown yet, an agenda, what such talks
    ask besides.
    """
    language = wish.brief.language
    taken = {str(s.get("id")) for s in slides}
    every = chart_cards(wish) if wish.sources else ()
    drawn_ones = [c for c in every if c.id in taken or f"added_{c.id}" in taken]
    columns = {column_of(c) for c in drawn_ones}
    charts = [c for c in every if c not in drawn_ones and not _repeats(c, columns)]
    drawn = [c for c in charts if FAMILIES[c.layout] in ("chart", "chart beside text", "table")]
    known = {str(s.get("title")) for s in slides}
    yield from (c for c in drawn if c.title not in known)
    titles = [str(s["title"]) for s in slides[1:-1] if s.get("title")]
    if len(titles) >= 2 and all(s.get("layout") != "agenda" for s in slides):
        made = card(
            "more_agenda",
            "agenda",
            notes=phrase(language, "notes_say"),
            title=phrase(language, "more_agenda"),
            items=[t[:120] for t in titles[:6]],
        )
        yield made.model_copy(update={"op": made.op | {"before": str(slides[1]["id"])}})
    topic = Topic(title=titles[0] if titles else "", core=None)
    for one in more_cards(language, topic, "listed"):
        if one.id not in taken and one.title not in known:
            yield one


def _repeats(one: Card, columns: set[str]) -> bool:
    """Whether a plain split by a column is shown already, in whichever form."""
    return one.id.startswith("by") and column_of(one) in columns


def before_closing(op: Json, slides: Sequence[Json]) -> Json:
    """New slides stand before the closing one, unless they have a place of their own."""
    last = slides[-1]
    closes = last.get("layout") == "closing" and "before" not in op
    return op | {"before": last["id"]} if closes else op


def _last_family(slides: Sequence[Json]) -> str | None:
    """The family of the slide that a new one follows."""
    told = [s for s in slides if s.get("layout") != "closing"]
    return FAMILIES.get(str(told[-1].get("layout"))) if told else None
