"""Every operation of a workbook says why it cannot be applied, and leaves all as it was."""

import pytest
from tests.unit.documents.building import built, cells, csv_input, opened, sheet, tried

from docsmith.documents.interface import render

DATA = csv_input("When,Region,Price\n2025-01-02 10:30,North,7.5\n2025-02-03 11:45,South,8\n")
LOAD = {"op": "load_data", "slot": "s", "sheet": "Data", "table": "Sales", "anchor": "A3"}
CHART = {
    "op": "chart", "sheet": "S", "anchor": "H2", "kind": "column", "title": "One", "id": "c1",
    "categories": "S!A2:A4", "series": [{"values": "S!B2:B4"}],
}  # fmt: skip
TABLE = {"op": "table", "sheet": "S", "range": "A1:B4", "name": "Items"}


def book():
    return built(
        sheet("S"),
        sheet("Data"),
        cells("S", A1="Item", B1="Value", A2="a", A3="b", A4="c", B2=1, B3=2, B4=3, D1="x", E1="x"),
        cells("S", D2=1, E2=2, D9="note"),
        LOAD,
        TABLE,
        CHART,
        {"op": "style", "sheet": "S", "range": "D11:E12", "merge": True},
        s=DATA,
    )


def on(op: str, /, **fields: object) -> dict[str, object]:
    return {"op": op, "sheet": "S", **fields}


BAD: dict[str, tuple[dict[str, object], str]] = {
    "merge over a merge": (on("style", range="E12:F13", merge=True), "overlaps the merged"),
    "merge in a table": (on("style", range="A2:B2", merge=True), "cells of a table"),
    "custom without formula": (on("validation", range="D2", kind="custom"), "needs a formula"),
    "whole without bounds": (on("validation", range="D2", kind="whole"), "minimum, maximum"),
    "source without sheet": (
        on("validation", range="D2", kind="list", source="Nowhere!A1:A3"), "no sheet",
    ),
    "between one": (on("conditional", range="D2", kind="between", value=1), "needs a second"),
    "no formula": (on("conditional", range="D2", kind="formula", value="D2>1"), "begins with"),
    "top of words": (on("conditional", range="D2", kind="top", value="many"), "as a number"),
    "table of a header": (on("table", range="D1:E1", name="T"), "at least one row"),
    "table of twins": (on("table", range="D1:E2", name="T"), "two columns are called"),
    "table twice": (on("table", range="D1:D2", name="items"), "already a table"),
    "name of a table": (on("name", name="Items", range="D1"), "already a table"),
    "chart twice": ({**CHART, "id": "c2"}, "already a chart 'One'"),
    "chart id twice": ({**CHART, "title": "Two"}, "already a chart 'c1'"),
    "waterfall of two": (
        {**CHART, "title": "W", "id": "w", "kind": "waterfall", "series": CHART["series"] * 2},
        "one series",
    ),
    "waterfall total outside": (
        {**CHART, "title": "W", "id": "w", "kind": "waterfall", "totals": [9]}, "not one of 3",
    ),
    "wide column": (on("layout", widths={"B": 999}), "is no width"),
    "odd rows": (on("layout", repeat_rows="x"), "no span of rows"),
    "rows upside down": (on("layout", repeat_rows="9:2"), "no span of rows"),
    "block over data": (
        {"op": "write_block", "sheet": "Data", "anchor": "A4", "rows": [{"values": [1]}]},
        "cover loaded data",
    ),
    "block off the sheet": (
        on("write_block", anchor="XFD1", rows=[{"values": [1, 2]}]), "does not fit",
    ),
    "header of data": (
        {"op": "set_cells", "sheet": "Data", "cells": [{"cell": "B3", "value": "x"}]},
        "names a column",
    ),
    "clear data": ({"op": "clear", "sheet": "Data", "range": "A4:B4"}, "holds loaded data"),
    "clear a header": (on("clear", range="A1"), "names a column"),
    "cut data": ({"op": "insert_rows", "sheet": "Data", "before": 4}, "cannot be cut"),
    "no rows left": (on("delete_rows", first=2, count=3), "no rows left"),
    "data over cells": (
        {**LOAD, "sheet": "S", "anchor": "D1", "table": "T"}, "not empty",
    ),
    "data below the sheet": ({**LOAD, "anchor": "A1048575", "table": "T"}, "does not fit"),
    "data of twins": ({**LOAD, "anchor": "H1", "table": "T", "rename": {"Price": "Region"}}, "two"),
    "data of nothing": ({**LOAD, "anchor": "H1", "table": "T", "columns": []}, "at least one"),
    "a table named as a name": ({**LOAD, "anchor": "H1", "table": "Items"}, "already a table"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_refusal_says_why_and_changes_nothing(name: str):
    op, words = BAD[name]
    before = book()
    refused = tried(before, op)
    assert [words in f"{e.reason}" for e in refused.errors] == [True], refused.errors
    assert refused.document is before


def test_whole_columns_of_data_get_a_look_and_dates_their_hours():
    restyled = tried(
        book(),
        {"op": "style", "sheet": "Data", "range": "C4:C5", "style": "integer", "bold": True},
        {"op": "add_sheet", "sheet": "Front", "before": "S"},
        {"op": "clear", "sheet": "S", "range": "D9", "looks": True},
    )
    assert restyled.errors == ()
    shown = opened(restyled.document)
    assert shown.sheetnames[0] == "Front"
    assert [shown["Data"][c].font.b for c in ("C4", "C5", "A4")] == [True, True, False]
    assert "hh:mm" in shown["Data"]["A4"].number_format
    assert shown["S"]["D9"].value is None


def test_charts_and_print_setup_move_with_their_rows():
    after = tried(
        book(),
        on("layout", print_area="A1:K40", repeat_rows="1:1"),
        on("insert_rows", before=1, count=2),
    )
    assert after.errors == ()
    shown = opened(after.document)["S"]
    assert shown._charts[0].anchor._from.row == 3
    assert shown.print_title_rows == "$3:$3"
    assert shown.print_area == "'S'!$A$3:$K$42"
    assert render(after.document)


def test_notes_are_set_with_their_cells():
    cell = {"cell": "F1", "value": 5, "note": "from the ledger"}
    after = tried(book(), {"op": "set_cells", "sheet": "S", "cells": [cell]})
    assert opened(after.document)["S"]["F1"].comment.text == "from the ledger"


def test_cells_are_not_pushed_off_the_sheet():
    full = built(sheet("S"), cells("S", XFD1=1))
    assert "pushed off" in tried(full, on("insert_columns", before="A")).errors[0].reason


def test_rows_that_only_a_chart_reads_are_not_deleted():
    plain = built(sheet("S"), cells("S", A2="a", A3="b", A4="c", B2=1, B3=2, B4=3), CHART)
    refused = tried(plain, on("delete_rows", first=2, count=3))
    assert "chart 'One'" in refused.errors[0].reason
