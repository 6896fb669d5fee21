"""Faults of charts."""

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter
from tests.unit.documents.held_out.ground import Ground, put
from tests.unit.documents.scoring import Fault


def _chart(
    g: Ground, kind: str, anchor: str, categories: str, *values: str, **extra: Any
) -> dict[str, Any]:
    home = f"'{g.home}'!"
    return {
        "op": "chart", "sheet": g.home, "anchor": anchor, "kind": kind, "title": f"Chart of {kind}",
        "categories": home + categories, "series": [{"values": home + v} for v in values],
        "width_cm": 12, "height_cm": 7, **extra,
    }  # fmt: skip


def _far(g: Ground) -> str:
    sheet = next(s for s in g.sheets if s.title == g.home)
    return f"{get_column_letter(sheet.max_column + 12)}{g.free(g.home, 20)}"


def _listed(g: Ground, n: int) -> tuple[Fault, int]:
    row = g.free(g.home)
    cells: dict[str, Any] = {f"A{row + i}": f"Item {i + 1}" for i in range(n)}
    return [
        *put(g.home, cells),
        *put(g.home, {f"B{row + i}": 10 + i for i in range(n)}, style="integer"),
    ], row


def charts_of_words(g: Ground) -> Iterator[Fault]:
    for kind in ("column", "line", "bar"):
        data, row = _listed(g, 5)
        yield [*data, _chart(g, kind, _far(g), f"A{row}:A{row + 4}", f"A{row}:A{row + 4}")]
    data, row = _listed(g, 5)
    yield [
        *data,
        _chart(
            g, "column", _far(g), f"A{row}:A{row + 4}", f"B{row}:B{row + 4}", f"ZX{row}:ZX{row + 4}"
        ),
    ]


def lopsided_chart(g: Ground) -> Iterator[Fault]:
    for kind in ("column", "line"):
        data, row = _listed(g, 6)
        yield [*data, _chart(g, kind, _far(g), f"A{row}:A{row + 2}", f"B{row}:B{row + 5}")]


def sliced(g: Ground) -> Iterator[Fault]:
    for kind, n in (("doughnut", 9), ("doughnut", 15), ("pie", 10), ("pie", 30)):
        data, row = _listed(g, n)
        yield [*data, _chart(g, kind, _far(g), f"A{row}:A{row + n - 1}", f"B{row}:B{row + n - 1}")]


def crowded(g: Ground) -> Iterator[Fault]:
    data, row = _listed(g, 6)
    ranges = (f"A{row}:A{row + 5}", f"B{row}:B{row + 5}")
    yield [*data, _chart(g, "column", f"B{row + 4}", *ranges)]
    yield [
        *data,
        _chart(g, "column", f"D{max(1, row - 4)}", *ranges),
        _chart(g, "line", f"E{row + 3}", *ranges),
    ]
    yield [*data, _chart(g, "bar", "A1", *ranges)]
    yield [*data, _chart(g, "line", f"A{row + 5}", *ranges, width_cm=30)]
