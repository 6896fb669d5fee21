"""The jobs that `workbooks` times, each in a process of its own: `python -m … JOB`."""

import hashlib
import io
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.workbooks import FORMULAS, ROWS

from docsmith.documents.interface import apply, check, render
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.formats import operations_of

REGIONS = ("North", "South", "East", "West")
PRODUCTS = tuple(f"Product {n}" for n in range(1, 13))


def rows() -> list[tuple[str, str, str, int, float]]:
    drawn = random.Random(20261124)
    return [
        (
            f"2026-{drawn.randint(1, 12):02d}-{drawn.randint(1, 28):02d}",
            drawn.choice(REGIONS),
            drawn.choice(PRODUCTS),
            drawn.randint(1, 50),
            round(drawn.uniform(5, 500), 2),
        )
        for _ in range(ROWS)
    ]


def csv_bytes() -> bytes:
    lines = ["Date,Region,Product,Quantity,Price"]
    lines += [",".join(map(str, row)) for row in rows()]
    return "\n".join(lines).encode()


def csv(computed: bool = False) -> None:
    """Read, load, summarise by formulas, check, save: what a task does with a data source."""
    content = csv_bytes()
    source = Input("csv", "sales.csv", content, hashlib.sha256(content).hexdigest())
    document = Document(Format.EXCEL, inputs={"sales": source})
    column = [{"name": "Amount", "formula": "=[@Quantity]*[@Price]", "style": "money"}]
    measure = "Amount" if computed else "Quantity"
    split = [
        {"label": region, "values": [f'=SUMIFS(Sales[{measure}],Sales[Region],"{region}")']}
        for region in REGIONS
    ]
    load = {
        "op": "load_data",
        "slot": "sales",
        "sheet": "Data",
        "table": "Sales",
        "computed": column if computed else [],
    }
    operations = [
        {"op": "add_sheet", "sheet": "Summary"},
        {"op": "add_sheet", "sheet": "Data"},
        load,
        {
            "op": "write_block",
            "sheet": "Summary",
            "anchor": "A1",
            "header": ["Region", measure],
            "rows": split,
        },
    ]
    parsed = [operations_of("excel").validate_python(one) for one in operations]
    applied = apply(document, parsed)
    assert applied.ok, applied.errors
    check(applied.document)
    assert len(render(applied.document)) > 1_000_000


def openpyxl() -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["Date", "Region", "Product", "Quantity", "Price"])
    for row in rows():
        sheet.append(row)
    book.save(io.BytesIO())


def _formula_document() -> Document:
    side = 100
    block = [
        {"values": [f"={row}*{column}+SUM(A{row}:A{row})" for column in range(1, side + 1)]}
        for row in range(1, side + 1)
    ]
    inputs = [{"label": None, "values": [n]} for n in range(1, side + 1)]
    operations: list[dict[str, object]] = [
        {"op": "add_sheet", "sheet": "Grid"},
        {"op": "write_block", "sheet": "Grid", "anchor": "A1", "rows": inputs},
    ]
    operations += [
        {"op": "write_block", "sheet": "Grid", "anchor": f"C{n}", "rows": [row]}
        for n, row in enumerate(block, start=1)
    ]
    parsed = [operations_of("excel").validate_python(one) for one in operations]
    applied = apply(Document(Format.EXCEL), parsed)
    assert applied.ok, applied.errors[:3]
    return applied.document


def _engine(path: Path) -> Callable[[], None]:
    import ironcalc

    def evaluate() -> None:
        ironcalc.load_from_xlsx(str(path), "en", "UTC", "en").evaluate()

    return evaluate


def main(job: str) -> None:
    work: Callable[[], object]
    if job in ("csv", "csv_computed"):
        work = lambda: csv(computed=job == "csv_computed")  # noqa: E731 - one of a table of jobs
    elif job == "openpyxl":
        work = openpyxl
    else:
        document = _formula_document()
        assert FORMULAS == 10_000
        path = Path(tempfile.mkdtemp()) / "grid.xlsx"
        path.write_bytes(render(document))
        work = _engine(path) if job == "engine" else (lambda: render(document))
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": _own_peak_mb() + child}))


def _own_peak_mb() -> float:
    """Of this program alone: `ru_maxrss` would begin with what the process that forked us held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
