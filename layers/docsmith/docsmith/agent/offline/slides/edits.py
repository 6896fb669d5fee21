"""Edits of slides that a request names by number: delete, move, copy, retitle, notes."""

import re
from collections.abc import Iterator, Sequence

from docsmith.agent.offline.wish import Wish
from docsmith.agent.turns import Json

_NUMBERS = r"(\d+(?:\s*(?:,|and|und|&)\s*\d+)*)"
_DELETE = re.compile(
    rf"\b(?:delete|remove|drop|lösche|entferne|streiche)\b.{{0,20}}?\b(?:slides?|folien?)\s+{_NUMBERS}",
    re.I,
)
_MOVE = re.compile(
    r"\b(?:move|verschiebe|setze)\b.{0,20}?\b(?:slide|folie)\s+(\d+)\s+(?:"
    r"(?:to|before|vor|an|auf|nach vorn an)\s+(?:position\s+|slide\s+|folie\s+|stelle\s+)?"
    r"(?P<to>\d+)|(?:after|behind|hinter|nach)\s+(?:slide\s+|folie\s+)?(?P<after>\d+)|"
    r"(?P<end>to the (?:very )?end|ans ende|nach hinten)|"
    r"(?P<start>to the (?:start|beginning|front)|an den anfang|nach vorn)\b)",
    re.I,
)
_SWAP = re.compile(
    r"\b(?:swap|exchange|vertausche|tausche)\b.{0,10}?\b(?:slides?|folien?)\s+(\d+)\s+"
    r"(?:and|with|und|mit)\s+(?:slide\s+|folie\s+)?(\d+)",
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
_BARE = re.compile(
    r"\b(?:(?:rename|retitle|call|benenne|nenne)\s+(?:slide|folie)\s+(\d+)|"
    r"(?:change|set|ändere|setze)\s+(?:the\s+|den\s+)?(?:title|titel)\s+(?:of|von)\s+"
    r"(?:slide|folie)\s+(\d+))\s+(?:(?:to|as|in|auf|zu)\s+)?(?:[\"“„»']([^\"”“«']+)|"
    r"([^\n;.\"“„»']{2,120}?)(?=\s+um\b|\s*(?:$|[.;\n]|,?\s+(?:and|und)\s+(?:add|delete|remove|move|"
    r"duplicate|make|ergänze|lösche|verschiebe|mache)\b)))",
    re.I,
)
BESIDE = re.compile(
    r"\s*,?\s*\b(?P<after>after|behind|nach|hinter)?(?(after)|(?:before|vor))\s+(?:slide|folie)\s+(\d+)\b",
    re.I,
)
"""Where a new slide shall stand."""
_NOTES = re.compile(
    r"\b(?:notes?|notizen?)\b.{0,20}?\b(?:slide|folie)\s+(\d+)\b.{0,15}?[\"“„»'](.+?)[\"”“«']", re.I
)
_REPLACE = re.compile(
    r"\b(?:replace|change|ersetze|ändere)\b\s*[\"“„»'](.+?)[\"”“«']\s*(?:by|with|to|durch|in|zu)\s*[\"“„»'](.+?)[\"”“«']",
    re.I,
)


def deletes(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    found = _DELETE.search(wish.brief.prompt)
    numbers = re.findall(r"\d+", found.group(1)) if found else []
    return [{"op": "delete", "slide": i} for n in numbers if (i := _id(slides, int(n)))]


def moves(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """Each to the place that it shall have once it is gone from where it stands."""
    out: list[Json] = []
    for match in _MOVE.finditer(wish.brief.prompt):
        out += _moved(slides, int(match.group(1)), _place(match, len(slides)))
    for match in _SWAP.finditer(wish.brief.prompt):
        low, high = sorted(int(n) for n in match.groups())
        out += _moved(slides, high, low)
        if high - low > 1:
            out += _moved(slides, low, high)
    return out


def _place(match: re.Match[str], count: int) -> int:
    """The number that the slide shall have."""
    source = int(match.group(1))
    if match["to"]:
        return int(match["to"])
    if match["after"]:
        after = int(match["after"])
        return after if source < after else after + 1
    return count if match["end"] else 1


def _moved(slides: Sequence[Json], source: int, to: int) -> list[Json]:
    slide, before = _id(slides, source), _id(slides, to if to < source else to + 1)
    if slide is None or source == to:
        return []
    return [{"op": "move", "slide": slide} | ({"before": before} if before else {})]


def copies(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    return [
        {"op": "duplicate", "slide": i}
        for match in _COPY.finditer(wish.brief.prompt)
        if (i := _id(slides, int(match.group(1))))
    ]


def titles(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    """New titles, and words replaced where they stand in titles."""
    out: dict[str, Json] = {}
    for number, value in _named(wish.brief.prompt):
        if slide := _id(slides, number):
            out[slide] = _titled(slide, value[:200])
    for old, new in _REPLACE.findall(wish.brief.prompt):
        for line in slides:
            title, slide = str(line.get("title") or ""), str(line["id"])
            if old in title:
                out[slide] = _titled(slide, title.replace(old, new))
    return list(out.values())


def _named(prompt: str) -> Iterator[tuple[int, str]]:
    """Numbers of slides with their new titles, in quotes or bare."""
    for match in _BARE.finditer(prompt):
        yield int(match.group(1) or match.group(2)), (match.group(3) or match.group(4)).strip()
    for pattern in (_TITLE, _RENAME):
        for match in pattern.finditer(prompt):
            yield int(match.group(1)), match.group(2)


def _titled(slide: str, value: str) -> Json:
    return {"op": "set_slot", "slide": slide, "slot": "title", "value": value}


def beside(prompt: str, slides: Sequence[Json]) -> Json:
    """The field `before` of a slide that is asked for before or after another one."""
    found = BESIDE.search(prompt)
    if found is None:
        return {}
    before = _id(slides, int(found.group(2)) + bool(found["after"]))
    return {"before": before} if before else {}


def notes(wish: Wish, slides: Sequence[Json]) -> list[Json]:
    return [
        {"op": "notes", "slide": i, "notes": match.group(2)}
        for match in _NOTES.finditer(wish.brief.prompt)
        if (i := _id(slides, int(match.group(1))))
    ]


def numbers_in(prompt: str) -> list[int]:
    """The slides that a request names by number, whether the deck has them or not."""
    named = [found.group(1) for one in (_DELETE, _COPY, _NOTES) for found in one.finditer(prompt)]
    for found in _MOVE.finditer(prompt):
        named += [found.group(1), found["after"] or "1"]
    named += [number for found in _SWAP.finditer(prompt) for number in found.groups()]
    if re.match(r"\W*(?:please\s+|bitte\s+)?(?:add|insert|ergänze|füge)\b", prompt, re.I):
        named += [found.group(2) for found in BESIDE.finditer(prompt)]
    named += [str(number) for number, _ in _named(prompt)]
    return [int(n) for numbers in named for n in re.findall(r"\d+", numbers)]


def _id(slides: Sequence[Json], number: int) -> str | None:
    return str(slides[number - 1]["id"]) if 1 <= number <= len(slides) else None
