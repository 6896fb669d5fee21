"""Changes to a text that stands: wording, title, sections, looks, tables and charts from data.

Each wish is found by its words; what no rule understands is said openly and left alone.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from collections.abc import Callable, Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.adding import Change, added
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.quotes import QUOTED, unquoted
from docsmith.agent.offline.word.standing import Standing, standing_of
from docsmith.agent.offline.words import Language

_REPLACE = re.compile(
    rf"\b(?:replace|change|rename|ersetze|ändere|benenne)\s+(?:all\s+|every\s+|alle\s+)?(?P<old>{QUOTED})\s+"
    rf"(?:everywhere\s+|überall\s+)?(?:with|to|by|into|durch|in|zu)\s+(?P<new>{QUOTED})",
    re.I,
)
_REPLACE_BARE = re.compile(
    r"\b(?:replace|ersetze)\s+(?:all\s+|every\s+|alle\s+)?(?P<old>[^\"“„«,.;]+?)\s+(?:everywhere\s+|überall\s+)?"
    r"(?:with|by|durch)\s+(?P<new>[^\"“„«,.;]+)",
    re.I,
)
_TITLE = re.compile(
    rf"\b(?:title|titel)\b.{{0,20}}?(?:to|into|in|auf|zu|:)\s+(?:(?P<quoted>{QUOTED})|(?P<bare>[^.;\n]+))",
    re.I,
)
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop|take out|lösche|entferne|streiche)\s+(?:the\s+|den\s+|die\s+|das\s+)?"
    r"(?:(?:section|chapter|part|abschnitt|kapitel)\s+)?(?:about\s+|on\s+|über\s+|zu\s+)?"
    rf"(?P<name>{QUOTED}|[^.;,\n]+?)(?:\s+(?:section|chapter|part|abschnitt))?\s*(?=[.;,\n]|\band\b|\bund\b|$)",
    re.I,
)
_MOVE = re.compile(
    r"\b(?:move|verschiebe|stelle|setze)\s+(?:the\s+|den\s+|das\s+|die\s+)?(?:(?:section|abschnitt|kapitel)\s+)?(?P<name>.+?)(?:\s+section)?\s+"
    r"(?P<where>before|after|vor|nach|hinter)\s+(?:the\s+|den\s+|das\s+|die\s+)?(?:(?:section|abschnitt|kapitel)\s+)?"
    r"(?P<other>[^.;\n]+?)(?:\s+section)?\s*(?:[.;\n]|$)",
    re.I,
)
_HEX = re.compile(r"#([0-9a-fA-F]{6})\b")
_COLORS = {
    "blue": "1F5FA8", "blau": "1F5FA8", "green": "1E7B4F", "grün": "1E7B4F", "red": "A8322A", "rot": "A8322A",
    "orange": "C2600B", "purple": "5B4B8A", "violett": "5B4B8A", "teal": "14746F", "black": "1F2933", "grey": "4A5568",
}  # fmt: skip
_NAMED = "|".join(_COLORS)
_COLOR = re.compile(
    rf"\b(?:colou?rs?|farben?|accent)\b.{{0,30}}?\b(?P<after>{_NAMED})\w{{0,2}}\b|"
    rf"\b(?P<before>{_NAMED})\w{{0,2}}\s+(?:colou?rs?|farben?|accent)",
    re.I,
)
_FONT = re.compile(
    r"\b(?:font|schrift(?:art)?)\s+(?:to|in|auf|zu)?\s*([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*)"
)
_NUMBERED = re.compile(
    r"\b(?:number(?:ed)? (?:the |all )?headings|nummerier\w* (?:die )?überschriften|überschriften nummerier)",
    re.I,
)
_CONTENTS = re.compile(r"\b(?:table of contents|contents (?:list|page)|inhaltsverzeichnis)\b", re.I)
_SHORTER = re.compile(
    r"\b(?:shorter|shorten|condense|kürzer|kürze(?:n)?|straffe(?:n)?|less detail|weniger details)\b",
    re.I,
)
_PAPER = re.compile(r"\b(us letter|letter (?:size|format|paper)|a4)\b", re.I)


def plan_followup(wish: Wish) -> Plan:
    language = wish.brief.language
    standing = standing_of(wish.outline or {}, language)
    changes = [change for rule in _RULES for change in rule(wish, standing, language)]
    if not changes:
        said = phrase(language, "cannot" if wish.brief.prompt else "nothing_changed")
        remarks: tuple[str, ...] = (phrase(language, "nothing_changed"), said)
    else:
        told = ", ".join(dict.fromkeys(name for name, _ in changes))
        remarks = (phrase(language, "changed", things=told),)
    return Plan(
        title=_title(standing) or phrase(language, "report"),
        outline=tuple(name for name, _ in changes),
        sections=tuple(
            Section(name=f"{name} {number}", ops=made)
            for number, (name, made) in enumerate(changes)
            if made
        ),
        language=language,
        remarks=remarks,
    )


def _title(standing: Standing) -> str:
    block = standing.first("title", "letterhead", "heading")
    return block.text[:80] if block else ""


def _replaced(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    prompt = wish.brief.prompt
    found = [*_REPLACE.finditer(prompt)] or [*_REPLACE_BARE.finditer(prompt)]
    for match in found:
        old, new = (unquoted(match.group(name)) for name in ("old", "new"))
        if re.search(r"\btit(?:le|el)\b", old, re.I) or old == new:
            continue
        name = phrase(language, "replaced_text", old=f"“{old}”", new=f"“{new}”")
        yield name, (ops.op("replace_text", find=old) | {"text": ops.plain(new)},)


def _retitled(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    match = _TITLE.search(wish.brief.prompt)
    block = standing.first("title", "letterhead") or standing.first("heading", "paragraph")
    if match and block:
        text = unquoted(match.group("quoted") or match.group("bare"))
        made = ops.op("set_text", block=block.id, text=ops.plain(text))
        yield phrase(language, "retitled"), (made, ops.op("setup", title=text[:300]))


def _removed(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    for match in _REMOVE.finditer(wish.brief.prompt):
        part = standing.part(unquoted(match.group("name")))
        if part:
            made = ops.op("delete", block=part.first, through=part.last)
            yield phrase(language, "removed_section", name=part.title), (made,)


def _moved(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    for match in _MOVE.finditer(wish.brief.prompt):
        part, other = (
            standing.part(unquoted(match.group("name"))),
            standing.part(unquoted(match.group("other"))),
        )
        if part is None or other is None or part.first == other.first:
            continue
        after = other.last
        if match.group("where").casefold() in {"before", "vor"}:
            index = [block.id for block in standing.blocks].index(other.first)
            after = standing.blocks[index - 1].id if index else ""
        made = ops.op("move", block=part.first, through=part.last, after=after)
        yield phrase(language, "moved_section", name=part.title), (made,)


def _added(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    yield from added(wish, standing)


def _shortened(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    """Tables that say again what the chart before them shows."""
    if not _SHORTER.search(wish.brief.prompt):
        return
    pairs = zip(standing.blocks, standing.blocks[1:], strict=False)
    again = [later.id for one, later in pairs if (one.op, later.op) == ("chart", "table")]
    if again:
        made = tuple(ops.op("delete", block=block) for block in again)
        yield phrase(language, "shortened", count=str(len(again))), made


def _looks(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    prompt = wish.brief.prompt
    hexed, named = _HEX.search(prompt), _COLOR.search(prompt)
    color = (
        hexed.group(1)
        if hexed
        else _COLORS[(named["after"] or named["before"]).casefold()]
        if named
        else None
    )
    if color:
        yield phrase(language, "recolored"), (ops.op("setup", color=color),)
    if font := _FONT.search(prompt):
        yield phrase(language, "refonted"), (ops.op("setup", font=font.group(1)),)
    if _NUMBERED.search(prompt) and not standing.uploaded:
        yield phrase(language, "renumbered"), (ops.op("setup", numbered_headings=True),)
    if paper := _PAPER.search(prompt):
        size = "a4" if paper.group(1).casefold() == "a4" else "letter"
        yield phrase(language, "repapered"), (ops.op("setup", paper=size),)


def _listed(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    heading = standing.first("heading")
    if _CONTENTS.search(wish.brief.prompt) and heading and not standing.first("contents"):
        made = ops.op("insert_before", block=heading.id, blocks=[ops.op("contents", levels=2)])
        yield phrase(language, "contents_added"), (made,)


Rule = Callable[[Wish, Standing, Language], Iterator[Change]]
_RULES: tuple[Rule, ...] = (
    _retitled,
    _replaced,
    _added,
    _moved,
    _removed,
    _shortened,
    _looks,
    _listed,
)
