"""Rows and columns of what Excel wrote are inserted and deleted: everything that names a place
follows, everything else stays, part by part.
"""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openxml_audit import OpenXmlValidator
from tests.unit.documents.building import cells, tried
from tests.unit.documents.good import EXCEL_MADE
from tests.unit.documents.test_uploads_with_everything import rich

from docsmith.documents.interface import read, render
from docsmith.documents.model import Document, Format, Scope

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
FILES = sorted(EXCEL_MADE.glob("*.xlsx"))
MOVES = (
    {"op": "insert_rows", "before": 2, "count": 3},
    {"op": "insert_columns", "before": "B", "count": 2},
)
FOLLOWS = re.compile(
    r"xl/(?:worksheets/|workbook\.xml|drawings/|charts/|comments|tables/|threadedComments/"
    r"|calcChain|_rels/workbook\.xml\.rels|styles)|\[Content_Types\]"
)
PLACED = re.compile(r"\b(?:ROW|COLUMN|NOW|TODAY|RAND)\b")


def uploaded(path: Path) -> Document:
    return Document(Format.EXCEL, base=path.read_bytes())


def named(name: str) -> Document:
    return uploaded(EXCEL_MADE / f"{name}.xlsx")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.endswith("/")}


def first_sheet(document: Document) -> str:
    return read(document, Scope("outline")).content["sheets"][0]["sheet"]


def problems(content: bytes, folder: Path) -> set[str]:
    path = folder / "audited.xlsx"
    path.write_bytes(content)
    found = OpenXmlValidator().validate(path).errors
    return {re.sub(r"[A-Z]{1,3}[0-9]+|[0-9]+", "#", e.description) for e in found}


def contents(document: Document, sheet: str, *, values: bool) -> dict[tuple[int, int], object]:
    book = openpyxl.load_workbook(io.BytesIO(render(document)), data_only=values)
    return {
        (c.row, c.column): (c.value, c.number_format, c.font.b, c.fill.fgColor.rgb)
        for row in book[sheet].iter_rows()
        for c in row
        if c.value is not None
    }


@pytest.mark.parametrize("move", MOVES, ids=lambda m: m["op"])
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_moves_is_read_at_its_new_place(path, move, tmp_path):
    document = uploaded(path)
    name = first_sheet(document)
    after = tried(document, {**move, "sheet": name})
    if after.errors:
        (refused,) = after.errors
        assert re.search(r"xl/\S+|table \S+|pivot|array", refused.reason), refused
        return
    rows = move["op"] == "insert_rows"
    before = contents(document, name, values=True)
    now = contents(after.document, name, values=True)
    formulas = contents(document, name, values=False)
    for (row, column), shown in before.items():
        to = (row + 3 * (row >= 2), column) if rows else (row, column + 2 * (column >= 2))
        if not PLACED.search(str(formulas[row, column][0])):
            assert now[to] == shown
    kept, new = parts(document.base or b""), parts(render(after.document))
    changed = {n for n in kept if kept[n] != new.get(n)}
    assert all(FOLLOWS.match(n) for n in changed), changed
    assert kept.keys() - new.keys() <= {"xl/calcChain.xml"}
    assert problems(render(after.document), tmp_path) <= problems(document.base or b"", tmp_path)


def reopened(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(document)))


def test_tables_notes_rules_and_formulas_follow_their_cells():
    after = tried(rich(), {"op": "insert_rows", "sheet": "Data", "before": 2, "count": 2})
    assert after.errors == ()
    data = reopened(after.document)["Data"]
    assert data.tables["Items"].ref == "A1:B6"
    assert data.tables["Items"].autoFilter is None or data.tables["Items"].autoFilter.ref == "A1:B6"
    assert data["A4"].comment.text == "source"
    assert str(data.data_validations.dataValidation[0].sqref) == "B4:B6"
    assert [str(r.sqref) for r in data.conditional_formatting] == ["B4:B6"]
    assert data["D1"].value == "=SUM(Items[Value])"
    assert data["D4"].value.ref == "D4"
    assert data["D4"].value.text == "=SUM((B4:B6>1)*B4:B6)"


def test_a_note_and_its_box_go_with_their_row():
    document = named("poi-WithVariousData")
    before = parts(document.base or b"")
    notes = [n for n in before if "comments" in n]
    where = re.findall(rb'<comment ref="([A-Z]+)(\d+)"', before[notes[0]])
    after = tried(document, {"op": "insert_rows", "sheet": "Sheet1", "before": 1, "count": 4})
    assert after.errors == ()
    now = parts(render(after.document))
    moved = re.findall(rb'<comment ref="([A-Z]+)(\d+)"', now[notes[0]])
    assert moved == [(letters, b"%d" % (int(row) + 4)) for letters, row in where]
    box = next(n for n in before if n.endswith(".vml"))
    rows = [int(r) for r in re.findall(rb"<x:Row>(\d+)<", before[box])]
    assert [int(r) for r in re.findall(rb"<x:Row>(\d+)<", now[box])] == [r + 4 for r in rows]


def test_a_note_on_a_deleted_row_goes():
    document = named("poi-WithVariousData")
    before = parts(document.base or b"")
    name = next(n for n in before if "comments" in n)
    row = int(re.findall(rb'<comment ref="[A-Z]+(\d+)"', before[name])[0])
    after = tried(document, {"op": "delete_rows", "sheet": "Sheet1", "first": row})
    assert after.errors == ()
    count = before[name].count(b"<comment ")
    assert parts(render(after.document))[name].count(b"<comment ") == count - 1


def test_a_chart_moves_and_reads_its_cells_at_their_new_place():
    document = named("poi-WithThreeCharts")
    after = tried(
        document,
        {"op": "insert_rows", "sheet": "Sheet1", "before": 1, "count": 5},
        {"op": "insert_rows", "sheet": "Sheet2", "before": 1, "count": 2},
    )
    assert after.errors == ()
    before, now = parts(document.base or b""), parts(render(after.document))
    tops = re.compile(rb"<(?:xdr:)?row>(\d+)</(?:xdr:)?row>")
    old = [int(r) for r in tops.findall(before["xl/drawings/drawing1.xml"])]
    assert [int(r) for r in tops.findall(now["xl/drawings/drawing1.xml"])] == [r + 2 for r in old]
    assert now["xl/drawings/drawing2.xml"] == before["xl/drawings/drawing2.xml"]
    assert b"Sheet1!$A$6:$A$11" in now["xl/charts/chart1.xml"]
    assert b"Sheet1!$E$6:$E$11" in now["xl/charts/chart3.xml"]


def test_rows_that_only_a_chart_reads_are_not_deleted():
    document = named("poi-WithThreeCharts")
    refused = tried(document, {"op": "delete_rows", "sheet": "Sheet1", "first": 1, "count": 9})
    assert "xl/charts/chart" in refused.errors[0].reason


def test_a_picture_between_deleted_rows_keeps_its_size():
    document = named("poi-simple-monthly-budget")
    name = first_sheet(document)
    before = parts(document.base or b"")
    drawing = next(n for n in before if n.startswith("xl/drawings/drawing"))
    after = tried(document, {"op": "insert_rows", "sheet": name, "before": 1, "count": 2})
    assert after.errors == ()
    now = parts(render(after.document))
    rows = re.compile(rb"<xdr:row>(\d+)</xdr:row>")
    assert [int(r) for r in rows.findall(now[drawing])] == [
        int(r) + 2 for r in rows.findall(before[drawing])
    ]


def test_shared_formulas_survive_the_loss_of_the_cell_that_holds_their_text():
    document = named("poi-TestShiftRowSharedFormula")
    sheet = parts(document.base or b"")["xl/worksheets/sheet1.xml"]
    assert b'<f t="shared" ref="D5:E5" si="0">SUM(D2:D4)</f>' in sheet
    after = tried(document, cells("Sheet1", D5=1))
    shown = reopened(after.document)["Sheet1"]
    assert [shown[c].value for c in ("D5", "E5", "D6")] == [1, "=SUM(E2:E4)", "=SUM(D3:D5)"]
    written = parts(render(after.document))["xl/worksheets/sheet1.xml"]
    assert b'si="0"' not in written
    assert b'si="1"' in written


def test_printed_titles_and_areas_follow():
    document = named("poi-RepeatingRowsCols")
    after = tried(document, {"op": "insert_rows", "sheet": "Sheet2", "before": 1, "count": 2})
    assert after.errors == ()
    sheet = reopened(after.document)["Sheet2"]
    old = openpyxl.load_workbook(io.BytesIO(document.base or b""))["Sheet2"].print_title_rows
    first, last = (int(n.strip("$")) for n in old.split(":"))
    assert sheet.print_title_rows.replace("$", "") == f"{first + 2}:{last + 2}"


def test_a_pivot_table_stands_in_the_way_by_name():
    refused = tried(
        named("poi-DataTableCities"), {"op": "insert_rows", "sheet": "PivotTable", "before": 1}
    )
    assert "xl/pivotTables/pivotTable1.xml" in refused.errors[0].reason


def test_moves_and_new_names_in_any_order_are_followed():
    after = tried(
        rich(),
        {"op": "rename_sheet", "sheet": "Plain", "to": "The plan"},
        {"op": "insert_rows", "sheet": "The plan", "before": 1, "count": 2},
        {"op": "rename_sheet", "sheet": "The plan", "to": "Plan"},
        {"op": "insert_columns", "sheet": "Plan", "before": "A"},
    )
    assert after.errors == ()
    book = reopened(after.document)
    assert book["Front"]["A1"].value == "=Plan!C5"
    assert book["Front"]["A2"].hyperlink.location == "Plan!C4"
    assert book.defined_names["Rate"].attr_text == "Plan!$C$4"
    assert book["Front"]._charts[0].series[0].val.numRef.f == "Plan!$C$3:$C$5"
    assert book["Data"].data_validations.dataValidation[0].formula1 == "Plan!$C$3"
    letters = get_column_letter(3)
    assert book["Plan"].column_dimensions[letters].width == 22


def test_new_charts_and_rules_beside_moved_ones_stand_where_they_were_put():
    chart = {
        "op": "chart", "sheet": "Front", "anchor": "H3", "kind": "column", "title": "New",
        "categories": "Front!A1:A2", "series": [{"values": "Front!B1:B2"}],
    }  # fmt: skip
    rule = {
        "op": "conditional", "sheet": "Front", "range": "B9:B12", "kind": "formula",
        "value": "=$B9>1",
    }  # fmt: skip
    shift = {"op": "insert_rows", "sheet": "Front", "before": 1, "count": 4}
    after = tried(rich(), shift, chart, rule)
    assert after.errors == ()
    book = reopened(after.document)
    anchors = [c.anchor._from.row for c in book["Front"]._charts]
    assert anchors == [8, 2]
    (found,) = book["Front"].conditional_formatting
    assert (str(found.sqref), found.rules[0].formula) == ("B9:B12", ["$B9>1"])
