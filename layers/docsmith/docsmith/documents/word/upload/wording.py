"""Say something else in a paragraph and keep its looks.

Words that stay keep the run they stood in; new words join the run of those they replace. What is no
plain text (fields, notes, drawings) stays where it is, and an edit that would touch it is refused.
"""
# pyright: basic

import difflib
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from docsmith.documents.errors import OperationRefused
from docsmith.documents.word.upload.names import Element, paragraphs, visible, w

_TOKEN = re.compile(r"\w+|\W")
_PLAIN_NAMES = ("t", "tab", "br", "cr", "noBreakHyphen", "rPr", "lastRenderedPageBreak")
_PLAIN = frozenset(w(name) for name in _PLAIN_NAMES)
TRACKED = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))


@dataclass(slots=True)
class Piece:
    """A run of the paragraph and what it shows. `frozen` text may not change."""

    run: Element
    text: str
    frozen: bool


def pieces_of(paragraph: Element) -> list[Piece]:
    """The runs of a paragraph in order; runs of nested paragraphs are not its own."""
    out: list[Piece] = []
    depth = 0
    for run in paragraph.iter(w("r")):
        if next(run.iterancestors(w("p"))) is not paragraph:
            continue
        if any(parent.tag in {w("del"), w("moveFrom")} for parent in run.iterancestors()):
            continue
        marks = [child.get(w("fldCharType")) for child in run.iter(w("fldChar"))]
        depth += marks.count("begin")
        inside = depth > 0 or any(parent.tag == w("fldSimple") for parent in run.iterancestors())
        plain = all(child.tag in _PLAIN for child in run)
        out.append(Piece(run, visible(run), inside or not plain))
        depth -= marks.count("end")
    return out


def shown_text(paragraph: Element) -> str:
    return "".join(piece.text for piece in pieces_of(paragraph))


def set_text(paragraph: Element, new: str, path: str = "text") -> None:
    """Spread a new text over the runs. Refused where it would touch what is no plain text."""
    refuse_tracked(paragraph, path)
    pieces = pieces_of(paragraph)
    if not any(not piece.frozen for piece in pieces):
        if any(piece.text.strip() for piece in pieces):
            raise OperationRefused(path, "the paragraph is made by a field; edit it in Word")
        pieces.append(Piece(_new_run(paragraph), "", False))
    spread = _spread(pieces, new, path)
    for piece, text in zip(pieces, spread, strict=True):
        if text != piece.text:
            _write(piece.run, text)


def replace_text(element: Element, change: Callable[[str], str], path: str = "find") -> bool:
    """Change the wording of every paragraph in an element; whether any changed."""
    changed = False
    for paragraph in list(paragraphs(element)):
        before = shown_text(paragraph)
        after = change(before)
        if after != before:
            set_text(paragraph, after, path)
            changed = True
    return changed


def refuse_tracked(paragraph: Element, path: str) -> None:
    if next(paragraph.iter(*TRACKED), None) is not None:
        raise OperationRefused(
            path,
            "the paragraph holds tracked changes",
            hint="accept or reject them in Word first",
        )


def _spread(pieces: list[Piece], new: str, path: str) -> list[str]:
    old = [token for piece in pieces for token in _TOKEN.findall(piece.text)]
    home = [i for i, piece in enumerate(pieces) for _ in _TOKEN.findall(piece.text)]
    tokens = _TOKEN.findall(new)
    out = [""] * len(pieces)
    matcher = difflib.SequenceMatcher(None, old, tokens, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for k in range(b - a):
                out[home[a + k]] += tokens[c + k]
            continue
        if any(pieces[home[k]].frozen for k in range(a, b)):
            raise OperationRefused(
                path,
                "the change touches a field, note or drawing, which would be lost",
                hint="keep its text as it is, or edit it in Word",
            )
        if d > c:
            out[_target(pieces, home, a, kind)] += "".join(tokens[c:d])
    return out


def _target(pieces: list[Piece], home: list[int], at: int, kind: str) -> int:
    """The run that new words join: the one replaced, else the one before, else the first open
    one.
    """
    if kind == "replace":
        return home[at]
    near = home[at - 1] if at and home else 0
    if home and not pieces[near].frozen:
        return near
    later = [i for i in range(near, len(pieces)) if not pieces[i].frozen]
    earlier = [i for i in range(near, -1, -1) if not pieces[i].frozen]
    return (later or earlier)[0]


def _write(run: Element, text: str) -> None:
    """Replace what a plain run shows."""
    for child in list(run):
        if child.tag != w("rPr"):
            run.remove(child)
    for part in re.split(r"([\t\n])", text):
        if part == "\t":
            run.append(run.makeelement(w("tab"), {}))
        elif part == "\n":
            run.append(run.makeelement(w("br"), {}))
        elif part:
            found = run.makeelement(w("t"), {})
            found.text = part
            found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(found)


def _new_run(paragraph: Element) -> Element:
    """An empty run at the end, looking as the paragraph's mark does."""
    run = paragraph.makeelement(w("r"), {})
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    if mark is not None:
        look = run.makeelement(w("rPr"), {})
        for child in mark:
            if child.tag not in TRACKED:
                look.append(deepcopy(child))
        run.append(look)
    paragraph.append(run)
    return run
