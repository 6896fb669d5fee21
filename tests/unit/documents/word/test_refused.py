"""Why operations on a text are refused, and which field is to change."""
# ruff: noqa: E501 - cases read better in one line

import io
from typing import Any

import docx
import pytest
from PIL import Image
from tests.unit.documents.word.building import (
    built,
    chart,
    csv_input,
    empty,
    heading,
    paragraph,
    picture_input,
    query,
    table,
    tried,
)

from docsmith.documents.errors import OperationRefused
from docsmith.documents.interface import read
from docsmith.documents.model import Input, Scope

Op = dict[str, Any]


def refused(document: Any, op: Op) -> tuple[str, str]:
    applied = tried(document, op)
    assert applied.document is document
    assert applied.errors
    return applied.errors[0].path.removeprefix("ops[0]").lstrip("."), applied.errors[0].reason


def ours() -> Any:
    return built(
        heading("A"),
        table(["x", 1], ["y", 2], total_row=True),
        {"op": "table", "query": query()},
        {"op": "list", "items": ["one"]},
        chart(),
        sales=csv_input(),
    )


def theirs() -> Any:
    document = docx.Document()
    document.add_paragraph("Text")
    grid = document.add_table(2, 2)
    for row in grid.rows:
        for cell in row.cells:
            cell.text = "x"
    grid.rows[1].cells[1].add_paragraph("more")
    document.add_table(1, 2)
    merged = document.add_table(2, 2)
    merged.rows[1].cells[0].merge(merged.rows[1].cells[1])
    out = io.BytesIO()
    document.save(out)
    return empty(out.getvalue())


@pytest.mark.parametrize(
    ("op", "path", "words"),
    [
        ({"op": "set_text", "block": "b2", "text": "z"}, "row", "name the row"),
        ({"op": "set_text", "block": "b2", "text": "z", "row": 1, "column": 9}, "column", "2 columns"),
        ({"op": "set_text", "block": "b2", "text": "z", "row": 9, "column": 1}, "row", "no cell"),
        ({"op": "set_text", "block": "b3", "text": "z", "row": 1, "column": 1}, "block", "computed"),
        ({"op": "set_text", "block": "b4", "text": "z"}, "item", "1 items"),
        ({"op": "set_text", "block": "b5", "text": "z"}, "block", "no text to set"),
        ({"op": "add_row", "block": "b2", "cells": ["a"]}, "cells", "2 columns"),
        ({"op": "add_row", "block": "b2", "cells": ["a", 1], "row": 9}, "row", "no row 9"),
        ({"op": "add_row", "block": "b1", "cells": ["a"]}, "block", "no table"),
        ({"op": "add_row", "block": "b3", "cells": ["a", 1]}, "block", "computed"),
        ({"op": "delete_row", "block": "b2", "row": 9}, "row", "no row 9"),
        ({"op": "move", "block": "b1", "after": "b1"}, "after", "blocks to move"),
        ({"op": "delete", "block": "b2", "through": "b1"}, "through", "before"),
        ({"op": "delete", "block": "b9"}, "block", "no block"),
        ({"op": "replace_text", "find": "nowhere", "text": "x"}, "find", "stands nowhere"),
        ({"op": "table", "query": query(), "rows": [["x", 1]]}, "rows", "give one"),
        ({"op": "table", "header": ["A"]}, "rows", "needs rows"),
        ({"op": "table", "rows": [["x"]]}, "header", "header row"),
        ({"op": "table", "header": ["A"], "rows": [["x", 1]]}, "rows[0]", "2 cells"),
        (chart(query=query()), "series", "either"),
        (chart(series=[]), "series", "needs categories"),
        (chart(categories=["a", "b"]), "series[0].values", "3 values"),
        (chart(categories=[str(n) for n in range(201)]), "categories", "at most"),
        (
            chart(kind="pie", series=[{"name": n, "values": [1, 2, 3]} for n in "ab"]),
            "series", "one series",
        ),
        ({"op": "table", "query": query("Nothing")}, "query.by", "no column"),
        ({"op": "table", "query": {**query(), "slot": "none"}}, "query.slot", "no data source"),
        ({"op": "table", "query": query(grain="month")}, "query.grain", "no dates"),
        (
            {"op": "table", "query": query(where=[{"column": "Region", "value": "Mars"}])},
            "query.where[0].value", "no row",
        ),
        (
            {"op": "table", "query": {**query(), "measures": [{"column": "Region"}]}},
            "query.measures[0].column", "no numbers",
        ),
        (paragraph("See [@none]"), "text", "no source"),
        (paragraph("See {{none}}"), "text", "no figure"),
        (paragraph("See[^x]"), "text", "footnote"),
        (paragraph("See [it](javascript:x)"), "text", "no link"),
        ({"op": "image", "slot": "none", "alt": "x"}, "slot", "no image"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_ours_is_refused(op, path, words):
    where, reason = refused(ours(), op)
    assert where == path
    assert words in reason


def test_a_second_contents_list_is_refused():
    document = tried(ours(), {"op": "contents"}).document
    assert refused(document, {"op": "contents"})[1] == "the document has a contents list already"


@pytest.mark.parametrize(
    ("op", "path", "words"),
    [
        ({"op": "set_text", "block": "u2", "text": "z"}, "row", "name the row"),
        ({"op": "set_text", "block": "u2", "text": "z", "row": 9, "column": 1}, "row", "no cell"),
        (
            {"op": "set_text", "block": "u2", "text": "z", "row": 2, "column": 2},
            "column", "several paragraphs",
        ),
        ({"op": "add_row", "block": "u2", "cells": ["a", "b"], "row": 9}, "row", "2 rows"),
        ({"op": "add_row", "block": "u2", "cells": ["a"]}, "cells", "2 columns"),
        ({"op": "add_row", "block": "u4", "cells": ["a", "b"]}, "row", "merged"),
        ({"op": "delete_row", "block": "u2", "row": 9}, "row", "2 rows"),
        ({"op": "delete_row", "block": "u3", "row": 1}, "row", "last row"),
        ({"op": "delete_row", "block": "u4", "row": 2}, "row", "merged"),
        ({"op": "delete_row", "block": "u1", "row": 1}, "block", "no table"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_theirs_is_refused(op, path, words):
    where, reason = refused(theirs(), op)
    assert where == path
    assert words in reason


def image(kind: str, size: tuple[int, int] = (4, 4)) -> Input:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return Input("image", "x", out.getvalue(), kind)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (image("GIF"), "send PNG or JPEG"),
        (Input("image", "x", b"no image", "n"), "no image that can be read"),
    ],
)
def test_pictures_that_word_would_not_show_are_refused(given, words):
    document = empty(photo=given)
    assert words in refused(document, {"op": "image", "slot": "photo", "alt": "x"})[1]


def test_a_picture_without_sensible_dots_an_inch_is_shown_at_96():
    document = empty(photo=picture_input(96, 96))
    assert tried(document, {"op": "image", "slot": "photo", "alt": "x"}).errors == ()


@pytest.mark.parametrize(
    "scope", [Scope(what="slide"), Scope(page="99"), Scope(page="x"), Scope(what="block", block="b99")]
)  # fmt: skip
def test_places_that_are_not_there_cannot_be_read(scope):
    with pytest.raises(OperationRefused):
        read(ours(), scope)


def test_a_source_that_cannot_be_read_is_refused():
    broken = Input("xlsx", "x.xlsx", b"no workbook", "b")
    where, reason = refused(empty(sales=broken), {"op": "table", "query": query()})
    assert where == "query.slot"
    assert "cannot be read" in reason
