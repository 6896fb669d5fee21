"""Workbooks made by the offline author, each run made once and shared by the tests of a session."""

import io
import json
from functools import cache
from pathlib import Path

import openpyxl
from tests.fakes.document_tools import Session, session

from docsmith.agent.offline.model import OfflineModel
from docsmith.documents.interface import check
from docsmith.documents.model import Severity

DATA = Path(__file__).parents[2] / "data"
CSVS = sorted(path.name for path in (DATA / "csv").glob("*.csv"))


@cache
def made(prompt: str, *files: str) -> Session:
    """The run of one prompt over files of `tests/data/csv`."""
    return session(OfflineModel(), *(DATA / "csv" / name for name in files)).ask(prompt)


@cache
def _finished(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


@cache
def finished(prompt: str, *files: str) -> openpyxl.Workbook:
    """The finished file of a prompt, as a reader without an engine sees it: stored values."""
    return _finished(made(prompt, *files).bytes)


def values(book: openpyxl.Workbook, sheet: str) -> dict[str, object]:
    """Every stored value of a sheet by cell."""
    cells = (cell for row in book[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.value for cell in cells if cell.value is not None}


def sheets(run: Session) -> list[str]:
    return [str(op["sheet"]) for op in ops(run, "add_sheet")]


def blocking(run: Session) -> list[str]:
    found = check(run.document)
    return [f"{f.id} {f.place} {f.message}" for f in found if f.severity is Severity.BLOCKING]


def ops(run: Session, kind: str) -> list[dict[str, object]]:
    """The operations of one kind that the document is made of, as JSON."""
    all_ops = (json.loads(op.model_dump_json()) for op in run.document.ops)
    return [op for op in all_ops if op["op"] == kind]
