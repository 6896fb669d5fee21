"""Edits of a deck that stands: what rules can read of a request, done by the deck's own operations.

What is not understood is refused in words, rather than guessed.
"""

import re
from collections.abc import Callable, Sequence

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.slides.additions import (
    CHART,
    adds,
    before_closing,
    lengthened,
    removed_by_name,
    shortened,
)
from docsmith.agent.offline.slides.cards import Card
from docsmith.agent.offline.slides.looks import looks_in
from docsmith.agent.offline.slides.refusals import no_such_slide, without_titles
from docsmith.agent.offline.slides.review import chart_cards
from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json
from docsmith.agent.wire import as_list, as_object

_DELETE = re.compile(
    r"\b(?:delete|remove|drop|lösche|entferne|streiche)\b.{0,20}?\b(?:slides?|folien?)\s+"
    r"(\d+(?:\s*(?:,|and|und)\s*\d+)*)",
    re.I,
)
_MOVE = re.compile(
    r"\b(?:move|verschiebe|setze)\b.{0,20}?\b(?:slide|folie)\s+(\d+)\s+"
    r"(?:to|before|vor|an|auf|nach vorn an)\s+"
    r"(?:position\s+|slide\s+|folie\s+|stelle\s+)?(\d+)",
    re.I,
)
_COPY = re.compile(
    r"\b(?:duplicate|copy|dupliziere|kopiere)\b.{0,15}?\b(?:slide|folie)\s+(\d+)", re.I
)
_TITLE = re.compile(
    r"\b(?:title|titel|headline|überschrift)\b.{0,20}?\b(?:slide|folie)\s+(\d+)\b.{0,25}?[\"“„»'](.+?)[\"”“«']",
    re.I,
)
_RENAME = re.compile(
    r"\b(?:slide|folie)\s+(\d+)\b(?:(?!slide|folie).){0,40}?\b(?:title|titel|call|nenne|heißt|rename)\b.{0,20}?[\"“„»'](.+?)[\"”“«']",
    re.I,
)
_NOTES = re.compile(
    r"\b(?:notes?|notizen?)\b.{0,20}?\b(?:slide|folie)\s+(\d+)\b.{0,15}?[\"“„»'](.+?)[\"”“«']", re.I
)
_REPLACE = re.compile(
    r"\b(?:replace|change|ersetze|ändere)\b\s*[\"“„»'](.+?)[\"”“«']\s*(?:by|with|to|durch|in|zu)\s*[\"“„»'](.+?)[\"”“«']",
    re.I,
)


def plan_followup(wish: Wish) -> Plan:
    """The operations that the request asks for; a refusal when it asks for nothing known."""
    outline = as_object(wish.outline)
    slides = [as_object(s) for s in as_list(outline.get("slides"))]
    ops: list[Json] = []
    insights: list[Json] = []
    for read in _READERS:
        ops += read(wish, slides)
    for one in (*_charts(wish, slides), *lengthened(wish, slides)):
        ops.append(before_closing(one.op, slides))
        if one.insight is not None:
            insights.append(one.insight | {"slide": one.id})
    language = wish.brief.language
    if not ops:
        missing = no_such_slide(_numbers(wish.brief.prompt), len(slides), language)
        return Plan(title="", refusal=missing or _UNKNOWN[language])
    if refusal := without_titles(outline, ops, language):
        return Plan(title="", refusal=refusal)
    return Plan(
        title=str(slides[0].get("title") or "Deck"),
        outline=tuple(str(op["op"]) for op in ops),
        sections=(Section(name="changes", ops=tuple(ops)),),
        sheets=(_CHANGED[language].format(n=len(ops)),),
        language=language,
        insights=tuple(insights),
    )


_UNKNOWN = {
    "en": "The offline author can add, delete, move, copy and retitle slides, set notes and looks, "
    "and add charts from data; it did not understand this request.",
    "de": "Der Offline-Autor kann Folien ergänzen, löschen, verschieben, kopieren und umbenennen, "
    "Notizen und Aussehen setzen und Diagramme aus Daten ergänzen; diesen Auftrag hat er nicht "
    "verstanden.",
}
_CHANGED = {"en": "{n} changes", "de": "{n} Änderungen"}


def _deletes(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    found = _DELETE.search(wish.brief.prompt)
    numbers = [int(n) for n in re.findall(r"\d+", found.group(1))] if found else []
    return [{"op": "delete", "slide": i} for n in numbers if (i := _id(slides, n))]


def _moves(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    out: list[Json] = []
    for match in _MOVE.finditer(wish.brief.prompt):
        source, to = int(match.group(1)), int(match.group(2))
        target = to if to < source else to + 1
        slide, before = _id(slides, source), _id(slides, target)
        if slide:
            out.append({"op": "move", "slide": slide} | ({"before": before} if before else {}))
    return out


def _copies(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    return [
        {"op": "duplicate", "slide": i}
        for match in _COPY.finditer(wish.brief.prompt)
        if (i := _id(slides, int(match.group(1))))
    ]


def _titles(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    out: dict[str, Json] = {}
    for pattern in (_TITLE, _RENAME):
        for match in pattern.finditer(wish.brief.prompt):
            slide = _id(slides, int(match.group(1)))
            if slide:
                value = match.group(2)[:200]
                out[slide] = {"op": "set_slot", "slide": slide, "slot": "title", "value": value}
    for old, new in _REPLACE.findall(wish.brief.prompt):
        for line in slides:
            title = str(line.get("title") or "")
            if old in title:
                slide = str(line["id"])
                value = title.replace(old, new)
                out[slide] = {"op": "set_slot", "slide": slide, "slot": "title", "value": value}
    return list(out.values())


def _notes(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    return [
        {"op": "notes", "slide": i, "notes": match.group(2)}
        for match in _NOTES.finditer(wish.brief.prompt)
        if (i := _id(slides, int(match.group(1))))
    ]


def _looks(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """Looks are ours to change only where the deck is ours."""
    looks = looks_in(wish.brief.prompt)
    uploaded = bool(as_object(wish.outline).get("uploaded"))
    return [{"op": "deck", **looks}] if looks and slides and not uploaded else []


def _charts(wish: Wish, slides: Sequence[Json]) -> list[Card]:
    """A chart or table of the data that came, by the column that the prompt names."""
    if not wish.sources or not CHART.search(wish.brief.prompt):
        return []
    cards = [c for c in chart_cards(wish) if c.layout in ("chart", "chart_text", "table")]
    prompt = wish.brief.prompt.casefold()
    table = re.search(r"\b(?:table|tabelle)\b", prompt)
    fitting = [c for c in cards if (c.layout == "table") == bool(table)] or cards
    named = [c for c in fitting if _column_of(c).casefold() in prompt and _column_of(c)]
    picked = (named or fitting)[:1]
    return [c.model_copy(update={"op": c.op | {"id": f"added_{c.id}"[:40]}}) for c in picked]


def _column_of(one: Card) -> str:
    content = one.op["content"]
    slot = as_object(content.get("chart") or content.get("table"))
    return str(as_object(slot.get("data")).get("by") or "")


def _numbers(prompt: str) -> list[int]:
    """The slides that a request names by number."""
    patterns = (_DELETE, _MOVE, _COPY, _TITLE, _RENAME, _NOTES)
    named = [found.group(1) for one in patterns for found in one.finditer(prompt)]
    return [int(n) for numbers in named for n in re.findall(r"\d+", numbers)]


def _id(slides: Sequence[Json], number: int) -> str | None:
    return str(slides[number - 1]["id"]) if 1 <= number <= len(slides) else None


_READERS: tuple[Callable[[Wish, Sequence[Json]], list[Json]], ...] = (
    _looks,
    _titles,
    _notes,
    adds,
    shortened,
    removed_by_name,
    _copies,
    _moves,
    _deletes,
)
