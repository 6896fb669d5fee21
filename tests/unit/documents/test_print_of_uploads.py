"""How an uploaded sheet is shown and printed changes as asked, and only as asked."""

import io

import openpyxl
import pytest
from tests.unit.documents.building import SALES, csv_input, tried
from tests.unit.documents.test_sheets_of_uploads import book, done, upload
from tests.unit.documents.test_uploaded_workbooks import FILES, parts

from docsmith.documents.interface import render
from docsmith.documents.model import Document, Format

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
SETUP = {
    "landscape": True, "paper": "letter", "fit_width": True, "zoom": 80, "gridlines": False,
    "header": "&CBoard", "footer": "&RPage &P", "repeat_rows": "1:2", "print_area": "A1:D9",
}  # fmt: skip


def layout(name: str, **fields: object) -> dict[str, object]:
    return {"op": "layout", "sheet": name, **fields}


@pytest.mark.parametrize("path", FILES[::6], ids=lambda p: p.stem)
def test_every_setting_is_read_back_and_other_parts_stay(path):
    document = Document(Format.EXCEL, base=path.read_bytes())
    name = book(document.base or b"").sheetnames[0]
    now = done(document, layout(name, **SETUP))
    shown = book(now)[name]
    assert (shown.page_setup.orientation, int(shown.page_setup.paperSize)) == ("landscape", 1)
    assert shown.sheet_properties.pageSetUpPr.fitToPage
    assert shown.page_setup.fitToHeight == 0
    assert (shown.sheet_view.zoomScale, shown.sheet_view.showGridLines) == (80, False)
    assert (shown.oddHeader.center.text, shown.oddFooter.right.text) == ("Board", "Page &P")
    assert (shown.print_title_rows, shown.print_area.rpartition("!")[2]) == ("$1:$2", "$A$1:$D$9")
    old, new = parts(document.base or b""), parts(now)
    assert set(old) == set(new)
    changed = {n for n in old if old[n] != new[n]}
    assert len(changed - {"xl/workbook.xml"}) == 1


def test_repeated_rows_alone_leave_the_part_of_the_sheet_as_it_is():
    document = upload("orders")
    now = done(document, layout("Orders", repeat_rows="1:1"))
    old, new = parts(document.base or b""), parts(now)
    assert {n for n in old if old[n] != new[n]} == {"xl/workbook.xml"}
    assert book(now)["Orders"].print_title_rows == "$1:$1"


def test_columns_that_repeat_stay_when_rows_are_set():
    now = book(done(upload("poi-RepeatingRowsCols"), layout("Sheet3", repeat_rows="4:4")))
    assert (now["Sheet3"].print_title_rows, now["Sheet3"].print_title_cols) == ("$4:$4", "$A:$A")
    assert now["Sheet4"].print_title_rows == "$2:$3"


def test_breaks_take_the_place_of_the_ones_before_and_pages_are_scaled_to_the_width():
    first = done(upload("orders"), layout("Orders", page_breaks=[30, 60], fit_width=True))
    again = Document(Format.EXCEL, base=first)
    shown = book(done(again, layout("Orders", page_breaks=[41])))["Orders"]
    assert [b.id for b in shown.row_breaks.brk] == [40]
    assert 10 <= shown.page_setup.scale <= 100
    assert not shown.sheet_properties.pageSetUpPr.fitToPage


def test_fitting_to_the_width_is_taken_back():
    first = done(upload("orders"), layout("Orders", fit_width=True))
    again = Document(Format.EXCEL, base=first)
    shown = book(done(again, layout("Orders", fit_width=False)))["Orders"]
    assert not shown.sheet_properties.pageSetUpPr.fitToPage
    assert shown.page_setup.fitToHeight is None


def test_columns_are_hidden_without_a_width():
    shown = book(done(upload("orders"), layout("Orders", hidden_columns=["D"])))["Orders"]
    assert shown.column_dimensions["D"].hidden


def test_a_sheet_of_data_added_to_an_upload_repeats_its_header():
    base = upload("orders").base
    document = Document(Format.EXCEL, base=base, inputs={"data1": csv_input(SALES)})
    load = {"op": "load_data", "slot": "data1", "sheet": "More", "table": "More"}
    applied = tried(
        document, {"op": "add_sheet", "sheet": "More"}, load, layout("More", repeat_rows="1:1")
    )
    assert applied.errors == ()
    now = openpyxl.load_workbook(io.BytesIO(render(applied.document)))
    assert now["More"].print_title_rows == "$1:$1"


def test_a_page_takes_in_the_columns_under_a_chart():
    chart = {
        "op": "chart", "sheet": "By region", "anchor": "G20", "kind": "column", "title": "Shares",
        "categories": "A4:A7", "series": [{"values": "E4:E7"}], "width_cm": 16,
    }  # fmt: skip
    narrow, wide = (
        book(
            done(
                upload("orders"),
                {"op": "add_sheet", "sheet": "View"},
                {"op": "set_cells", "sheet": "View", "cells": [{"cell": "A1", "value": "View"}]},
                layout("View", widths={"A:F": 16}, page_breaks=[20], landscape=True),
                *charts,
            )
        )["View"].page_setup.scale
        for charts in ([], [chart | {"sheet": "View", "categories": "'By region'!A4:A7",
                                     "series": [{"values": "'By region'!E4:E7"}]}])
    )  # fmt: skip
    columns = (16 * 7 + 5) * 0.75 * 6
    assert narrow == 100
    assert wide < 100 * 770 / (columns + 16 * 28.35)
