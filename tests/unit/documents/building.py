"""Documents for tests: inputs from text, operations from plain dictionaries."""

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import openpyxl
from pydantic import TypeAdapter

from docsmith.documents.interface import apply, render
from docsmith.documents.model import Applied, Document, Format, Input
from docsmith.documents.operations.excel import WorkbookOperation as Operation

OPERATIONS: TypeAdapter[tuple[Any, ...]] = TypeAdapter(tuple[Operation, ...])

SALES = "Date,Region,Product,Qty,Price\n" + "".join(
    f"2025-{month:02}-{day:02},{region},{product},{month + day},{price}\n"
    for month in range(1, 13)
    for day, region, product, price in (
        (3, "North", "Chair", 12.5),
        (11, "South", "Desk", 250),
        (19, "North", "Lamp", 31.25),
        (27, "West", "Chair", 12.5),
    )
)


def csv_input(text: str | bytes, name: str = "sales.csv") -> Input:
    content = text if isinstance(text, bytes) else text.encode()
    return Input("csv", name, content, hashlib.sha256(content).hexdigest())


def empty(**inputs: Input) -> Document:
    return Document(Format.EXCEL, inputs=inputs)


def tried(document: Document, *ops: Mapping[str, Any]) -> Applied:
    return apply(document, OPERATIONS.validate_python(ops))


def built(*ops: Mapping[str, Any], **inputs: Input) -> Document:
    applied = tried(empty(**inputs), *ops)
    assert applied.errors == ()
    return applied.document


def opened(document: Document, *, values: bool = False) -> openpyxl.Workbook:
    """The rendered file, read by a library that had no part in writing it."""
    return openpyxl.load_workbook(io.BytesIO(render(document)), data_only=values)


def sheet(name: str) -> dict[str, Any]:
    return {"op": "add_sheet", "sheet": name}


def cells(name: str, **values: Any) -> dict[str, Any]:
    items = [{"cell": cell, "value": value} for cell, value in values.items()]
    return {"op": "set_cells", "sheet": name, "cells": items}
