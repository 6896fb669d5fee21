"""A plan over other inputs: what follows by itself, what is renewed, what is told not to fit."""

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docsmith.documents.interface import check, render
from docsmith.documents.model import Document, Finding, Format, Input, Severity
from docsmith.documents.operations.formats import operations_of
from docsmith.documents.rebinding import Misfit, misfit_in, rebound
from docsmith.documents.rebinding.names import renamed

Rows = list[tuple[str, int]]
OLD: Rows = [("North", 30), ("South", 20), ("West", 10), ("North", 5)]


def an_input(content: bytes | str, name: str = "sales.csv", kind: str = "csv") -> Input:
    data = content.encode() if isinstance(content, str) else content
    return Input(kind, name, data, hashlib.sha256(data).hexdigest())


def a_csv(rows: Rows, name: str = "sales.csv", header: str = "Region,Amount") -> Input:
    return an_input(header + "\n" + "".join(f"{r},{a}\n" for r, a in rows), name)


def a_document(format: Format, *ops: Mapping[str, Any], **inputs: Input) -> Document:
    union = operations_of(format)
    return Document(format, tuple(union.validate_python(op) for op in ops), None, inputs)


def split(*labels: str, check_row: bool = True) -> tuple[dict[str, Any], ...]:
    """A workbook that splits Amount by Region, a heading of regions beside it."""
    last = 2 + len(labels)
    cells: list[dict[str, Any]] = [{"cell": "A1", "value": "Source: sales.csv"}]
    for row, label in enumerate(labels, 3):
        sum_of = f"=SUMIFS(Sales[Amount],Sales[Region],$A{row})"
        cells += [{"cell": f"A{row}", "value": label}, {"cell": f"B{row}", "value": sum_of}]
    cells += [{"cell": f"B{last + 1}", "value": f"=SUM(B3:B{last})", "style": "total"}]
    if check_row:
        held = f'=IF(B{last + 1}=SUM(Sales[Amount]),"OK","Check")'
        cells += [{"cell": f"B{last + 2}", "value": held, "style": "check"}]
    for column, label in zip("EFGHI", labels, strict=False):
        count = f"=COUNTIFS(Sales[Region],{column}$3)"
        cells += [{"cell": f"{column}3", "value": label}, {"cell": f"{column}4", "value": count}]
    return (
        {"op": "add_sheet", "sheet": "Summary"},
        {"op": "add_sheet", "sheet": "Data"},
        {"op": "load_data", "slot": "sales", "sheet": "Data", "table": "Sales"},
        {"op": "set_cells", "sheet": "Summary", "cells": cells},
    )


def over(
    document: Document, new: Input, slot: str = "sales"
) -> tuple[Document, tuple[Misfit, ...]]:
    made = rebound(document, {**document.inputs, slot: new})
    return made.document, made.misfits


def shown(document: Document) -> dict[str, object]:
    book = openpyxl.load_workbook(io.BytesIO(render(document)), data_only=True)
    return {cell.coordinate: cell.value for row in book["Summary"].iter_rows() for cell in row}


def listed(document: Document, rows: int) -> list[tuple[object, object]]:
    """The split as a reader sees it: labels with their sums."""
    cells = shown(document)
    return [(cells[f"A{row}"], cells[f"B{row}"]) for row in range(3, 3 + rows)]


def test_a_workbook_follows_its_data_and_names_their_file() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    made, misfits = over(plan, a_csv([("North", 3), ("South", 2), ("West", 1)], "munich.csv"))
    assert misfits == ()
    assert listed(made, 3) == [("North", 3), ("South", 2), ("West", 1)]
    assert shown(made)["A1"] == "Source: munich.csv"


def test_a_list_in_the_order_of_its_figures_is_in_that_order_again() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    made, _ = over(plan, a_csv([("North", 1), ("South", 5), ("West", 3)]))
    assert listed(made, 3) == [("South", 5), ("West", 3), ("North", 1)]
    assert [shown(made)[f"{column}3"] for column in "EFG"] == ["South", "West", "North"]


def test_a_list_in_an_order_of_its_own_keeps_it() -> None:
    plan = a_document(Format.EXCEL, *split("West", "South", "North"), sales=a_csv(OLD))
    made, _ = over(plan, a_csv([("North", 9), ("South", 5), ("West", 3)]))
    assert listed(made, 3) == [("West", 3), ("South", 5), ("North", 9)]


def test_a_value_that_is_gone_gives_its_row_to_a_new_one() -> None:
    plan = a_document(Format.EXCEL, *split("West", "South", "North"), sales=a_csv(OLD))
    made, misfits = over(plan, a_csv([("North", 9), ("Alps", 5), ("=West", 3), ("South", 1)]))
    assert [m.operation for m in misfits] == [3, 3]
    made, misfits = over(plan, a_csv([("North", 9), ("Alps", 5), ("South", 1)]))
    assert (misfits, listed(made, 3)) == ((), [("Alps", 5), ("South", 1), ("North", 9)])


def test_what_the_new_data_lack_shows_nothing() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    made, misfits = over(plan, a_csv([("South", 5)]))
    assert (misfits, listed(made, 3)) == ((), [("South", 5), ("North", 0), ("West", 0)])


def test_a_list_of_the_largest_names_the_largest_again() -> None:
    plan = a_document(
        Format.EXCEL, *split("North", "South", check_row=False), sales=a_csv([*OLD, ("East", 1)])
    )
    made, misfits = over(plan, a_csv([("East", 7), ("Alps", 9), ("North", 1), ("South", 2)]))
    assert (misfits, listed(made, 2)) == ((), [("Alps", 9), ("East", 7)])


def test_more_values_than_rows_are_told_with_the_operation_that_lists_them() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    _, misfits = over(plan, a_csv([*OLD, ("Alps", 1), ("Centre", 2)]))
    assert misfits[0] == Misfit(
        "ops[3].cells[1].value",
        "'Region' has 5 values and Summary!A3:A5 has 3 rows; not known: Alps, Centre",
        "Make room for them in the source run, or give the data the values it knows.",
    )
    assert misfits[0].operation == 3


def test_cells_that_are_no_values_of_the_data_are_left_alone() -> None:
    plan = a_document(
        Format.EXCEL, *split("North", "Asia", "West", check_row=False), sales=a_csv(OLD)
    )
    made, misfits = over(plan, a_csv([("Alps", 1)]))
    assert (misfits, made.ops[4:]) == ((), ())


def test_the_same_data_change_nothing() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    made, misfits = over(plan, a_csv(OLD))
    assert (made.ops, misfits) == (plan.ops, ())


NAMES = st.sampled_from(["North", "South", "West", "Alps", "Centre", "O'Hara & Söhne"])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(1, 900)), min_size=1, max_size=12))
def test_a_split_adds_up_to_its_data_or_is_told_not_to_fit(rows: Rows) -> None:
    plan = a_document(Format.EXCEL, *split("North", "South", "West"), sales=a_csv(OLD))
    made, misfits = over(plan, a_csv(rows))
    sums: dict[str, int] = defaultdict(int)
    for region, amount in rows:
        sums[region] += amount
    assert bool(misfits) == (len(sums) > 3)
    if not misfits:
        assert {str(k): v for k, v in listed(made, 3) if v} == dict(sums)
        assert not [f for f in check(made) if f.severity is Severity.BLOCKING]


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (a_csv([("North", 1)], header="Region,Total"), "table Sales has no column 'Amount'"),
        (
            an_input("Region,Amount\nNorth,many\n"),
            "'Amount' of 'sales' held numbers and holds text",
        ),
        (
            an_input("Region,Amount\nNorth,$ 5\n"),
            "'Amount' of 'sales' was in € and is in $ now",
        ),
    ],
)
def test_columns_that_are_gone_or_others_are_told_once(new: Input, reason: str) -> None:
    old = an_input("Region,Amount\nNorth,€ 30\nSouth,€ 20\n")
    plan = a_document(Format.EXCEL, *split("North", "South"), sales=old)
    _, misfits = over(plan, new)
    assert [(m.operation, reason in m.reason) for m in misfits] == [(3, True)]


def test_sums_over_a_single_row_are_computed_as_in_excel() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South"), sales=a_csv(OLD[:2]))
    made, misfits = over(plan, a_csv([("South", 5)]))
    assert (misfits, listed(made, 2)) == ((), [("South", 5), ("North", 0)])
    assert shown(made)["E4"] == 1


def test_the_looks_of_the_brand_follow_where_an_author_repeated_them() -> None:
    before = {
        "brand": an_input(json.dumps({"primary_color": "#0057B8", "font": "Arial"}), "", "brand")
    }
    after = {
        "brand": an_input(json.dumps({"primary_color": "#AA0000", "font": "Inter"}), "", "brand")
    }
    change = renamed(before, after)
    assert change("primary_color", "0057b8") == "#AA0000"
    assert change("font", "Arial") == "Inter"
    assert change("color", "good") == "good"
    assert change("value", "Arial") == "Arial"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("From sales.csv.", "From munich.csv."),
        ("old-sales.csv, sales.csv2", "old-sales.csv, sales.csv2"),
        ('="sales.csv"', '="sales.csv"'),
    ],
)
def test_only_the_whole_name_of_a_file_is_replaced(text: str, becomes: str) -> None:
    change = renamed({"sales": a_csv(OLD)}, {"sales": a_csv(OLD, "munich.csv")})
    assert change("value", text) == becomes


def test_values_that_formulas_name_one_by_one_are_told_when_there_are_others() -> None:
    named = [
        {"cell": f"A{row}", "value": f'=SUMIFS(Sales[Amount],Sales[Region],"{region}")'}
        for row, region in enumerate(("North", "South", "West"), 1)
    ]
    ops = (*split()[:3], {"op": "set_cells", "sheet": "Summary", "cells": named})
    plan = a_document(Format.EXCEL, *ops, sales=a_csv(OLD))
    _, misfits = over(plan, a_csv([("North", 1), ("Alps", 2)]))
    reason = "formulas name the values of 'Region' one by one; not named: Alps"
    assert [(m.path, m.reason) for m in misfits] == [("ops[3].cells[0].value", reason)]
    assert over(plan, a_csv([("North", 1), ("West", 2)]))[1] == ()


KPIS = {
    "layout": "kpis",
    "title": "Figures",
    "kpis": [
        {
            "label": "North",
            "data": {"slot": "sales", "measure": "Amount", "where": {"Region": "North"}},
        },
        {"label": "All", "data": {"slot": "sales", "measure": "Amount"}},
    ],
}


def test_a_key_figure_over_rows_that_are_not_there_is_told() -> None:
    plan = a_document(Format.SLIDES, {"op": "slide", "id": "s", "content": KPIS}, sales=a_csv(OLD))
    _, misfits = over(plan, a_csv([("South", 5)]))
    assert [(m.path, m.reason) for m in misfits] == [
        ("ops[0].content.kpis[0].data.where", "no row has 'North' in the column 'Region'")
    ]
    assert over(plan, a_csv([("north", 5)]))[1] == ()


def test_a_period_that_the_data_do_not_reach_is_told() -> None:
    figure = {
        "slot": "sales",
        "measure": "Amount",
        "date": "Day",
        "first": "2026-07-01",
        "last": "2026-09-30",
    }
    content = KPIS | {"kpis": [{"label": "Q3", "data": figure}, KPIS["kpis"][1]]}
    header = "Day,Region,Amount\n"
    old, new = (an_input(f"{header}{day},North,5\n") for day in ("2026-08-02", "2025-08-02"))
    plan = a_document(Format.SLIDES, {"op": "slide", "id": "s", "content": content}, sales=old)
    _, misfits = over(plan, new)
    assert [(m.path, m.reason) for m in misfits] == [
        (
            "ops[0].content.kpis[0].data.first",
            "no row of 'Day' lies between 2026-07-01 and 2026-09-30",
        )
    ]


def test_a_figure_of_a_text_over_rows_that_are_not_there_is_told() -> None:
    where = [{"column": "Region", "value": "North"}]
    figure = {"name": "north", "measure": {"column": "Amount"}, "where": where}
    ops = (
        {"op": "figures", "slot": "sales", "figures": [figure]},
        {"op": "paragraph", "text": "It is {{north}}."},
    )
    _, misfits = over(a_document(Format.WORD, *ops, sales=a_csv(OLD)), a_csv([("South", 5)]))
    assert [misfit.operation for misfit in misfits] == [0]


def test_a_list_that_is_measured_by_more_than_its_value_keeps_its_order() -> None:
    cells = [
        {"cell": f"A{row}", "value": region} for row, region in enumerate(("West", "North"), 1)
    ] + [
        {"cell": f"B{row}", "value": f'=COUNTIFS(Sales[Region],A{row},Sales[Amount],">5")'}
        for row in (1, 2)
    ]
    ops = (*split()[:3], {"op": "set_cells", "sheet": "Summary", "cells": cells})
    made, misfits = over(
        a_document(Format.EXCEL, *ops, sales=a_csv([("North", 9), ("West", 7)])),
        a_csv([("North", 9), ("West", 7), ("North", 8)]),
    )
    assert (misfits, made.ops[4:]) == ((), ())


def test_computed_columns_and_odd_formulas_are_no_labels() -> None:
    load = split()[2] | {"computed": [{"name": "Twice", "formula": "=[@Amount]*2"}]}
    cells = [
        {"cell": "A1", "value": 60},
        {"cell": "B1", "value": "=COUNTIFS(Sales[Twice],A1)"},
        {"cell": "B2", "value": "=SUMIFS(Sales[Amount],Sales[Region],A1:A2)"},
        {"cell": "B3", "value": "=COUNTIF(Sales[#All],A1)"},
    ]
    ops = (*split()[:2], load, {"op": "set_cells", "sheet": "Summary", "cells": cells[:2]})
    made, misfits = over(a_document(Format.EXCEL, *ops, sales=a_csv(OLD)), a_csv([("South", 5)]))
    assert (misfits, made.ops[4:]) == ((), ())


def test_labels_of_a_block_are_told_by_the_row_of_the_block() -> None:
    block = {
        "op": "write_block",
        "sheet": "Summary",
        "anchor": "A1",
        "header": ["Region", "Amount"],
        "rows": [
            {"label": region, "values": ["=SUMIFS(Sales[Amount],Sales[Region],$A{row})"]}
            for region in ("North", "South", "West")
        ],
    }
    _, misfits = over(
        a_document(Format.EXCEL, *split()[:3], block, sales=a_csv(OLD)),
        a_csv([*OLD, ("Alps", 1)]),
    )
    assert [misfit.path for misfit in misfits] == ["ops[3].rows[0]"]


@pytest.mark.parametrize(
    ("count", "largest"), [(400, ["C0", "C1", "C2"]), (1001, ["C999", "C998", "C997"])]
)
def test_the_largest_of_many_values_are_found_and_of_very_many_they_stay(
    count: int, largest: list[str]
) -> None:
    old = [(f"C{i}", i) for i in range(1000)]
    plan = a_document(
        Format.EXCEL, *split("C999", "C998", "C997", check_row=False), sales=a_csv(old)
    )
    new = [(f"C{i}", 2000 - i) for i in reversed(range(count))]
    document, _ = over(plan, a_csv(new))
    assert [label for label, _ in listed(document, 3)] == largest


@pytest.mark.parametrize(
    ("format", "place", "path"),
    [
        (Format.EXCEL, "Summary!B3", "ops[3].cells[2].value"),
        (Format.EXCEL, "Summary!Z99", "ops[0]"),
        (Format.EXCEL, "the workbook", "the workbook"),
        (Format.WORD, "b7.2", "ops[6]"),
        (Format.WORD, "header_footer", "header_footer"),
        (Format.SLIDES, "slide 3", "slide 3"),
    ],
)
def test_a_finding_is_told_by_the_operation_that_wrote_its_place(
    format: Format, place: str, path: str
) -> None:
    ops = split("North", "South") if format is Format.EXCEL else ()
    document = a_document(format, *ops, sales=a_csv(OLD))
    finding = Finding("x.y", Severity.BLOCKING, place, "it is wrong", "mend it")
    told = misfit_in(document, finding)
    assert (told.path, told.hint) == (path, "mend it")
    assert told.reason.endswith("it is wrong")


def test_data_that_cannot_be_read_are_told_by_the_operation_that_reads_them() -> None:
    plan = a_document(Format.EXCEL, *split("North", "South"), sales=a_csv(OLD))
    _, misfits = over(plan, an_input("{}", "x.json", "json"))
    assert misfits[0].path == "ops[2].slot"
    assert "cannot be read" in misfits[0].reason
