"""What a mutation table counts: faults planted and found, and into whose workbooks."""

from dataclasses import dataclass
from typing import Any

from tests.unit.documents.building import OPERATIONS

from docsmith.documents.interface import apply, check
from docsmith.documents.model import Document

Fault = list[dict[str, Any]]
Seen = frozenset[tuple[str, str, str]]


@dataclass
class Score:
    planted: int = 0
    openpyxl: int = 0
    """Planted into workbooks that openpyxl wrote."""
    excel: int = 0
    """Planted into workbooks that Microsoft Excel wrote."""
    found: int = 0

    def line(self, name: str) -> str:
        share = f"{self.found / self.planted:6.1%}" if self.planted >= 20 else "     -"
        counts = f"{self.planted:8}{self.openpyxl:10}{self.excel:8}{self.found:8}"
        return f"{name:28}{counts}{share:>9}"

    def plus(self, other: "Score") -> "Score":
        return Score(
            self.planted + other.planted,
            self.openpyxl + other.openpyxl,
            self.excel + other.excel,
            self.found + other.found,
        )


def said(document: Document) -> Seen:
    """What the checks say of a workbook."""
    return frozenset((f.id, f.place, f.message) for f in check(document))


def is_found(document: Document, fault: Fault, name: str, before: Seen) -> bool | None:
    """Whether that check says something it did not say before; None when `apply` refuses."""
    applied = apply(document, OPERATIONS.validate_python(fault))
    if applied.errors:
        return None
    return any(spot[0] == name for spot in said(applied.document) - before)


def spread(items: list[Fault], count: int, turn: int = 0) -> list[Fault]:
    """At most `count`, from the whole list; others for other turns."""
    step = max(1, len(items) // count)
    return [items[(turn + i * step) % len(items)] for i in range(min(count, len(items)))]
