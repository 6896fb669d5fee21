"""Every operation of a workbook: what was written is read back by a library that did not
write it.
"""

import io
import math
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from pydantic import ValidationError
from tests.unit.documents.building import (
    OPERATIONS,
    SALES,
    built,
    cells,
    csv_input,
    empty,
    opened,
    sheet,
    tried,
)

from docsmith.documents.interface import apply, fold, read, render
from docsmith.documents.model import Document, Format, Scope

DATA = {"op": "load_data", "slot": "sales", "sheet": "Data", "table": "Sales"}
BLOCK = {
    "op": "write_block",
    "sheet": "S",
    "anchor": "B2",
    "header": ["Item", 2025, 2026, 2027],
    "rows": [
        {"label": "Units", "values": [10, 20, 30], "key": "units", "style": "input"},
        {
            "label": "Growth",
            "formula": "={col}{row:units}/{prev}{row:units}-1",
            "first": None,
            "key": "g",
        },
        {"label": "Stock", "formula": "={prev}{row}+{col}{row:units}", "first": 5, "key": "stock"},
        {
            "label": "Total",
            "formula": "=SUM({first}{row:units}:{col}{row:units})",
            "style": "total",
        },
    ],
}
LABELLED = {"column", "stacked_column", "bar", "stacked_bar", "line", "combo"}
CHART = {
    "op": "chart",
    "sheet": "S",
    "anchor": "H2",
    "kind": "column",
    "title": "Units",
    "categories": "S!C2:E2",
    "series": [{"name": "=S!B3", "values": "S!C3:E3"}],
}
KINDS = [
    "column",
    "stacked_column",
    "percent_column",
    "bar",
    "stacked_bar",
    "line",
    "area",
    "stacked_area",
    "pie",
    "doughnut",
    "scatter",
    "bubble",
    "radar",
    "combo",
    "waterfall",
]


def sales():
    return csv_input(SALES)


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


def test_values_keep_their_types():
    document = built(
        sheet("S"),
        {
            "op": "set_cells",
            "sheet": "S",
            "cells": [
                {"cell": "A1", "value": True},
                {"cell": "A2", "value": 1.5},
                {"cell": "A3", "value": "'=not a formula"},
                {"cell": "A4", "value": "2026-11-24", "style": "date"},
                {"cell": "A5", "value": "2026-11-24"},
                {"cell": "A6", "value": " two  blanks \n and a line "},
                {"cell": "A7", "value": "a\x07b & <c>"},
            ],
        },
    )
    got = [opened(document)["S"][f"A{i}"].value for i in range(1, 8)]
    assert got[0] is True
    assert got[1:3] == [1.5, "=not a formula"]
    assert got[3].isoformat() == "2026-11-24T00:00:00"
    assert got[4:] == ["2026-11-24", " two  blanks \n and a line ", "ab & <c>"]


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


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_is_native_and_valid(kind, tmp_path):
    chart = CHART | {"kind": kind, "labels": True}
    if kind == "combo":
        chart["series"] = [
            *CHART["series"],
            {"values": "S!C5:E5", "kind": "line", "secondary": True},
        ]
    document = built(sheet("S"), BLOCK, chart)
    content = render(document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:v>20</c:v>" in xml or kind == "waterfall"
    assert ('showVal val="1"' in xml) is (kind in LABELLED)
    assert len(opened(document)["S"]._charts) == 1
    assert problems(content, tmp_path) == []


def problems(content: bytes, folder) -> list[str]:
    """What the validator says against our files; the baseline of a plain workbook is empty."""
    path = folder / "made.xlsx"
    path.write_bytes(content)
    return [f"{e.part_uri}: {e.description}" for e in OpenXmlValidator().validate(path).errors]


def test_a_workbook_with_everything_in_it_is_valid(tmp_path):
    document = built(*everything(), sales=sales())
    assert problems(render(document), tmp_path) == []


def everything():
    return (
        sheet("S"),
        sheet("Data"),
        DATA | {"computed": [{"name": "Value", "formula": "=[@Qty]*[@Price]"}]},
        BLOCK,
        CHART,
        CHART | {"kind": "waterfall", "title": "Steps", "anchor": "H20"},
        cells("S", A30="Pick", A31="Sum", B31="=SUM(Sales[Value])"),
        {"op": "validation", "sheet": "S", "range": "B30", "kind": "list", "values": ["a", "b"]},
        {
            "op": "validation",
            "sheet": "S",
            "range": "C30",
            "kind": "whole",
            "minimum": 1,
            "maximum": 9,
        },
        {"op": "validation", "sheet": "S", "range": "D30", "kind": "date", "minimum": "2026-01-01"},
        {
            "op": "validation",
            "sheet": "S",
            "range": "E30",
            "kind": "custom",
            "formula": "=E30>$C$3",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "greater",
            "value": 15,
            "format": "good",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "between",
            "value": 1,
            "second": 2,
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "B3:B6",
            "kind": "text_contains",
            "value": "To",
        },
        {
            "op": "conditional",
            "sheet": "S",
            "range": "C3:E3",
            "kind": "formula",
            "value": "=C3>$C$3",
        },
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "top", "value": 1},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "duplicates"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "color_scale"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "data_bar"},
        {"op": "conditional", "sheet": "S", "range": "C3:E3", "kind": "icons"},
        {"op": "note", "sheet": "S", "cell": "C3", "text": "Source: sales team"},
        {"op": "name", "name": "Units", "sheet": "S", "range": "C3:E3"},
        {
            "op": "layout",
            "sheet": "S",
            "widths": {"A": 12, "B:C": 18},
            "heights": {"2": 24},
            "hidden_columns": ["Z"],
            "freeze": "C3",
            "gridlines": True,
            "zoom": 90,
            "landscape": True,
            "repeat_rows": "1:2",
            "print_area": "A1:N40",
            "paper": "letter",
            "header": "&CReport",
            "footer": "&R&P",
        },
    )


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


def test_a_sheet_named_like_the_helper_of_a_waterfall_is_left_alone():
    steps = CHART | {"kind": "waterfall", "title": "Steps"}
    document = built(sheet("S"), sheet("Chart data"), cells("Chart data", A1="mine"), BLOCK, steps)
    book = opened(document)
    assert book["Chart data"]["A1"].value == "mine"
    assert book["Chart data"].max_row == 1
    assert book["Chart data 2"].sheet_state == "hidden"
    assert opened(document, values=True)["Chart data 2"]["A4"].value == 60


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


BAD = {
    "unknown sheet": ([cells("Nope", A1=1)], "ops[0].sheet"),
    "outside the sheet": ([cells("S", XFE1=1)], "ops[0].cells[0].cell"),
    "too many rows": ([cells("S", A1048577=1)], "ops[0].cells[0].cell"),
    "long text": ([cells("S", A1="x" * 100_000)], "ops[0].cells[0].value"),
    "NaN": ([cells("S", A1=math.nan)], "ops[0].cells[0].value"),
    "infinity": ([cells("S", A1=math.inf)], "ops[0].cells[0].value"),
    "date before 1900": (
        [
            {
                "op": "set_cells",
                "sheet": "S",
                "cells": [{"cell": "A1", "value": "1899-12-31", "style": "date"}],
            }
        ],
        "ops[0].cells[0].value",
    ),
    "no colour": (
        [{"op": "style", "sheet": "S", "range": "A1", "color": "reddish"}],
        "ops[0].color",
    ),
    "no tab colour": ([{"op": "add_sheet", "sheet": "T", "tab_color": "#12"}], "ops[0].tab_color"),
    "twice the same sheet": ([sheet("s")], "ops[0].sheet"),
    "forbidden sheet name": ([sheet("a/b")], "ops[0].sheet"),
    "reserved sheet name": ([sheet("History")], "ops[0].sheet"),
    "unknown slot": ([{"op": "load_data", "slot": "x", "sheet": "S", "table": "T"}], "ops[0].slot"),
    "unknown column": (
        [{"op": "load_data", "slot": "sales", "sheet": "S", "table": "T", "columns": ["Nope"]}],
        "ops[0].columns[0]",
    ),
    "unknown renamed column": (
        [{"op": "load_data", "slot": "sales", "sheet": "S", "table": "T", "rename": {"Nope": "x"}}],
        "ops[0].rename.Nope",
    ),
    "table named like a cell": (
        [{"op": "load_data", "slot": "sales", "sheet": "S", "table": "AB12"}],
        "ops[0].table",
    ),
    "broken formula": ([cells("S", A1="=SUM(B1")], "ops[0].cells[0].value"),
    "unknown function": ([cells("S", A1="=SUMM(B1)")], "ops[0].cells[0].value"),
    "unknown sheet in a formula": ([cells("S", A1="=Nope!B1")], "ops[0].cells[0].value"),
    "unknown name": ([cells("S", A1="=nope+1")], "ops[0].cells[0].value"),
    "unknown table": ([cells("S", A1="=SUM(Nope[x])")], "ops[0].cells[0].value"),
    "external reference": ([cells("S", A1="='[book.xlsx]S'!A1")], "ops[0].cells[0].value"),
    "DDE": ([cells("S", A1="=cmd|'/c calc'!A1")], "ops[0].cells[0].value"),
    "WEBSERVICE": ([cells("S", A1='=WEBSERVICE("http://x")')], "ops[0].cells[0].value"),
    "link to a file": (
        [cells("S", A1='=HYPERLINK("file:///etc/passwd","x")')],
        "ops[0].cells[0].value",
    ),
    "array in a scalar": (
        [cells("S", A1="=SUMPRODUCT((MONTH(B1:B9)=3)*C1:C9)")],
        "ops[0].cells[0].value",
    ),
    "spill": ([cells("S", A1="=UNIQUE(B1:B9)")], "ops[0].cells[0].value"),
    "unknown placeholder": (
        [
            {
                "op": "write_block",
                "sheet": "S",
                "anchor": "A1",
                "periods": 2,
                "rows": [{"formula": "={what}1"}],
            }
        ],
        "ops[0].rows[0].formula",
    ),
    "unknown key": (
        [
            {
                "op": "write_block",
                "sheet": "S",
                "anchor": "A1",
                "periods": 2,
                "rows": [{"formula": "={col}{row:x}"}],
            }
        ],
        "ops[0].rows[0].formula",
    ),
    "no width": (
        [{"op": "write_block", "sheet": "S", "anchor": "A1", "rows": [{"formula": "=1"}]}],
        "ops[0].periods",
    ),
    "values and formula": (
        [
            {
                "op": "write_block",
                "sheet": "S",
                "anchor": "A1",
                "rows": [{"values": [1], "formula": "=1"}],
            }
        ],
        "ops[0].rows[0]",
    ),
    "huge style": (
        [{"op": "style", "sheet": "S", "range": "A1:XFD1048576", "bold": True}],
        "ops[0].range",
    ),
    "merge of one": ([{"op": "style", "sheet": "S", "range": "A1", "merge": True}], "ops[0].range"),
    "table without header": (
        [{"op": "table", "sheet": "S", "range": "F1:G3", "name": "T"}],
        "ops[0].range",
    ),
    "name like a cell": (
        [{"op": "name", "name": "A1", "sheet": "S", "range": "A1"}],
        "ops[0].name",
    ),
    "chart of nothing": ([CHART | {"categories": "Nope!A1:A3"}], "ops[0].categories"),
    "chart of other length": (
        [CHART | {"series": [{"values": "S!C3:D3"}]}],
        "ops[0].series[0].values",
    ),
    "two-dimensional series": (
        [CHART | {"series": [{"values": "S!C3:E4"}]}],
        "ops[0].series[0].values",
    ),
    "pie of two": (
        [CHART | {"kind": "pie", "series": [{"values": "S!C3:E3"}, {"values": "S!C4:E4"}]}],
        "ops[0].series",
    ),
    "no such column to widen": (
        [{"op": "layout", "sheet": "S", "widths": {"1": 5}}],
        "ops[0].widths.1",
    ),
    "rows to repeat": (
        [{"op": "layout", "sheet": "S", "repeat_rows": "A:B"}],
        "ops[0].repeat_rows",
    ),
    "list without choices": (
        [{"op": "validation", "sheet": "S", "range": "A1", "kind": "list"}],
        "ops[0].values",
    ),
    "rule without value": (
        [{"op": "conditional", "sheet": "S", "range": "A1", "kind": "greater"}],
        "ops[0].value",
    ),
    "chart that is not there": ([{"op": "remove_chart", "sheet": "S", "id": "x"}], "ops[0].id"),
    "last sheet": ([{"op": "delete_sheet", "sheet": "S"}], "ops[0].sheet"),
}


@cache
def with_block() -> Document:
    return built(sheet("S"), BLOCK, sales=sales())


@pytest.mark.parametrize("name", BAD)
def test_a_bad_operation_says_where_and_changes_nothing(name):
    ops, path = BAD[name]
    document = with_block()
    refused = tried(document, cells("S", A1="before"), *ops)
    assert [e.path for e in refused.errors][:1] == [path.replace("ops[0]", "ops[1]")]
    assert refused.errors[0].reason
    assert refused.document is document


@pytest.mark.parametrize(
    "op",
    [
        CHART | {"series": [{"values": "S!C3:E3"}] * 300},
        cells("S", A0=1),
        {"op": "style", "sheet": "S", "range": "nowhere"},
        {"op": "add_sheet", "sheet": "x" * 32},
        {"op": "add_sheet", "sheet": "x", "colour": "#112233"},
        {"op": "nothing"},
    ],
)
def test_what_no_schema_allows_is_refused_by_it(op):
    with pytest.raises(ValidationError):
        OPERATIONS.validate_python([op])


def test_errors_name_what_is_allowed():
    refused = tried(
        built(sheet("Data"), DATA, sales=sales()), cells("Data", H1="=SUM(Sales[Amount])")
    )
    assert refused.errors[0].allowed == ("Date", "Region", "Product", "Qty", "Price")


def test_the_same_operations_give_the_same_bytes():
    document = built(*everything(), sales=sales())
    again = fold(None, document.ops, dict(document.inputs))
    assert render(document) == again
    assert again == render(Document(Format.EXCEL, document.ops, None, document.inputs))


values = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)),
    st.booleans(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
        lambda t: t[0] not in "='"
    ),
)
places = st.tuples(st.integers(1, 30), st.integers(1, 12))


@given(st.dictionaries(places, values, min_size=1, max_size=15))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_back(grid):
    from openpyxl.utils import get_column_letter

    items = [{"cell": f"{get_column_letter(c)}{r}", "value": v} for (r, c), v in grid.items()]
    document = built(sheet("S"), {"op": "set_cells", "sheet": "S", "cells": items})
    written = opened(document)["S"]
    for item in items:
        got = written[item["cell"]].value
        assert got == item["value"]
        assert type(got) is type(item["value"]) or isinstance(item["value"], float)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=2, max_size=4, unique=True),
    st.randoms(),
)
@settings(max_examples=20, deadline=None)
def test_operations_on_different_sheets_commute(names, random):
    ops = [cells(n, A1=n, B2=len(n), C3="=B2*2") for n in names]
    shuffled = list(ops)
    random.shuffle(shuffled)
    sheets = [sheet(n) for n in names]
    one, other = opened(built(*sheets, *ops)), opened(built(*sheets, *shuffled))
    for name in names:
        assert [[c.value for c in row] for row in one[name]] == [
            [c.value for c in row] for row in other[name]
        ]


def test_reading_is_paged_and_small():
    document = built(sheet("Data"), DATA, sales=csv_input(SALES + SALES.partition("\n")[2] * 20))
    first = read(document, Scope("range", sheet="Data"))
    assert first.next is not None
    second = read(document, Scope("range", sheet="Data", page=first.next))
    assert second.content["rows"].keys() & first.content["rows"].keys() == set()
    seen, page = 0, None
    while True:
        view = read(document, Scope("range", sheet="Data", page=page))
        seen += len(view.content["rows"])
        page = view.next
        if page is None:
            break
    assert seen == 48 * 21 + 1


def test_an_outline_names_sheets_tables_charts_and_keys():
    outline = read(built(*everything(), sales=sales()), Scope("outline")).content
    first, second = outline["sheets"]
    assert first["keys"]["units"] == 3
    assert [c["title"] for c in first["charts"]] == ["Units", "Steps"]
    assert second["tables"] == {"Sales": "A1:F49"}
    assert outline["names"] == {"Units": "S!C3:E3"}


def test_a_range_shows_values_formulas_or_formats():
    document = built(sheet("S"), BLOCK)
    values_ = read(document, Scope("range", sheet="S", range="B6:E6")).content["rows"]["6"]
    formulas = read(document, Scope("range", sheet="S", range="B6:E6", mode="formulas")).content[
        "rows"
    ]["6"]
    formats = read(document, Scope("range", sheet="S", range="B6:E6", mode="formats")).content[
        "rows"
    ]["6"]
    assert values_ == ["Total", 10, 30, 60]
    assert formulas[3] == "=SUM(C3:E3)"
    assert formats[3]["style"] == "total"


def test_an_empty_document_is_a_workbook_that_opens():
    assert opened(empty()).sheetnames == ["Sheet1"]
    assert apply(empty(), ()).document == empty()


def test_bars_begin_at_zero_unless_something_lies_below():
    book = [sheet("S"), cells("S", A1="a", A2="b", B1=98, B2=100, C1=-5, C2=4)]

    def drawn(kind: str, values: str) -> str:
        chart = {
            "op": "chart", "sheet": "S", "anchor": "E1", "kind": kind, "title": kind,
            "categories": "S!A1:A2", "series": [{"values": f"S!{values}"}],
        }  # fmt: skip
        with zipfile.ZipFile(io.BytesIO(render(built(*book, chart)))) as archive:
            return archive.read("xl/charts/chart1.xml").decode()

    assert '<c:min val="0"/>' in drawn("column", "B1:B2")
    assert '<c:min val="0"/>' in drawn("stacked_bar", "B1:B2")
    assert "<c:min " not in drawn("column", "C1:C2")
    assert "<c:min " not in drawn("line", "B1:B2")


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
