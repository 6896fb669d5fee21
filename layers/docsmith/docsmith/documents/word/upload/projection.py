"""Blocks of an uploaded document as the editor draws them: their texts, with the plainest looks."""
# pyright: basic

import re
from typing import Any

from docsmith.documents.word.inline import literal
from docsmith.documents.word.upload.drawings import drawings_of
from docsmith.documents.word.upload.list_marks import Mark
from docsmith.documents.word.upload.names import Element, text_of, value, w
from docsmith.documents.word.upload.original import Original
from docsmith.documents.word.upload.wording import TRACKED, Piece, pieces_of

_OFF = ("0", "false", "off", "none")
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify"}

Json = dict[str, Any]


def project_raw(original: Original, key: str, mark: Mark | None) -> Json:
    """The node of a block: a paragraph, a table, or what can only be named. `mark` stands before
    a paragraph.
    """
    element = original.elements[key]
    kind, level, text = original.described(key)
    if element.tag == w("p"):
        return _para(original, element, kind, level, mark)
    if element.tag == w("tbl"):
        return _table(original, element)
    return {"k": "kept", "what": kind, "text": text}


def _para(original: Original, element: Element, kind: str, level: int, mark: Mark | None) -> Json:
    pieces = pieces_of(element)
    runs = _runs(original, pieces)
    out: Json = {"k": "p", "style": _style(kind, level, mark), "runs": runs}
    out["named"] = original.style_name(element)
    align = _ALIGN.get(value(element.find(f"{w('pPr')}/{w('jc')}")))
    if align:
        out["align"] = align
    if level:
        out["outline"] = level
    if mark is not None:
        out |= {"mark": mark.text, "level": mark.level}
    source = _source(element)
    if runs and source is not None:
        out["edit"] = {"source": source}
        if any(piece.frozen for piece in pieces):
            out["fixed"] = True
    return out


def _source(paragraph: Element) -> str | None:
    """The text as `set_text` takes it; None where saying the same again would change something:
    a text of several lines, one that a field makes, one with tracked changes.
    """
    pieces = pieces_of(paragraph)
    text = "".join(piece.text for piece in pieces)
    made = pieces and all(piece.frozen for piece in pieces)
    if made or "\n" in text or next(paragraph.iter(*TRACKED), None) is not None:
        return None
    return literal(text)


def _style(kind: str, level: int, mark: Mark | None) -> str:
    if level:
        return f"Heading{min(level, 4)}"
    if kind == "title":
        return "Title"
    return "ListBullet" if mark is not None else "Normal"


def _runs(original: Original, pieces: list[Piece]) -> list[Json]:
    """Words and drawings in order."""
    out: list[Json] = []
    for piece in pieces:
        if piece.text:
            out.append(_run(piece.run, piece.text))
        out += drawings_of(original, piece.run)
    return out


def _run(run: Element, text: str) -> Json:
    looks = run.find(w("rPr"))
    out: Json = {"t": text}
    if looks is None:
        return out
    for name, tag in (("b", "b"), ("i", "i"), ("s", "strike")):
        found = looks.find(w(tag))
        if found is not None and value(found) not in _OFF:
            out[name] = True
    color = value(looks.find(w("color")))
    if re.fullmatch(r"[0-9A-Fa-f]{6}", color):
        out["color"] = color.upper()
    size = value(looks.find(w("sz")))
    if size.isdigit():
        out["size"] = int(size) / 2
    return out


def _table(original: Original, element: Element) -> Json:
    rows = [
        {
            "header": row.find(f"{w('trPr')}/{w('tblHeader')}") is not None,
            "cells": [
                _cell(original, cell, r, c) for c, cell in enumerate(row.findall(w("tc")), 1)
            ],
        }
        for r, row in enumerate(element.findall(w("tr")), 1)
    ]
    return {"k": "grid", "look": "plain", "rows": rows, "widths": []}


def _cell(original: Original, cell: Element, row: int, column: int) -> Json:
    paras = cell.findall(w("p"))
    out: Json = {
        "paras": [
            {"k": "p", "style": "TableText", "runs": _runs(original, pieces_of(para))}
            for para in paras
        ]
    }
    span = value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))
    if span.isdigit() and int(span) > 1:
        out["span"] = int(span)
    fill = cell.find(f"{w('tcPr')}/{w('shd')}")
    color = fill.get(w("fill"), "") if fill is not None else ""
    if re.fullmatch(r"[0-9A-Fa-f]{6}", color):
        out["fill"] = color.upper()
    filled = [para for para in paras if text_of(para)] or paras
    source = _source(filled[0]) if len(filled) == 1 else None
    if source is not None:
        out["edit"] = {"row": row, "column": column, "source": source}
    return out
