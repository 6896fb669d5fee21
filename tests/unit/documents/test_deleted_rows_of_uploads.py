"""What stood only on deleted rows or columns of an upload goes; the rest closes up."""

import io

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from tests.unit.documents.building import tried

from docsmith.documents.interface import render
from docsmith.documents.model import Document, Format


def uploaded() -> Document:
    book = openpyxl.Workbook()
    data = book.active
    data.title = "Data"
    for row in range(1, 21):
        data.append([f"Item {row}", row, row * 2])
    data["E20"] = "=SUM(B1:B20)"
    for row in (4, 9, 15):
        data.row_breaks.append(Break(id=row))
    data.merge_cells("G4:H5")
    data.merge_cells("G8:H12")
    data["A5"].hyperlink = "https://example.com/five"
    data["A18"].hyperlink = "https://example.com/eighteen"
    for area in ("B4:B5", "C8:C12"):
        check = DataValidation(type="whole", operator="greaterThan", formula1="0")
        check.add(area)
        data.add_data_validation(check)
        data.conditional_formatting.add(area, CellIsRule("greaterThan", formula=["0"]))
    data.column_dimensions["B"].width = 20
    data.column_dimensions["C"].width = 30
    chart = BarChart()
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=20))
    data.add_chart(chart, "J5")
    buffer = io.BytesIO()
    book.save(buffer)
    return Document(Format.EXCEL, base=buffer.getvalue())


def after(**op: object) -> openpyxl.worksheet.worksheet.Worksheet:
    applied = tried(uploaded(), {"sheet": "Data", **op})
    assert applied.errors == ()
    return openpyxl.load_workbook(io.BytesIO(render(applied.document)))["Data"]


def test_rows_close_up():
    data = after(op="delete_rows", first=4, count=3)
    assert [data.cell(r, 1).value for r in (3, 4, 17)] == ["Item 3", "Item 7", "Item 20"]
    assert data["E17"].value == "=SUM(B1:B17)"
    assert [b.id for b in data.row_breaks.brk] == [6, 12]
    assert [str(m) for m in data.merged_cells.ranges] == ["G5:H9"]
    assert [(c.coordinate, c.hyperlink.target) for (c,) in data["A1:A17"] if c.hyperlink] == [
        ("A15", "https://example.com/eighteen")
    ]
    assert [str(v.sqref) for v in data.data_validations.dataValidation] == ["C5:C9"]
    assert [str(r.sqref) for r in data.conditional_formatting] == ["C5:C9"]
    assert data._charts[0].anchor._from.row == 3
    assert data._charts[0].series[0].val.numRef.f.endswith("$B$1:$B$17")


def test_columns_close_up():
    data = after(op="delete_columns", first="C")
    assert data["D20"].value == "=SUM(B1:B20)"
    assert data.column_dimensions["B"].width == 20
    assert "C" not in data.column_dimensions
    assert sorted(str(m) for m in data.merged_cells.ranges) == ["F4:G5", "F8:G12"]
    assert [str(v.sqref) for v in data.data_validations.dataValidation] == ["B4:B5"]
    assert data._charts[0].anchor._from.col == 8
