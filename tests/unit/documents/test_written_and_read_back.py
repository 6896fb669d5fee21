"""Whatever is written is read back, in any order, to the same bytes."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.building import (
    built,
    cells,
    opened,
    sheet,
)
from tests.unit.documents.operation_examples import everything, sales

from docsmith.documents.interface import fold, render
from docsmith.documents.model import Document, Format

values = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)),
    st.booleans(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
        lambda t: t[0] not in "='"
    ),
)
places = st.tuples(st.integers(1, 30), st.integers(1, 12))


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


def test_the_same_operations_give_the_same_bytes():
    document = built(*everything(), sales=sales())
    again = fold(None, document.ops, dict(document.inputs))
    assert render(document) == again
    assert again == render(Document(Format.EXCEL, document.ops, None, document.inputs))


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
