"""Put a new text into shapes that somebody formatted: surviving words keep their run's looks."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

import difflib
import re
from collections.abc import Sequence
from copy import deepcopy

from docsmith.documents.ooxml.reading import Element
from docsmith.documents.ooxml.text import escaped
from docsmith.documents.slides.xml.names import A

_A = f"{{{A}}}"
_WORDS = re.compile(r"\w+|\W")


def set_paragraphs(body: Element, texts: Sequence[str]) -> None:
    """One text a paragraph; further paragraphs look like the last there was, surplus ones go.

    As many texts as there are lines, breaks within paragraphs counted, go into those lines.
    """
    paragraphs = list(body.iterfind(f"{_A}p"))
    lines = [line for paragraph in paragraphs for line in _lines(paragraph)]
    if len(lines) == len(texts) > len(paragraphs):
        for field in list(body.iter(f"{_A}fld")):
            field.getparent().remove(field)
        for (paragraph, runs, before), text in zip(lines, texts, strict=True):
            _write(paragraph, runs or [_run_at(paragraph, before)], text)
        return
    if not paragraphs:
        paragraphs = [body.makeelement(f"{_A}p", {})]
        body.append(paragraphs[0])
    while len(paragraphs) < len(texts):
        copy = deepcopy(paragraphs[-1])
        paragraphs[-1].addnext(copy)
        paragraphs.append(copy)
    for surplus in paragraphs[max(1, len(texts)) :]:
        body.remove(surplus)
    for paragraph, text in zip(paragraphs, texts, strict=False):
        set_text(paragraph, text)


def set_text(paragraph: Element, text: str) -> None:
    """Words that survive stay in the run they were in; new ones join the run of their neighbour."""
    for element in list(paragraph):
        if element.tag in (f"{_A}br", f"{_A}fld"):
            paragraph.remove(element)
    runs = list(paragraph.iterfind(f"{_A}r"))
    _write(paragraph, runs or [_new_run(paragraph)], text)


def _lines(paragraph: Element) -> list[tuple[Element, list[Element], Element | None]]:
    """The runs between the breaks of a paragraph, and the break that each line stands before."""
    out: list[tuple[Element, list[Element], Element | None]] = []
    runs: list[Element] = []
    for child in paragraph:
        if child.tag == f"{_A}br":
            out.append((paragraph, runs, child))
            runs = []
        elif child.tag == f"{_A}r":
            runs.append(child)
    return [*out, (paragraph, runs, None)]


def _run_at(paragraph: Element, before: Element | None) -> Element:
    """A run for a line that held none; it takes the looks of the break that ends it."""
    if before is None:
        return _new_run(paragraph)
    run = paragraph.makeelement(f"{_A}r", {})
    looks = before.find(f"{_A}rPr")
    if looks is not None:
        run.append(deepcopy(looks))
    run.append(run.makeelement(f"{_A}t", {}))
    before.addprevious(run)
    return run


def _write(paragraph: Element, runs: Sequence[Element], text: str) -> None:
    """The text over these runs; those that are left without any go."""
    shares = _shares([_text_of(run) for run in runs], _clean(text))
    for run, share in zip(runs, shares, strict=True):
        _set(run, share)
    filled = [run for run, share in zip(runs, shares, strict=True) if share]
    for run in runs:
        if run not in filled and (filled or run is not runs[0]):
            paragraph.remove(run)


def _shares(old: Sequence[str], text: str) -> list[str]:
    """The new text divided over the runs."""
    words = [w for part in old for w in _WORDS.findall(part)]
    home = [i for i, part in enumerate(old) for _ in _WORDS.findall(part)]
    fresh = _WORDS.findall(text)
    out = [""] * len(old)
    matcher = difflib.SequenceMatcher(None, words, fresh, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            for k in range(b - a):
                out[home[a + k]] += fresh[c + k]
        elif d > c:
            at = home[a] if op == "replace" and home else home[a - 1] if a else 0
            out[at] += "".join(fresh[c:d])
    return out


def _clean(text: str) -> str:
    return (
        escaped(text)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )


def _new_run(paragraph: Element) -> Element:
    """A run where there was none; it takes the looks of the paragraph's end."""
    run = paragraph.makeelement(f"{_A}r", {})
    end = paragraph.find(f"{_A}endParaRPr")
    if end is not None:
        looks = deepcopy(end)
        looks.tag = f"{_A}rPr"
        run.append(looks)
        end.addprevious(run)
    else:
        paragraph.append(run)
    run.append(run.makeelement(f"{_A}t", {}))
    return run


def _text_of(run: Element) -> str:
    found = run.find(f"{_A}t")
    return (found.text or "") if found is not None else ""


def _set(run: Element, text: str) -> None:
    found = run.find(f"{_A}t")
    if found is None:
        found = run.makeelement(f"{_A}t", {})
        run.append(found)
    if found.text != text:
        found.text = text
