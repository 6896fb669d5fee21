"""Corners of texts: what is rarely written, and must be right when it is."""
# ruff: noqa: E501 - operations read better in one line

import io

import docx
import pytest
from tests.unit.documents.word.building import (
    body_of,
    brand_input,
    built,
    changed,
    chart,
    csv_input,
    heading,
    paragraph,
    picture_input,
    query,
    table,
    texts_of,
)

from docsmith.documents.interface import check, project, read, render
from docsmith.documents.model import Scope
from docsmith.documents.word.parts.names import W


def shown(*ops, **inputs) -> list[str]:
    return texts_of(render(built(*ops, **inputs)))


def test_a_letterhead_tells_sender_date_and_references():
    texts = shown(
        {"op": "setup", "design": "letter"},
        {
            "op": "letterhead", "sender": ["Acme", "Road 1", "London"], "recipient": ["Ann", "Road 2"],
            "date": "1 May", "subject": "Order", "references": [{"label": "Our sign", "value": "A1"}],
        },
    )  # fmt: skip
    assert {"Acme", "Road 1 · London", "1 May", "Our sign: A1", "Order"} <= set(texts)


def test_titles_letterheads_and_callouts_are_said_otherwise_by_their_main_text():
    head = {"op": "letterhead", "recipient": ["Ann"], "subject": "Old"}
    document = built({"op": "title", "title": "Old"}, head, {"op": "callout", "text": "Old"})
    for block in ("b1", "b2", "b3"):
        document = changed(document, {"op": "set_text", "block": block, "text": f"New {block}"})
    told = read(document, Scope(what="block", block="b1")).content["blocks"]
    assert [told[0]["title"], told[1]["subject"], told[2]["text"]] == ["New b1", "New b2", "New b3"]
    outline = read(document, Scope()).content["blocks"]
    assert [block["text"] for block in outline[:2]] == ["New b1", "New b2"]


def test_a_wording_is_replaced_in_header_and_footer_of_ours():
    frame = {"op": "header_footer", "header": "Acme", "footer": "Acme internal"}
    document = changed(
        built(heading("A"), frame), {"op": "replace_text", "find": "Acme", "text": "Beta"}
    )
    section = docx.Document(io.BytesIO(render(document))).sections[0]
    assert section.header.paragraphs[0].text == "Beta"
    assert section.footer.paragraphs[0].text.startswith("Beta internal")


def test_header_cells_are_said_otherwise_and_rows_added_before_the_total():
    document = built(table(["x", 1], ["Total", 1], total_row=True))
    document = changed(
        document,
        {"op": "set_text", "block": "b1", "row": 1, "column": 2, "text": "Sum"},
        {"op": "add_row", "block": "b1", "cells": ["y", 2]},
        {"op": "delete_row", "block": "b1", "row": 2},
    )
    rows = docx.Document(io.BytesIO(render(document))).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Name", "Sum"], ["y", "2"], ["Total", "1"],
    ]  # fmt: skip


def test_columns_share_the_width_by_weight_when_all_have_one():
    document = built(table(["x", 1], columns=[{"weight": 3}, {"weight": 1}]))
    columns = [int(c.get(f"{{{W}}}w")) for c in body_of(render(document)).iter(f"{{{W}}}gridCol")]
    assert columns[0] == pytest.approx(3 * columns[1], rel=0.01)


def test_many_broad_columns_shrink_to_the_page():
    header = [f"A long heading of column {n}" for n in range(14)]
    document = built(table([f"value {n}" for n in range(14)], header=tuple(header)))
    columns = [int(c.get(f"{{{W}}}w")) for c in body_of(render(document)).iter(f"{{{W}}}gridCol")]
    assert sum(columns) <= 11906 - 2 * 1418
    assert [f.id for f in check(document) if f.id == "docx.wide_table"] == []


def test_a_chart_of_one_value_is_told_without_extremes_and_names_its_source():
    one = {"categories": ["a"], "series": [{"name": "Sales", "values": [3]}], "source": "Ledger"}
    document = built(chart(**one))
    assert "Source: Ledger" in texts_of(render(document))
    told = next(e.get("descr") for e in body_of(render(document)).iter() if e.get("descr"))
    assert "Revenue" in told


def test_a_cover_shows_the_logo_of_the_brand():
    inputs = {"brand": brand_input('{"logo": "logo"}'), "logo": picture_input()}
    cover = {"op": "title", "title": "T", "cover": True, "subtitle": "S", "summary": "Sum"}
    content = render(built(cover, heading("A"), paragraph("b"), **inputs))
    assert len(docx.Document(io.BytesIO(content)).inline_shapes) == 1


def test_key_figures_carry_a_detail_and_long_blocks_are_told_in_pages():
    tiles = {"op": "kpis", "items": [{"label": "Sales", "value": "1", "detail": "up"}]}
    document = built(tiles, *(paragraph("word " * 1500) for _ in range(3)))
    view = read(document, Scope(what="block", block="b1"))
    assert view.next is not None
    assert "up" in str(read(document, Scope()).content["blocks"][0])
    assert project(document)["pages"]["document"]


def test_the_outline_tells_sources_figures_and_what_charts_and_lists_are():
    figures = [{"name": "total", "measure": {"column": "Qty"}}]
    document = built(
        {"op": "setup", "title": "Sales"},
        {"op": "source", "key": "data", "title": "Sales"},
        {"op": "figures", "slot": "sales", "figures": figures},
        {"op": "contents"}, heading("A"), paragraph("{{total}} [@data]"), {"op": "page_break"},
        {"op": "section", "orientation": "landscape"}, table(["x", 1]), {"op": "references"},
        sales=csv_input(),
    )  # fmt: skip
    content = read(document, Scope()).content
    assert (content["title"], content["sources"], content["figures"]) == (
        "Sales",
        ["data"],
        ["total"],
    )


@pytest.mark.parametrize(
    ("rows", "grain", "labels"),
    [
        (["2025-01-03", "2025-01-05"], None, ["3 Jan 2025", "5 Jan 2025"]),
        (["2020-03-01", "2022-03-01"], "year", ["2020", "2021", "2022"]),
        (["2025-02-01", "2025-11-01"], "quarter", ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025"]),
        (["2015-02-01", "2025-11-01"], None, ["2015", "2025"]),
        (["2024-02-01", "2027-11-01"], None, ["Q1 2024", "Q4 2027"]),
    ],
)
def test_periods_are_gathered_by_their_range_and_gaps_are_shown(rows, grain, labels):
    data = csv_input("Day,Qty\n" + "".join(f"{day},2\n" for day in rows))
    asked = {"slot": "sales", "by": "Day", "measures": [{"column": "Qty"}], "total": False}
    document = built(
        {"op": "setup", "language": "en-GB"},
        {"op": "table", "query": asked | ({"grain": grain} if grain else {})}, sales=data,
    )  # fmt: skip
    told = [
        row.cells[0].text for row in docx.Document(io.BytesIO(render(document))).tables[0].rows[1:]
    ]
    assert set(labels) <= set(told)
    assert told == sorted(told, key=told.index)


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ({"column": "Qty", "how": "max"}, "4"),
        ({"column": "Qty", "how": "min"}, "1"),
        ({"column": "Qty", "how": "average"}, "2.50"),
        ({"column": "Qty", "how": "count"}, "2"),
        ({"column": "Qty", "times": "Price"}, "10"),
        ({"column": "Qty", "times": "Price", "less": "Less"}, "9"),
        ({}, "3"),
    ],
)
def test_measures_pass_over_blanks(measure, told):
    data = csv_input("Item,Qty,Price,Less\nx,1,2.0,0\ny,4,2.0,0.125\nz,,2.0,\n")
    figures = {"op": "figures", "slot": "sales", "figures": [{"name": "all", "measure": measure}]}
    setup = {"op": "setup", "language": "en-GB"}
    assert shown(setup, figures, paragraph("It is {{all}}"), sales=data)[0] == f"It is {told}"


def test_a_crossing_gathers_what_is_too_much_and_names_blanks():
    lines = "".join(f"R{n % 3},C{n},{n}\n" for n in range(24)) + ",C1,5\n"
    asked = query("R", measures=[{"column": "Qty"}], across="C")
    document = built({"op": "table", "query": asked}, sales=csv_input("R,C,Qty\n" + lines))
    grid = docx.Document(io.BytesIO(render(document))).tables[0]
    assert "Other" in [cell.text for cell in grid.rows[0].cells]
    assert grid.rows[-1].cells[0].text == "Total"
