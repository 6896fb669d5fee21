"""Changes to a text that stands: wording, title, sections, looks, tables and charts from data.

Each wish is found by its words; what no rule understands is said openly and left alone.
"""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re
from collections.abc import Callable, Iterator

from docsmith.agent.offline.plan import Plan, Section
from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.additions import added_data, new_sources
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.segments import segments_of, sentence
from docsmith.agent.offline.word.standing import Standing, standing_of
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Json

Change = tuple[str, tuple[Json, ...]]
"""What is said of it in the summary, and its operations."""
_QUOTE = r"[\"“„»'‘]"
_UNQUOTE = r"[\"”“«'’]"
_REPLACE = re.compile(
    rf"\b(?:replace|change|rename|ersetze|ändere|benenne)\s+(?:all\s+|every\s+|alle\s+)?{_QUOTE}(?P<old>.+?){_UNQUOTE}\s+"
    rf"(?:everywhere\s+|überall\s+)?(?:with|to|by|into|durch|in|zu)\s+{_QUOTE}(?P<new>.*?){_UNQUOTE}",
    re.I,
)
_REPLACE_BARE = re.compile(
    r"\b(?:replace|ersetze)\s+(?:all\s+|every\s+|alle\s+)?(?P<old>[^\"“„,.;]+?)\s+(?:everywhere\s+|überall\s+)?"
    r"(?:with|by|durch)\s+(?P<new>[^\"“„,.;]+)",
    re.I,
)
_TITLE = re.compile(
    rf"\b(?:title|titel)\b.{{0,20}}?(?:to|into|in|auf|zu|:)\s+(?:{_QUOTE}(?P<quoted>.+?){_UNQUOTE}|(?P<bare>[^.;\n]+))",
    re.I,
)
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop|take out|lösche|entferne|streiche)\s+(?:the\s+|den\s+|die\s+|das\s+)?"
    r"(?:(?:section|chapter|part|abschnitt|kapitel)\s+)?(?:about\s+|on\s+|über\s+|zu\s+)?"
    rf"{_QUOTE}?(?P<name>[^\"“”„.;,\n]+?){_UNQUOTE}?(?:\s+(?:section|chapter|part|abschnitt))?\s*(?=[.;,\n]|\band\b|\bund\b|$)",
    re.I,
)
_MOVE = re.compile(
    r"\bmove\s+(?:the\s+)?(?:section\s+)?(?P<name>.+?)(?:\s+section)?\s+(?P<where>before|after)\s+(?:the\s+)?(?P<other>[^.;\n]+?)(?:\s+section)?\s*(?:[.;\n]|$)",
    re.I,
)
_ADD = re.compile(
    r"\b(?:add|append|write|ergänze|füge|schreibe)\s+(?:an?\s+|einen?\s+|another\s+)?(?:new\s+|neuen?\s+)?(?:short\s+|kurzen?\s+)?"
    r"(?:section|chapter|paragraph|abschnitt|absatz|kapitel)\s+(?:about|on|called|named|titled|with the title|zu|zum|zur|über)?\s*"
    rf"{_QUOTE}?(?P<name>[^\"“”„:.;\n]+?){_UNQUOTE}?\s*(?:hinzu|an)?\s*(?P<colon>:|\.|;|\n|$)(?P<text>.*)",
    re.I | re.S,
)
_HEX = re.compile(r"#([0-9a-fA-F]{6})\b")
_COLORS = {
    "blue": "1F5FA8", "blau": "1F5FA8", "green": "1E7B4F", "grün": "1E7B4F", "red": "A8322A", "rot": "A8322A",
    "orange": "C2600B", "purple": "5B4B8A", "violett": "5B4B8A", "teal": "14746F", "black": "1F2933", "grey": "4A5568",
}  # fmt: skip
_COLOR = re.compile(rf"\b(?:colou?rs?|farben?|accent)\b.{{0,30}}?\b({'|'.join(_COLORS)})\b", re.I)
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
    standing = standing_of(wish.outline or {})
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
        old, new = match.group("old").strip(), match.group("new").strip()
        if re.search(r"\btit(?:le|el)\b", old, re.I) or old == new:
            continue
        name = phrase(language, "replaced_text", old=f"“{old}”", new=f"“{new}”")
        yield name, (ops.op("replace_text", find=old) | {"text": ops.plain(new)},)


def _retitled(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    match = _TITLE.search(wish.brief.prompt)
    block = standing.first("title", "letterhead") or standing.first("heading", "paragraph")
    if match and block:
        text = (match.group("quoted") or match.group("bare")).strip()
        made = ops.op("set_text", block=block.id, text=ops.plain(text))
        yield phrase(language, "retitled"), (made, ops.op("setup", title=text[:300]))


def _removed(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    for match in _REMOVE.finditer(wish.brief.prompt):
        part = standing.part(match.group("name"))
        if part:
            made = ops.op("delete", block=part.first, through=part.last)
            yield phrase(language, "removed_section", name=part.title), (made,)


def _moved(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    for match in _MOVE.finditer(wish.brief.prompt):
        part, other = standing.part(match.group("name")), standing.part(match.group("other"))
        if part is None or other is None or part.first == other.first:
            continue
        after = other.last
        if match.group("where").casefold() == "before":
            index = [block.id for block in standing.blocks].index(other.first)
            after = standing.blocks[index - 1].id if index else ""
        made = ops.op("move", block=part.first, through=part.last, after=after)
        yield phrase(language, "moved_section", name=part.title), (made,)


def _added(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    match = _ADD.search(wish.brief.prompt)
    if match is None or not match.group("name").strip():
        return
    name = match.group("name").strip()
    name = name[:1].upper() + name[1:]
    statements = [sentence(s) for s in segments_of(match.group("text")) if len(s.split()) > 1]
    made: list[Json] = [ops.heading(ops.plain(name))]
    if len(statements) > 2:
        made.append(ops.bullets([ops.plain(s) for s in statements]))
    elif statements:
        made.append(ops.paragraph(" ".join(ops.plain(s) for s in statements)))
    else:
        made.append(ops.paragraph(phrase(language, "section_open")))
    yield phrase(language, "added_section", name=name), placed(standing, made)


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
    color = hexed.group(1) if hexed else _COLORS[named.group(1).casefold()] if named else None
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


def _from_data(wish: Wish, standing: Standing, language: Language) -> Iterator[Change]:
    """A table or chart that the prompt names, or a whole section for each source that is new."""
    for name, made in added_data(wish, language):
        yield phrase(language, "added_section", name=name), placed(standing, list(made))
    for name, before, made in new_sources(wish, standing, language):
        ops_ = (*before, *placed(standing, list(made)))
        yield phrase(language, "added_section", name=name), ops_


def placed(standing: Standing, made: list[Json]) -> tuple[Json, ...]:
    """The blocks after the text proper, before references and signatures."""
    if standing.end is None:
        return tuple(made)
    return (ops.op("insert_after", block=standing.end, blocks=made),)


Rule = Callable[[Wish, Standing, Language], Iterator[Change]]
_RULES: tuple[Rule, ...] = (
    _retitled,
    _replaced,
    _added,
    _from_data,
    _moved,
    _removed,
    _shortened,
    _looks,
    _listed,
)
