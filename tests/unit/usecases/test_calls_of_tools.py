"""Calls that a model gets wrong are answered with what to change, and change nothing."""

import json
from typing import Any

import pytest

from docsmith.agent.tools import MAX_CALL_BYTES, MAX_OPS
from docsmith.agent.turns import ToolCall
from docsmith.documents.model import Document, Format
from docsmith.usecases.document_tools import Workbench, parse_operations, scope_of

BENCH = Workbench(Document(Format.EXCEL), max_rows=10)
SHEET = {"op": "add_sheet", "sheet": "S"}


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("document_apply", {"base_version": 3, "ops": [SHEET]}, "the document is at 0"),
        ("document_apply", {"base_version": 0, "ops": SHEET}, "must be a list"),
        ("document_apply", {"base_version": 0, "ops": []}, "must be a list"),
        ("document_apply", {"base_version": 0, "ops": [SHEET] * (MAX_OPS + 1)}, "41 operations"),
        ("document_apply", {"base_version": 0, "ops": [{"op": "fly"}]}, "ops[0]"),
        (
            "document_apply",
            {"base_version": 0, "ops": [{**SHEET, "sheet": "x" * MAX_CALL_BYTES}]},
            "split the batch",
        ),
        ("document_finish", {"summary": "  "}, "one or two sentences"),
        ("document_read", {"mode": "colours"}, "one of values, formulas, formats"),
        ("source_read", {"slot": "sales"}, "There are: none"),
        ("http_get", {}, "No such tool"),
    ],
)
def test_a_wrong_call_is_told_what_to_change(
    name: str, arguments: dict[str, Any], told: str
) -> None:
    after, result = BENCH.run(ToolCall(id="1", name=name, arguments=arguments))
    assert result.is_error
    assert told in result.content
    assert after == BENCH


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("outline", "outline", None),
        ("block b7", "block", "b7"),
        ("slide 3", "slide", 3),
        ("'My Sheet'!A1:B2", "range", "A1:B2"),
        ("My Sheet", "range", None),
    ],
)
def test_a_scope_says_what_to_read(text: str, what: str, place: str | int | None) -> None:
    scope = scope_of({"scope": text, "page": "2"})
    found = {"outline": None, "block": scope.block, "slide": scope.slide, "range": scope.range}
    assert (scope.what, found[what], scope.page) == (what, place, "2")
    assert what != "range" or scope.sheet == "My Sheet"


def test_a_fault_is_named_by_its_place_as_the_model_wrote_it() -> None:
    slide = {
        "op": "slide",
        "id": "s",
        "content": {"layout": "bullets", "title": "T", "points": [7]},
    }
    _, errors = parse_operations([slide], "slides")
    assert errors
    assert "ops[0].content.points[0]" in {error.path for error in errors}
    assert not any("bullets" in error.path or "constrained" in error.path for error in errors)


def test_a_known_document_is_read_and_checked() -> None:
    for name in ("document_read", "document_check"):
        _, result = BENCH.run(ToolCall(id="1", name=name, arguments={}))
        assert json.loads(result.content)["version"] == 0
