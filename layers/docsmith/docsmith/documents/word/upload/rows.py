"""Rows and cells of a table that somebody else made."""
# pyright: basic

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docsmith.documents.errors import OperationRefused
from docsmith.documents.word.inline import plain
from docsmith.documents.word.upload import refusals, wording
from docsmith.documents.word.upload.names import Element, text_of, w

_UNIQUE = re.compile(
    r"\{http://schemas\.microsoft\.com/office/word/2010/wordml\}(?:paraId|textId)$"
)


def add_row(table: Element, cells: Sequence[Any], row: int | None) -> None:
    """A row like the one before it, with other texts."""
    rows = table.findall(w("tr"))
    at = len(rows) if row is None else row - 1
    if not 1 <= at <= len(rows):
        raise OperationRefused("row", f"the table has {len(rows)} rows")
    model = rows[at - 1] if at > 1 or len(rows) == 1 else rows[1]
    _refuse_merged(model)
    found = len(model.findall(w("tc")))
    if found != len(cells):
        raise OperationRefused("cells", f"the table has {found} columns, not {len(cells)}")
    added = _emptied(model)
    for cell, given in zip(added.findall(w("tc")), cells, strict=True):
        text = "" if given is None else plain(str(given))
        wording.set_text(cell.find(w("p")), text, "cells")
    rows[at - 1].addnext(added)


def delete_row(table: Element, row: int, root: Element) -> None:
    rows = table.findall(w("tr"))
    if not 1 <= row <= len(rows):
        raise OperationRefused("row", f"the table has {len(rows)} rows")
    if len(rows) == 1:
        raise OperationRefused("row", "it is the last row", hint="delete the block instead")
    _refuse_merged(rows[row - 1])
    refusals.refuse_removal([rows[row - 1]], root, "row")
    table.remove(rows[row - 1])


def cell_paragraph(table: Element, row: int | None, column: int | None) -> Element:
    """The paragraph that holds the text of a cell."""
    if row is None or column is None:
        raise OperationRefused("row", "name the row and the column of the cell, from 1")
    rows = table.findall(w("tr"))
    cells = rows[row - 1].findall(w("tc")) if row <= len(rows) else []
    if column > len(cells):
        raise OperationRefused("row", f"there is no cell in row {row}, column {column}")
    paras = cells[column - 1].findall(w("p"))
    filled = [p for p in paras if text_of(p)]
    if len(filled) > 1:
        raise OperationRefused(
            "column", "the cell holds several paragraphs", hint="use replace_text"
        )
    return (filled or paras)[0]


def _emptied(model: Element) -> Element:
    """A copy without header mark, ids, and what is no plain text: that stands once."""
    added = deepcopy(model)
    for node in added.iter():
        for name in [n for n in node.attrib if _UNIQUE.match(n)]:
            del node.attrib[name]
    header = added.find(f"{w('trPr')}/{w('tblHeader')}")
    if header is not None:
        header.getparent().remove(header)
    for cell in added.findall(w("tc")):
        first = cell.find(w("p"))
        for child in list(cell):
            if child is not first and child.tag != w("tcPr"):
                cell.remove(child)
        for child in list(first):
            if child.tag != w("pPr") and not wording.is_plain(child):
                first.remove(child)
    return added


def _refuse_merged(row: Element) -> None:
    if next(row.iter(w("vMerge"), w("gridSpan")), None) is not None:
        raise OperationRefused("row", "the row has merged cells; edit it in Word")
