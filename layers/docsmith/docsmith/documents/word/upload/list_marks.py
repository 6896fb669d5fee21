"""What stands before the paragraphs of an uploaded document: bullets and numbers, counted on.

A paragraph's numbering is its own or its style's; levels below count anew after one above.
"""
# pyright: basic

from collections import defaultdict
from dataclasses import dataclass

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.word.upload.names import Element, value, w
from docsmith.documents.word.upload.original import Original

_LEVELS = 9
_CHAIN = 12
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN += ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLETS = "•–▪"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts. `text` names levels as `%1`."""

    format: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown before a paragraph, and how deep it stands."""

    text: str
    level: int


def list_marks(original: Original) -> dict[str, Mark]:
    """By the key of the block; what has no bullet and no number is left out."""
    lists = _lists(_root(original, "numbering"))
    styled = _styled(_root(original, "styles"))
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
    found: dict[str, Mark] = {}
    for key, element in original.elements.items():
        place = _place(element, styled) if element.tag == w("p") else None
        levels = lists.get(place[0]) if place else None
        if place is None or levels is None or place[1] not in levels:
            continue
        count = counts[place[0]]
        count[place[1]] = count[place[1]] + 1 if count[place[1]] else levels[place[1]].start
        count[place[1] + 1 :] = [0] * (_LEVELS - place[1] - 1)
        text = _shown(levels, place[1], count)
        if text:
            found[key] = Mark(text, place[1])
    return found


def _root(original: Original, kind: str) -> Element | None:
    """What cannot be read is not counted by."""
    try:
        return original.part_tree(kind)
    except UnreadableFile:
        return None


def _lists(root: Element | None) -> dict[str, dict[int, _Level]]:
    """The levels of each list by its id."""
    if root is None:
        return {}
    shapes = {a.get(w("abstractNumId")): _levels(a) for a in root.iter(w("abstractNum"))}
    found: dict[str, dict[int, _Level]] = {}
    for number in root.iter(w("num")):
        levels = dict(shapes.get(value(number.find(w("abstractNumId"))), {}))
        for override in number.iter(w("lvlOverride")):
            at, start = _int(override.get(w("ilvl"))), override.find(w("startOverride"))
            levels |= _levels(override)
            if start is not None and at in levels:
                levels[at] = _Level(levels[at].format, levels[at].text, _int(value(start)))
        found[number.get(w("numId"))] = levels
    return found


def _levels(shape: Element) -> dict[int, _Level]:
    return {
        _int(level.get(w("ilvl"))): _Level(
            value(level.find(w("numFmt"))) or "decimal",
            value(level.find(w("lvlText"))),
            _int(value(level.find(w("start"))) or "1"),
        )
        for level in shape.iter(w("lvl"))
    }


def _styled(root: Element | None) -> dict[str, tuple[str, int]]:
    """The list and level of each style that has one, its own or that of a style under it."""
    styles = {s.get(w("styleId")): s for s in root.iter(w("style"))} if root is not None else {}
    found: dict[str, tuple[str, int]] = {}
    for id_ in styles:
        at = id_
        for _ in range(_CHAIN):
            style = styles.get(at)
            if style is None:
                break
            numbering = style.find(f"{w('pPr')}/{w('numPr')}")
            if numbering is not None and numbering.find(w("numId")) is not None:
                found[id_] = _numbered(numbering)
                break
            at = value(style.find(w("basedOn")))
    return found


def _place(paragraph: Element, styled: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    of_style = styled.get(value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")))
    if own is None:
        return of_style
    if own.find(w("numId")) is None and of_style is not None:
        return of_style[0], _int(value(own.find(w("ilvl"))))
    return _numbered(own)


def _numbered(numbering: Element) -> tuple[str, int]:
    level = _int(value(numbering.find(w("ilvl"))))
    return value(numbering.find(w("numId"))), min(level, _LEVELS - 1)


def _shown(levels: dict[int, _Level], at: int, count: list[int]) -> str:
    level = levels[at]
    if level.format == "bullet":
        return level.text if level.text in _BULLETS else _BULLETS[at % len(_BULLETS)]
    if level.format == "none":
        return ""
    text = level.text
    for other, shape in levels.items():
        number = count[other] or shape.start
        text = text.replace(f"%{other + 1}", _number(number, shape.format))
    return text


def _number(number: int, format: str) -> str:
    match format:
        case "lowerLetter" | "upperLetter":
            text = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        case "lowerRoman" | "upperRoman":
            text, left = "", number
            for worth, sign in _ROMAN:
                text, left = text + sign * (left // worth), left % worth
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)
    return text.upper() if format.startswith("upper") else text


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
