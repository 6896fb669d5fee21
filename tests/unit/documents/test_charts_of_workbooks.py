"""Charts of workbooks: native, valid, and drawn from zero where nothing lies below."""

import io
import zipfile

import pytest
from tests.unit.documents.building import (
    built,
    cells,
    opened,
    sheet,
)
from tests.unit.documents.operation_examples import BLOCK, CHART, KINDS, LABELLED, problems

from docsmith.documents.interface import render


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


def test_a_sheet_named_like_the_helper_of_a_waterfall_is_left_alone():
    steps = CHART | {"kind": "waterfall", "title": "Steps"}
    document = built(sheet("S"), sheet("Chart data"), cells("Chart data", A1="mine"), BLOCK, steps)
    book = opened(document)
    assert book["Chart data"]["A1"].value == "mine"
    assert book["Chart data"].max_row == 1
    assert book["Chart data 2"].sheet_state == "hidden"
    assert opened(document, values=True)["Chart data 2"]["A4"].value == 60


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
