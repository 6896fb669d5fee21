"""What mutators see of a workbook, and how they write into it."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from tests.unit.documents.building import opened
from tests.unit.documents.scoring import Fault

from docsmith.documents.model import Document


@dataclass
class Ground:
    """What mutators see of a workbook: its sheets, its formulas, rows that are free below it."""

    sheets: list[Worksheet]
    formulas: list[tuple[str, str, str]] = field(default_factory=list)
    """Sheet, cell, formula; inputs alike."""
    constants: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The sheet with the most formulas, else the first."""
        counts: dict[str, int] = {}
        for sheet, _, _ in self.formulas:
            counts[sheet] = counts.get(sheet, 0) + 1
        return max(counts, key=lambda s: counts[s]) if counts else self.sheets[0].title

    def free(self, sheet: str, below: int = 3) -> int:
        return next(s for s in self.sheets if s.title == sheet).max_row + below


def ground(document: Document) -> Ground:
    book = opened(document)
    sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
    found = Ground(sheets)
    for sheet in sheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if isinstance(value, str) and value.startswith("=") and cell.data_type == "f":
                    found.formulas.append((sheet.title, cell.coordinate, value))
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    found.constants.append((sheet.title, cell.coordinate, float(value)))
    return found


def put(sheet: str, cells: dict[str, Any], **extra: Any) -> Fault:
    items = [{"cell": c, "value": v, **extra} for c, v in cells.items()]
    return [{"op": "set_cells", "sheet": sheet, "cells": items}]


def line(g: Ground, label: str, *values: Any, below: int = 3, **extra: Any) -> Fault:
    """A labelled line in the free rows of the main sheet."""
    row = g.free(g.home, below)
    cells = {f"A{row}": label}
    looks = {f"{get_column_letter(i + 2)}{row}": v for i, v in enumerate(values)}
    return [*put(g.home, cells), *put(g.home, looks, **extra)]
