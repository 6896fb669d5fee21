"""Every operation of a workbook: what was written is read back by a library that did not
write it.
"""

from tests.unit.documents.building import (
    built,
    cells,
    csv_input,
    empty,
    opened,
    sheet,
    tried,
)
from tests.unit.documents.operation_examples import BLOCK, CHART, DATA, everything, problems, sales

from docsmith.documents.interface import apply, render


def test_loaded_data_is_a_real_table_with_types_and_formats():
    document = built(sheet("Data"), DATA, sales=sales())
    data = opened(document)["Data"]
    assert data.tables["Sales"].ref == "A1:E49"
    assert [c.name for c in data.tables["Sales"].tableColumns] == [
        "Date",
        "Region",
        "Product",
        "Qty",
        "Price",
    ]
    assert data["A2"].is_date
    assert data["E2"].value == 12.5
    assert "0.00" in data["E2"].number_format
    assert data.freeze_panes == "A2"


def test_summary_formulas_over_the_table_are_computed_and_stored():
    after = tried(
        built(sheet("Sum"), sheet("Data"), DATA, sales=sales()),
        cells(
            "Sum",
            A1="North",
            B1="=SUMIFS(Sales[Qty],Sales[Region],A1)",
            B2='=SUMIFS(Sales[Qty],Sales[Date],">="&DATE(2025,3,1),Sales[Date],"<"&DATE(2025,4,1))',
            B3="=COUNTA(Sales[Region])",
            B4="=ROWS(Sales)",
        ),
    )
    expected = sum(m + d for m in range(1, 13) for d in (3, 19))
    assert after.computed["Sum!B1"] == expected
    assert after.computed["Sum!B2"] == 3 * 4 + 3 + 11 + 19 + 27
    assert (after.computed["Sum!B3"], after.computed["Sum!B4"]) == (48, 48)
    assert opened(after.document, values=True)["Sum"]["B1"].value == expected


def test_computed_columns_stand_in_each_row():
    column = {"name": "Value", "formula": "=[@Qty]*[@Price]", "style": "money"}
    after = tried(empty(sales=sales()), sheet("Data"), DATA | {"computed": [column]})
    assert after.computed["Data!F2"] == (1 + 3) * 12.5
    data = opened(after.document)["Data"]
    assert data["F2"].value == "=Sales[[#This Row],[Qty]]*Sales[[#This Row],[Price]]"
    assert opened(after.document, values=True)["Data"]["F49"].value == (12 + 27) * 12.5


def test_columns_are_chosen_and_renamed():
    load = DATA | {"columns": ["Region", "Qty"], "rename": {"Qty": "Quantity"}, "anchor": "B3"}
    data = opened(built(sheet("Data"), load, sales=sales()))["Data"]
    assert data.tables["Sales"].ref == "B3:C51"
    assert [data["B3"].value, data["C3"].value] == ["Region", "Quantity"]


def test_a_block_fills_one_formula_along_its_periods():
    document = built(sheet("S"), BLOCK)
    written = opened(document)["S"]
    assert [written.cell(5, c).value for c in (3, 4, 5)] == [5, "=C5+D3", "=D5+E3"]
    assert written["E6"].value == "=SUM(C3:E3)"
    assert opened(document, values=True)["S"]["E6"].value == 60


def test_keys_of_rows_are_known_to_other_blocks_and_sheets():
    other = {
        "op": "write_block",
        "sheet": "T",
        "anchor": "A1",
        "periods": 2,
        "rows": [{"label": "Double", "formula": "=S!{next}{row:S!units}*2"}],
    }
    written = opened(built(sheet("S"), sheet("T"), BLOCK, other))["T"]
    assert [written["B1"].value, written["C1"].value] == ["=S!C3*2", "=S!D3*2"]


def test_a_style_gives_look_and_number_format():
    document = built(
        sheet("S"),
        cells("S", A1=0.25, B1=7),
        {"op": "style", "sheet": "S", "range": "A1", "style": "percent"},
        {
            "op": "style",
            "sheet": "S",
            "range": "B1",
            "bold": True,
            "color": "bad",
            "fill": "#FFEE00",
        },
        {"op": "style", "sheet": "S", "range": "C3:D4", "merge": True, "align": "center"},
    )
    written = opened(document)["S"]
    assert "%" in written["A1"].number_format
    assert written["B1"].font.b
    assert written["B1"].fill.fgColor.rgb == "FFFFEE00"
    assert [str(m) for m in written.merged_cells.ranges] == ["C3:D4"]


def test_a_table_with_totals_sums_its_number_columns():
    table = {"op": "table", "sheet": "S", "range": "A1:B3", "name": "Small", "totals": True}
    after = tried(
        built(sheet("S"), cells("S", A1="Item", B1="Value", A2="x", B2=2, A3="y", B3=3)), table
    )
    assert after.errors == ()
    written = opened(after.document)["S"]
    assert written["B4"].value == "=SUBTOTAL(109,Small[Value])"
    assert written.tables["Small"].totalsRowCount == 1
    assert opened(after.document, values=True)["S"]["B4"].value == 5


def test_names_are_used_by_formulas():
    after = tried(
        built(sheet("S"), cells("S", B2=20)),
        {"op": "name", "name": "Rate", "sheet": "S", "range": "B2"},
        cells("S", C2="=Rate/100"),
    )
    assert after.computed["S!C2"] == 0.2
    assert opened(after.document).defined_names["Rate"].attr_text == "S!$B$2"


def test_a_workbook_with_everything_in_it_is_valid(tmp_path):
    document = built(*everything(), sales=sales())
    assert problems(render(document), tmp_path) == []


def test_guidance_and_layout_are_read_back():
    book = opened(built(*everything(), sales=sales()))
    written = book["S"]
    assert {v.type for v in written.data_validations.dataValidation} == {
        "list",
        "whole",
        "date",
        "custom",
    }
    assert len(written.conditional_formatting) == 2
    assert written["C3"].comment.text == "Source: sales team"
    assert written.freeze_panes == "C3"
    assert written.column_dimensions["C"].width == 18
    assert written.page_setup.orientation == "landscape"
    assert written.print_title_rows == "$1:$2"
    assert written.print_area == "'S'!$A$1:$N$40"
    assert book["Chart data"].sheet_state == "hidden"


def test_clear_and_remove_chart_take_back():
    document = built(sheet("S"), BLOCK, CHART | {"id": "c1"})
    after = tried(
        document,
        {"op": "remove_chart", "sheet": "S", "id": "c1"},
        {"op": "clear", "sheet": "S", "range": "B4:E4"},
    )
    written = opened(after.document)["S"]
    assert written._charts == []
    assert written["C4"].value is None


def test_an_empty_document_is_a_workbook_that_opens():
    assert opened(empty()).sheetnames == ["Sheet1"]
    assert apply(empty(), ()).document == empty()


def test_pages_break_where_it_is_said_and_the_columns_still_fit_the_page():
    wide = {"op": "layout", "sheet": "S", "widths": {"A:H": 20}, "page_breaks": [30, 5]}
    breaks = opened(built(sheet("S"), cells("S", A1=1, H40=2), wide))["S"]
    assert [b.id for b in breaks.row_breaks.brk] == [4, 29]
    assert breaks.page_setup.scale < 100
    assert not breaks.sheet_properties.pageSetUpPr.fitToPage
    moved = tried(
        built(sheet("S"), cells("S", A1=1, H40=2), wide),
        {"op": "insert_rows", "sheet": "S", "before": 10, "count": 2},
    )
    assert [b.id for b in opened(moved.document)["S"].row_breaks.brk] == [4, 31]


def test_a_text_beside_a_number_stands_off_it():
    data = csv_input("Price,Staff,Units\n7.5,Amy,3\n8.25,Bo,4\n")
    load = {"op": "load_data", "slot": "s", "sheet": "S", "table": "T"}
    shown = opened(built(sheet("S"), load, s=data))["S"]
    assert [shown[c].alignment.indent for c in ("B1", "B2", "A2", "C2")] == [1, 1, 0, 0]
