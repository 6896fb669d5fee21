"""Operations that cannot be done: each says where and why, and changes nothing."""

import math

import pytest
from pydantic import ValidationError
from tests.unit.documents.building import (
    OPERATIONS,
    built,
    cells,
    sheet,
    tried,
)
from tests.unit.documents.operation_examples import CHART, DATA, sales, with_block

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
