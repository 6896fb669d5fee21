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
from itertools import accumulate

from docsmith.documents.errors import OperationRefused
from docsmith.documents.word.upload.names import Element, own_runs, paragraphs, visible, w

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
    for run in own_runs(paragraph):
        marks = [child.get(w("fldCharType")) for child in run.iter(w("fldChar"))]
        depth += marks.count("begin")
        inside = depth > 0 or any(parent.tag == w("fldSimple") for parent in run.iterancestors())
        out.append(Piece(run, visible(run), inside or not is_plain(run)))
        depth -= marks.count("end")
    return out


def is_plain(element: Element) -> bool:
    """Whether it is a run that shows nothing but text."""
    return element.tag == w("r") and all(child.tag in _PLAIN for child in element)


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
            write_run(piece.run, text)


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
    """The text that each piece shows afterwards. Words are compared whole, wherever runs part
    them; each sign of a word that stays keeps its piece.
    """
    whole = "".join(piece.text for piece in pieces)
    home = [i for i, piece in enumerate(pieces) for _ in piece.text]
    old, tokens = _TOKEN.findall(whole), _TOKEN.findall(new)
    starts = [0, *accumulate(len(token) for token in old)]
    out = [""] * len(pieces)
    matcher = difflib.SequenceMatcher(None, old, tokens, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        first, end = starts[a], starts[b]
        if kind == "equal":
            for at in range(first, end):
                out[home[at]] += whole[at]
            continue
        if any(pieces[home[at]].frozen for at in range(first, end)):
            raise OperationRefused(
                path,
                "the change touches a field, note or drawing, which would be lost",
                hint="keep its text as it is, or edit it in Word",
            )
        if d > c:
            out[_target(pieces, home, first, kind)] += "".join(tokens[c:d])
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


def write_run(run: Element, text: str) -> None:
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
