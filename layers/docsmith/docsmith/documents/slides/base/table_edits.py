"""Tables that somebody made: another text in a cell, other rows that look as those did."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Sequence
from copy import deepcopy

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.operations import slides as ops
from docsmith.documents.slides.base.writing_text import set_paragraphs
from docsmith.documents.slides.xml.names import A, P

_A, _P = f"{{{A}}}", f"{{{P}}}"
_MERGES = ("gridSpan", "rowSpan", "hMerge", "vMerge")


def set_cell(shape: Element, op: ops.SetTableCell) -> None:
    """Raises `OperationRefused` when there is no such cell."""
    rows = _rows(shape, op.table)
    if op.row > len(rows):
        raise OperationRefused("row", f"the table has {len(rows)} rows")
    cells = list(rows[op.row - 1].iterfind(f"{_A}tc"))
    if op.column > len(cells):
        raise OperationRefused("column", f"the table has {len(cells)} columns")
    _write(cells[op.column - 1], op.value)


def set_rows(shape: Element, op: ops.SetTableRows) -> None:
    """Raises `OperationRefused` for rows of another width, and where cells are merged."""
    rows = _rows(shape, op.table)
    if op.first > len(rows) + 1:
        raise OperationRefused("first", f"the table has {len(rows)} rows")
    count = len(rows[0].findall(f"{_A}tc"))
    for i, row in enumerate(op.rows):
        if len(row) != count:
            raise OperationRefused(f"rows[{i}]", f"{len(row)} cells for {count} columns")
    kept = rows[op.first - 1 :]
    if any(cell.get(name) for row in kept for cell in row for name in _MERGES):
        raise OperationRefused("table", "cells of these rows are merged", hint="use table_cell")
    for element, values in zip(_as_many(rows, kept, len(op.rows)), op.rows, strict=True):
        for cell, value in zip(element.iterfind(f"{_A}tc"), values, strict=True):
            _write(cell, value)
    _measure(shape)


def _rows(shape: Element, name: str) -> list[Element]:
    table = shape.find(f".//{_A}tbl")
    if table is None or table.find(f"{_A}tr") is None:
        raise OperationRefused("table", f"'{name}' is no table")
    return list(table.iterfind(f"{_A}tr"))


def _as_many(rows: Sequence[Element], kept: list[Element], count: int) -> list[Element]:
    last = rows[-1]
    while len(kept) < count:
        copy = deepcopy(last)
        for extra in list(copy):
            if extra.tag == f"{_A}extLst":
                copy.remove(extra)
        last.addnext(copy)
        last = copy
        kept.append(copy)
    for surplus in kept[count:]:
        surplus.getparent().remove(surplus)
    return kept[:count]


def _measure(shape: Element) -> None:
    """The frame is as high as its rows."""
    high = sum(int(row.get("h", "0")) for row in shape.iter(f"{_A}tr"))
    extent = shape.find(f"{_P}xfrm/{_A}ext")
    if extent is not None and high:
        extent.set("cy", str(high))


def _write(cell: Element, value: str | int | float | None) -> None:
    body = cell.find(f"{_A}txBody")
    if body is None:
        raise OperationRefused("column", "the cell holds no text")
    set_paragraphs(body, tuple(("" if value is None else str(value)).split("\n")))
