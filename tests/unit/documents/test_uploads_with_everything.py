"""An upload with tables, notes, rules, links, names, arrays and charts: followed, kept, or
refused by name.
"""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from tests.unit.documents.building import cells, csv_input, sheet, tried

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.interface import read, render
from docsmith.documents.model import Document, Format, Scope
from docsmith.documents.workbook.base import loading

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def rich() -> Document:
    book = openpyxl.Workbook()
    data, plain, front = book.active, book.create_sheet("Plain"), book.create_sheet("Front")
    data.title = "Data"
    for row in (["Item", "Value"], ["a", 1], ["b", 2], ["c", 4]):
        data.append(row)
    data.add_table(Table(displayName="Items", ref="A1:B4"))
    data["D1"] = "=SUM(Items[Value])"
    data["D2"] = ArrayFormula("D2", "=SUM((B2:B4>1)*B2:B4)")
    data["A2"].comment = Comment("source", "me")
    check = DataValidation(type="whole", operator="greaterThan", formula1="Plain!$B$1")
    check.add("B2:B4")
    data.add_data_validation(check)
    data.conditional_formatting.add("B2:B4", CellIsRule("greaterThan", formula=["Plain!$B$1"]))
    plain["A1"], plain["B1"], plain["B2"], plain["B3"] = "Base", 10, "=B1*2", "=SUM(B1:B2)"
    plain["A1"].font = Font(bold=True, italic=True, size=14, color="FF112233")
    plain["A1"].fill = PatternFill("solid", fgColor="FFEEDDCC")
    plain["A1"].border = Border(top=Side("thin"), bottom=Side("thick"))
    plain["A1"].alignment = Alignment(horizontal="center", wrap_text=True)
    plain.merge_cells("D1:E2")
    plain.row_dimensions[2].height = 31
    plain.column_dimensions["B"].width = 22
    plain.column_dimensions.group("F", "H", hidden=True)
    plain.freeze_panes = "B2"
    front["A1"] = "=Plain!B3"
    front["A2"] = "to the plan"
    front["A2"].hyperlink = Hyperlink(ref="A2", location="Plain!B2")
    front["B1"] = "=Rate*2"
    front["C1"] = "=Plain!B2+Twice"
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="Plain!$B$2")
    book.defined_names["Twice"] = DefinedName("Twice", attr_text="Plain!$B$1*2")
    front.defined_names["Local"] = DefinedName("Local", attr_text="Front!$A$1")
    chart = BarChart()
    chart.add_data(Reference(plain, min_col=2, min_row=1, max_row=3))
    front.add_chart(chart, "E5")
    buffer = io.BytesIO()
    book.save(buffer)
    return Document(Format.EXCEL, base=buffer.getvalue())


def reopened(document: Document, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(document)), data_only=values)


def part(document: Document, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render(document))) as archive:
        return archive.read(name).decode()


def test_its_outline_names_what_it_holds():
    outline = read(rich(), Scope("outline")).content
    by_name = {s["sheet"]: s for s in outline["sheets"]}
    assert by_name["Data"]["tables"] == {"Items": "A1:B4"}
    assert outline["names"] == {"Rate": "Plain!B2"}


def test_formulas_without_stored_values_are_computed():
    view = read(rich(), Scope("range", sheet="Front", range="A1:C1")).content
    assert view["rows"]["1"] == [30, 40, 40]


def test_rows_move_and_everything_that_names_them_follows():
    after = tried(rich(), {"op": "insert_rows", "sheet": "Plain", "before": 1, "count": 2})
    assert after.errors == ()
    book = reopened(after.document)
    assert book["Plain"]["B5"].value == "=SUM(B3:B4)"
    assert book["Front"]["A1"].value == "=Plain!B5"
    assert book.defined_names["Rate"].attr_text.replace("'", "") == "Plain!$B$4"
    assert book.defined_names["Twice"].attr_text == "Plain!$B$3*2"
    assert book["Front"]._charts[0].series[0].val.numRef.f == "'Plain'!$B$3:$B$5"
    assert book["Data"].data_validations.dataValidation[0].formula1 == "Plain!$B$3"
    (rules,) = book["Data"].conditional_formatting
    assert rules.rules[0].formula == ["Plain!$B$3"]
    assert book["Plain"].row_dimensions[4].height == 31
    assert book["Plain"].column_dimensions["B"].width == 22
    assert [str(m) for m in book["Plain"].merged_cells.ranges] == ["D3:E4"]
    assert book["Plain"]["A3"].font.i
    assert book["Plain"]["A3"].fill.fgColor.rgb == "FFEEDDCC"
    assert reopened(after.document, values=True)["Front"]["A1"].value == 30


def test_columns_move_too():
    after = tried(rich(), {"op": "delete_columns", "sheet": "Plain", "first": "C"})
    assert after.errors == ()
    book = reopened(after.document)
    assert [str(m) for m in book["Plain"].merged_cells.ranges] == ["C1:D2"]
    assert book["Plain"].column_dimensions["E"].hidden


def test_a_new_name_is_followed_in_rules_links_names_and_charts():
    after = tried(rich(), {"op": "rename_sheet", "sheet": "Plain", "to": "The plan"})
    assert after.errors == ()
    book = reopened(after.document)
    assert book.sheetnames == ["Data", "The plan", "Front"]
    assert book["Front"]["A1"].value == "='The plan'!B3"
    assert book["Front"]["A2"].hyperlink.location == "'The plan'!B2"
    assert book.defined_names["Rate"].attr_text == "'The plan'!$B$2"
    assert book.defined_names["Twice"].attr_text == "'The plan'!$B$1*2"
    assert "'The plan'!$B$1:$B$3" in part(after.document, "xl/charts/chart1.xml")
    assert reopened(after.document, values=True)["Front"]["A1"].value == 30


def test_a_changed_cell_changes_the_values_that_read_it():
    after = tried(rich(), cells("Plain", B1=100))
    assert after.computed["Front!A1"] == 300
    assert after.computed["Front!C1"] == 400
    assert reopened(after.document, values=True)["Front"]["A1"].value == 300


def test_an_array_formula_stays_one():
    after = tried(rich(), cells("Data", B4=10))
    array = reopened(after.document)["Data"]["D2"].value
    assert isinstance(array, ArrayFormula)
    assert array.ref == "D2"
    stored = reopened(after.document, values=True)["Data"]["D2"].value
    assert stored in {12, None}


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ({"op": "delete_rows", "sheet": "Data", "first": 1}, "lose its header"),
        ({"op": "note", "sheet": "Data", "cell": "B2", "text": "x"}, "comment"),
        ({"op": "layout", "sheet": "Plain", "autofit": True}, "not changed"),
        ({"op": "load_data", "slot": "s", "sheet": "Plain", "table": "T"}, "uploaded"),
        ({"op": "delete_rows", "sheet": "Plain", "first": 2}, "point at nothing"),
    ],
)
def test_what_cannot_be_carried_is_refused_by_name(op, words):
    document = Document(Format.EXCEL, base=rich().base, inputs={"s": csv_input("a\n1\n")})
    refused = tried(document, op)
    assert words in f"{refused.errors[0].reason} {refused.errors[0].hint}"
    assert render(refused.document) == document.base


def test_rules_widths_and_panes_are_added_to_those_of_the_file():
    after = tried(
        rich(),
        {"op": "conditional", "sheet": "Data", "range": "B2:B4", "kind": "less", "value": 2},
        {"op": "validation", "sheet": "Data", "range": "D9", "kind": "list", "source": "A2:A4"},
        {"op": "layout", "sheet": "Plain", "widths": {"G": 33}, "freeze": "C3"},
        {"op": "style", "sheet": "Plain", "range": "A1", "bold": False, "align": "left"},
    )
    assert after.errors == ()
    book = reopened(after.document)
    assert sum(len(r.rules) for r in book["Data"].conditional_formatting) == 2
    assert len(book["Data"].data_validations.dataValidation) == 2
    assert book["Plain"].column_dimensions["G"].width == 33
    assert book["Plain"].freeze_panes == "C3"
    assert book["Plain"]["A1"].alignment.horizontal == "left"
    assert book["Plain"]["A1"].font.i
    assert not book["Plain"]["A1"].font.b


def test_a_loaded_table_on_a_new_sheet_is_summed_on_an_old_one():
    document = Document(Format.EXCEL, base=rich().base, inputs={"s": csv_input("k,v\nx,2\ny,5\n")})
    after = tried(
        document,
        sheet("More"),
        {"op": "load_data", "slot": "s", "sheet": "More", "table": "More_items"},
        cells("Front", D1="=SUM(More_items[v])"),
    )
    assert after.computed["Front!D1"] == 7
    assert reopened(after.document, values=True)["Front"]["D1"].value == 7


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(loading, "MAX_CELLS", 5)
    book = openpyxl.Workbook()
    book.active.append(range(7))
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFile, match="more than 5 cells"):
        render(Document(Format.EXCEL, base=buffer.getvalue()))
