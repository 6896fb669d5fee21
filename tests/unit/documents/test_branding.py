"""A brand changes colours and font, and stays readable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.documents.building import built, opened, sheet

from docsmith.documents.model import Input
from docsmith.documents.workbook.branding import branded, contrast_with_white, darkened
from docsmith.documents.workbook.styles import default_stylebook


def brand(**facts: str) -> Input:
    return Input("brand", "brand", json.dumps(facts).encode(), "0" * 64)


def test_headers_and_fonts_are_the_brands():
    block = {"op": "write_block", "sheet": "S", "anchor": "A1", "header": ["a", "b"], "rows": []}
    document = built(sheet("S"), block, brand=brand(primary_color="#005030", font="Arial"))
    header = opened(document)["S"]["A1"]
    assert header.fill.fgColor.rgb == "FF005030"
    assert header.font.name == "Arial"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"primary_color": "red"}', b"\xff", b'{"font": ""}']
)
def test_a_brand_that_does_not_read_changes_nothing(content):
    found = branded({"brand": Input("brand", "brand", content, "")})
    assert found == default_stylebook()


@given(st.integers(0, 0xFFFFFF))
def test_white_text_is_readable_on_any_brand(number):
    assert contrast_with_white(darkened(f"{number:06X}")) >= 4.5
