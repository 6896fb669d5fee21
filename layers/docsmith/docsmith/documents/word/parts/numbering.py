"""Lists and heading numbers: `numbering.xml`. Every numbered list counts from one."""

from docsmith.documents.word.design.look import Look
from docsmith.documents.word.parts.names import XML, W

BULLET, CHECK, HEADINGS, FIRST_NUMBERED = 1, 2, 3, 10
INDENT = 340
"""Twips that a level is further in."""
_HANG = 300
_BULLETS = ("•", "–", "▪", "•")
_COUNTS = ("decimal", "lowerLetter", "lowerRoman", "decimal")


def numbering_xml(look: Look, lists: int) -> str:
    """The definitions, and `lists` numbered lists that begin at one."""
    nums = [_num(BULLET, 0), _num(CHECK, 1), _num(HEADINGS, 2)]
    nums += [_num(FIRST_NUMBERED + i, 3, restart=True) for i in range(lists)]
    return (
        f'{XML}<w:numbering xmlns:w="{W}">{_bullets(look)}{_checks(look)}{_headings(look)}'
        f"{_numbers(look)}{''.join(nums)}</w:numbering>"
    )


def _abstract(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def _level(level: int, way: str, text: str, look: Look, color: str, more: str = "") -> str:
    left = INDENT * level + _HANG
    paint = f'<w:color w:val="{look.color(color)}"/>' if color else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{_HANG}"/></w:pPr><w:rPr>{paint}</w:rPr></w:lvl>'
    )


def _bullets(look: Look) -> str:
    return _abstract(
        0, "".join(_level(i, "bullet", sign, look, "accent") for i, sign in enumerate(_BULLETS))
    )


def _checks(look: Look) -> str:
    return _abstract(1, "".join(_level(i, "bullet", "☐", look, "muted") for i in range(4)))


def _numbers(look: Look) -> str:
    levels = (
        _level(i, way, f"%{i + 1}.", look, "accent" if i == 0 else "")
        for i, way in enumerate(_COUNTS)
    )
    return _abstract(3, "".join(levels))


def _headings(look: Look) -> str:
    """`1`, `1.1` … hanging before the text; tied to the heading styles where these are numbered."""
    out = ""
    for level in range(4):
        text = ".".join(f"%{i + 1}" for i in range(level + 1))
        tied = f'<w:pStyle w:val="Heading{level + 1}"/>' if look.numbered else ""
        hang = 480 + 180 * level
        out += (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{tied}'
            f'<w:suff w:val="tab"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr></w:lvl>'
        )
    return _abstract(2, out)


def _num(number: int, abstract: int, *, restart: bool = False) -> str:
    over = (
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{over}</w:num>'
