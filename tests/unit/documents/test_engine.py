"""The engine's child process: its limits, its failures, and what a block of a workbook is."""

import pytest
from tests.unit.documents.building import SALES, built, cells, csv_input, sheet

from docsmith.documents.errors import (
    DocumentError,
    EngineFailed,
    OperationRefused,
    UnsupportedFormat,
)
from docsmith.documents.interface import engine, read
from docsmith.documents.model import Document, Format, Scope
from docsmith.documents.operations.excel import WorkbookOperation as Operation
from docsmith.documents.workbook.display import date_of, serial, shown
from docsmith.documents.workbook.engine import NOTHING, Job, Run, compute
from docsmith.documents.workbook.package import engine_copy
from docsmith.documents.workbook.replay import replayed

WANTED = [("S", [Run(1, 1)])]


def test_a_file_the_engine_cannot_read_fails_with_its_message():
    with pytest.raises(EngineFailed, match="the formula engine failed"):
        compute(Job(b"no workbook", WANTED))


def test_the_engine_is_stopped_when_its_time_is_up():
    job = engine_copy(replayed(built(sheet("S"), cells("S", A1="=1+1"))))
    with pytest.raises(EngineFailed, match="did not finish"):
        compute(job, seconds=0.001)


def test_a_workbook_without_formulas_starts_no_engine():
    assert compute(Job(b"anything", [("S", [])])) is NOTHING


def test_a_stored_operation_that_no_longer_applies_is_a_fault():
    document = built(sheet("S"), cells("S", A1=1))
    with pytest.raises(DocumentError, match=r"ops\[0\]"):
        replayed(Document(Format.EXCEL, document.ops[1:]))


def test_a_format_nobody_serves_is_said(monkeypatch):
    from docsmith.documents import interface

    monkeypatch.setattr(interface, "_ENGINES", {Format.EXCEL: "docsmith.documents.nowhere"})
    with pytest.raises(UnsupportedFormat):
        engine(Format.EXCEL)


BLOCKS = built(
    sheet("S"),
    sheet("Data"),
    cells("S", A1="a", B1=1, A2="b", B2=2, D9="alone", E10="=B1+B2"),
    {"op": "load_data", "slot": "s", "sheet": "Data", "table": "Sales"},
    {"op": "name", "name": "Pair", "sheet": "S", "range": "A2:B2"},
    s=csv_input(SALES),
)


@pytest.mark.parametrize(
    ("block", "area"),
    [
        ("S!A1", "A1:B2"),
        ("S!D9", "D9:E10"),
        ("Pair", "A2:B2"),
        ("sales", "A1:E49"),
        ("Data!B7", "A1:E49"),
    ],
)
def test_a_block_is_a_table_a_name_or_what_stands_together(block, area):
    assert read(BLOCKS, Scope("block", block=block)).scope.endswith(f"!{area}")


@pytest.mark.parametrize(
    "scope",
    [
        Scope("block", block="nothing"),
        Scope("block", block="Nowhere!A1"),
        Scope("slide"),
        Scope("range", sheet="S", range="1:2:3"),
        Scope("range", sheet="S", page="x"),
    ],
)
def test_a_scope_that_is_not_there_is_refused(scope):
    with pytest.raises(OperationRefused):
        read(BLOCKS, scope)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, '#,##0_);\\(#,##0\\);"–"_)', "(1,234)"),
        (0, '#,##0_);\\(#,##0\\);"–"_)', "–"),
        (0.256, "0.0%", "25.6%"),
        (1234567, "#,##0,", "1,235"),
        (3.5, '0.0"x"', "3.5x"),
        (1.5, "0.##", "1.5"),
        (2.0, "0.##", "2"),
        (7, "General", "7"),
        (True, "0", "TRUE"),
        (None, "0", ""),
        ("text", "0", "text"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value, code, text):
    assert shown(value, code).strip() == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd mmm yyyy", "24 Nov 2026"),
        ("yyyy-mm-dd hh:mm:ss", "2026-11-24 13:05:09"),
        ("h:mm AM/PM", "13:05 PM"),
        ("dddd, d mmmm yy", "Tuesday, 24 November 26"),
    ],
)
def test_a_date_is_shown_as_its_format_says(code, text):
    from datetime import datetime

    moment = datetime(2026, 11, 24, 13, 5, 9)
    assert shown(moment, code) == text
    assert date_of(serial(moment)) == moment
    assert shown(1e9, code, is_date=True) == "#" * 8


def test_the_union_of_operations_is_the_documents():
    assert Operation is not None
