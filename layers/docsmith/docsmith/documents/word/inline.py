"""The inline subset of markdown: text in, spans out. Never fails: what is no mark is text.

**bold**  *italic*  _italic_  `code`  ~~struck~~  [text](https://…)  <https://…>
[^key] a footnote     [@key] a citation     {{name}} a figure     \\* a literal star
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["text", "note", "cite", "figure", "break"]
_MARKS = re.compile(r"([\\*_`~\[\]{}<>^@#])")
_TOKEN = re.compile(
    r"(?P<escape>\\[\\*_`~\[\]{}<>^@#])"
    r"|(?P<figure>\{\{\s*(?P<figure_name>[A-Za-z_][A-Za-z0-9_.]*)\s*\}\})"
    r"|(?P<note>\[\^(?P<note_key>[A-Za-z0-9_]{1,20})\])"
    r"|(?P<cite>\[@(?P<cite_key>[A-Za-z][A-Za-z0-9_-]{0,40})\])"
    r"|(?P<link>\[(?P<link_text>[^\[\]\n]{1,500})\]\((?P<link_to>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\))"
    r"|(?P<auto><(?P<auto_to>(?:https?://|mailto:)[^\s<>]+)>)"
    r"|(?P<code>`(?P<code_text>[^`\n]+)`)"
    r"|(?P<bold>\*\*|__)"
    r"|(?P<strike>~~)"
    r"|(?P<italic>[*_])"
    r"|(?P<newline>\n)"
)
_SAFE_LINK = re.compile(r"^(https?://[^\s]+|mailto:[^\s@]+@[^\s@]+)$", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of inline text. For notes, citations and figures `text` is the key."""

    text: str
    kind: Kind = "text"
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, neighbours that look alike joined."""
    out: list[Piece] = []
    for piece in _pieces(text, Piece("")):
        last = out[-1] if out else None
        if last and last.kind == piece.kind == "text" and replace(last, text=piece.text) == piece:
            out[-1] = replace(last, text=last.text + piece.text)
        elif piece.text or piece.kind == "break":
            out.append(piece)
    return tuple(out)


def plain(text: str, line: str = " ") -> str:
    """The text without its marks; figures stay as they are named, `line` stands for a break."""
    shown = {"text": "{}", "figure": "{{{{{}}}}}", "break": line}
    return "".join(shown[p.kind].format(p.text) for p in pieces_of(text) if p.kind in shown)


def literal(text: str) -> str:
    """The text with a backslash before each sign that would be an inline mark."""
    return _MARKS.sub(r"\\\1", text)


def keys_of(text: str, kind: Kind) -> tuple[str, ...]:
    """The keys of the footnotes, citations or figures in a text, in order."""
    return tuple(piece.text for piece in pieces_of(text) if piece.kind == kind)


def safe_link(address: str) -> bool:
    """Whether an address may stand in a document: web and mail only."""
    return _SAFE_LINK.match(address) is not None


def _pieces(text: str, look: Piece) -> Iterator[Piece]:
    position = 0
    state = look
    marks = _marks(text)
    for match in _TOKEN.finditer(text):
        if match.start() < position:
            continue
        if match.start() > position:
            yield replace(state, text=text[position : match.start()])
        position = match.end()
        kind = _kind_of(match)
        if kind in {"bold", "italic", "strike"}:
            if match.start() not in marks:
                yield replace(state, text=match.group())
            else:
                state = _turned(state, kind)
            continue
        yield from _plain_token(match, kind, state)
    if position < len(text):
        yield replace(state, text=text[position:])


def _kind_of(match: re.Match[str]) -> str:
    kinds = ("escape", "figure", "note", "cite", "link", "auto", "code", "bold", "strike", "italic")
    return next((k for k in kinds if match.group(k) is not None), "newline")


def _turned(state: Piece, kind: str) -> Piece:
    match kind:
        case "bold":
            return replace(state, bold=not state.bold)
        case "italic":
            return replace(state, italic=not state.italic)
        case _:
            return replace(state, strike=not state.strike)


def _plain_token(match: re.Match[str], kind: str, state: Piece) -> Iterator[Piece]:
    match kind:
        case "escape":
            yield replace(state, text=match.group()[1:])
        case "newline":
            yield replace(state, text="", kind="break")
        case "figure":
            yield replace(state, text=match.group("figure_name"), kind="figure")
        case "note":
            yield replace(state, text=match.group("note_key"), kind="note")
        case "cite":
            yield replace(state, text=match.group("cite_key"), kind="cite")
        case "code":
            yield replace(state, text=match.group("code_text"), code=True)
        case "auto":
            yield replace(state, text=match.group("auto_to"), link=match.group("auto_to"))
        case _:
            link = match.group("link_to")
            inner = _pieces(match.group("link_text"), replace(state, link=link))
            yield from inner


def _marks(text: str) -> frozenset[int]:
    """Where the marks are that open or close something: paired, and not inside a word or blanks."""
    open_at: dict[str, int] = {}
    paired: set[int] = set()
    for match in _TOKEN.finditer(text):
        kind = _kind_of(match)
        if kind not in {"bold", "italic", "strike"}:
            continue
        mark = match.group()
        if mark in open_at and _may_close(text, match):
            paired |= {open_at.pop(mark), match.start()}
        elif mark not in open_at and _may_open(text, match):
            open_at[mark] = match.start()
    return frozenset(paired)


def _may_open(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 1]
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    inside = match.group().startswith("_") and before.isalnum()
    return bool(after) and not after.isspace() and not inside


def _may_close(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    after = text[match.end() : match.end() + 1]
    inside = match.group().startswith("_") and after.isalnum()
    return bool(before) and not before.isspace() and not inside
