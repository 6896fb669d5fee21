"""Sheets of uploaded workbooks change places, names and number; every other part stays."""

import io
import warnings

import openpyxl
import pytest
from tests.unit.documents.building import OPERATIONS, sheet, tried
from tests.unit.documents.good import EXCEL_MADE, LIBREOFFICE_MADE
from tests.unit.documents.test_uploaded_workbooks import parts

from docsmith.documents.interface import apply, check, render
from docsmith.documents.model import Document, Format, Severity
from docsmith.documents.ooxml.integrity import broken_parts
from docsmith.documents.ooxml.reading import open_package

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
WORKBOOK = "xl/workbook.xml"
CHARTLESS = ({"op": "delete_sheet", "sheet": "Sheet2"}, {"op": "delete_sheet", "sheet": "Sheet3"})
"""Of the workbook with three charts: the sheets that hold them."""
SEVERAL = (
    "agate-excel-sheets", "csvkit-sheets", "petl-test", "poi-48539", "poi-51850", "poi-57535",
    "poi-60509", "poi-61652", "poi-DataTableCities", "poi-ForShifting", "poi-RepeatingRowsCols",
    "poi-StructuredReferences", "poi-WithThreeCharts", "poi-WithVariousData",
)  # fmt: skip


def upload(name: str) -> Document:
    folder = EXCEL_MADE if (EXCEL_MADE / f"{name}.xlsx").exists() else LIBREOFFICE_MADE
    return Document(Format.EXCEL, base=(folder / f"{name}.xlsx").read_bytes())


def done(document: Document, *ops: dict[str, object]) -> bytes:
    applied = apply(document, OPERATIONS.validate_python(ops))
    assert applied.errors == ()
    return render(applied.document)


def book(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))


def refusal(document: Document, op: dict[str, object]) -> str:
    applied = tried(document, op)
    assert applied.document is document
    return str(applied.errors[0])


@pytest.mark.parametrize("name", SEVERAL)
def test_a_sheet_moved_to_the_end_changes_the_list_of_sheets_and_no_other_part(name):
    document = upload(name)
    before = book(document.base or b"").sheetnames
    now = done(document, {"op": "move_sheet", "sheet": before[0]})
    assert book(now).sheetnames == [*before[1:], before[0]]
    old, new = parts(document.base or b""), parts(now)
    assert {n for n in old | new if old.get(n) != new.get(n)} == {WORKBOOK}


def test_what_counts_by_the_order_of_sheets_follows_it():
    now = book(
        done(
            upload("poi-RepeatingRowsCols"),
            {"op": "move_sheet", "sheet": "Sheet4", "before": "Sheet1"},
        )
    )
    assert now.sheetnames == ["Sheet4", "Sheet1", "Sheet2", "Sheet3"]
    assert now["Sheet2"].print_title_rows == "$1:$1"
    assert now["Sheet3"].print_title_cols == "$A:$A"
    assert (now["Sheet4"].print_title_rows, now["Sheet4"].print_title_cols) == ("$2:$3", "$A:$B")


def test_the_sheet_that_opens_stays_the_same_when_others_move():
    document = upload("csvkit-sheets")
    assert book(document.base or b"").active.title == "data"
    assert book(done(document, {"op": "move_sheet", "sheet": "data"})).active.title == "data"
    new = sheet("Front") | {"before": "not this one"}
    filled = {"op": "set_cells", "sheet": "Front", "cells": [{"cell": "A1", "value": "Hello"}]}
    opened = book(done(document, new, filled))
    assert (opened.sheetnames[0], opened.active.title) == ("Front", "data")


@pytest.mark.parametrize("name", ["poi-55906-MultiSheetRefs"])
def test_sheets_under_sums_over_sheets_stay_where_they_are(name):
    for op in ({"op": "move_sheet", "sheet": "Sheet1"}, {"op": "delete_sheet", "sheet": "Sheet2"}):
        assert "add up a row of sheets" in refusal(upload(name), op)


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("agate-excel-sheets", "not this sheet"), ("csvkit-sheets", "data"),
        ("petl-test", "Sheet2"), ("poi-51850", "comments"), ("poi-60509", "Sheet2"),
        ("poi-ForShifting", "Sheet3"), ("poi-RepeatingRowsCols", "Sheet2"),
        ("poi-WithVariousData", "Sheet2"), ("ergebnis", None), ("poi-WithThreeCharts", "Sheet2"),
    ],
)  # fmt: skip
def test_a_deleted_sheet_is_gone_with_its_parts_and_nothing_else_is(name, gone):
    document = upload(name)
    names = book(document.base or b"").sheetnames
    if gone is None:
        assert "last sheet" in refusal(document, {"op": "delete_sheet", "sheet": names[0]})
        return
    now = done(document, {"op": "delete_sheet", "sheet": gone})
    assert book(now).sheetnames == [n for n in names if n != gone]
    assert list(broken_parts(open_package(now))) == []
    old, new = parts(document.base or b""), parts(now)
    assert set(new) < set(old)
    edited = {WORKBOOK, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert {n for n in new if old[n] != new[n]} <= edited
    assert not any(f.severity is Severity.BLOCKING for f in check(Document(Format.EXCEL, base=now)))


def test_charts_and_notes_go_with_their_sheet():
    now = parts(done(upload("poi-WithThreeCharts"), *CHARTLESS))
    assert not [n for n in now if "chart" in n or "drawing" in n]
    notes = parts(done(upload("poi-51850"), {"op": "delete_sheet", "sheet": "comments"}))
    assert len([n for n in notes if "comments" in n]) == 1


def test_names_of_other_sheets_count_on_without_the_deleted_one():
    now = book(done(upload("poi-RepeatingRowsCols"), {"op": "delete_sheet", "sheet": "Sheet1"}))
    assert now["Sheet2"].print_title_rows == "$1:$1"
    assert now["Sheet4"].print_title_cols == "$A:$B"


def test_a_sheet_that_cells_read_is_kept_and_the_cells_are_named():
    said = refusal(upload("project_costs"), {"op": "delete_sheet", "sheet": "Rates"})
    assert "Project!D4" in said
    assert "7 references" in said


def test_cells_keep_what_they_show_when_that_is_asked_for():
    document = upload("project_costs")
    shown = openpyxl.load_workbook(io.BytesIO(document.base or b""), data_only=True)["Project"]
    now = done(document, {"op": "delete_sheet", "sheet": "Rates", "keep_values": True})
    cells = book(now)["Project"]
    assert cells["D4"].value == shown["D4"].value
    assert cells["E4"].value == "=C4*D4"
    stored = openpyxl.load_workbook(io.BytesIO(now), data_only=True)["Project"]
    assert stored["E12"].value == pytest.approx(shown["E12"].value)


def test_a_sheet_that_a_pivot_table_reads_is_kept_and_the_part_is_named():
    op = {"op": "delete_sheet", "sheet": "Table", "keep_values": True}
    assert "pivotCacheDefinition" in refusal(upload("poi-DataTableCities"), op)


def test_a_sheet_that_a_chart_of_another_reads_is_kept_and_the_part_is_named():
    said = refusal(upload("poi-WithThreeCharts"), {"op": "delete_sheet", "sheet": "Sheet1"})
    assert "xl/charts/chart1.xml" in said


def test_a_sheet_may_take_the_name_of_a_deleted_one():
    filled = {"op": "set_cells", "sheet": "Sheet1", "cells": [{"cell": "A1", "value": "New"}]}
    named = {"op": "name", "name": "Fresh", "sheet": "Sheet1", "range": "A1"}
    ops = (*CHARTLESS, {"op": "delete_sheet", "sheet": "Sheet1"}, filled, named)
    now = book(
        done(upload("poi-WithThreeCharts"), sheet("Last"), *ops[:3], sheet("Sheet1"), *ops[3:])
    )
    assert now.sheetnames == ["Last", "Sheet1"]
    assert now["Sheet1"]["A1"].value == "New"
    assert set(now.defined_names) == {"Fresh"}


def test_a_renamed_sheet_is_deleted_with_what_was_called_after_it():
    ops = (
        {"op": "rename_sheet", "sheet": "Sheet1", "to": "Old"},
        sheet("Last"),
        {"op": "delete_sheet", "sheet": "Old"},
    )
    now = parts(done(upload("poi-WithThreeCharts"), *CHARTLESS, *ops))
    assert "ChartRange2" not in now[WORKBOOK].decode()
