"""New slides in an uploaded deck can be read on the background that it really has."""

from pathlib import Path

import pytest
from tests.unit.documents.slides.building import built, empty, sales, slide

from docsmith.documents.interface import check
from docsmith.documents.slides.base.looks import Palette
from docsmith.documents.slides.base.uploaded_theme import theme_on
from docsmith.documents.slides.colors import contrast

BLACK = Path(__file__).parents[3] / "data" / "powerpoint_made" / "ppt-template-example.pptx"
"""Its master is black, while its colour map says that backgrounds are white and titles black."""
MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
COLORS = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "222244", "lt2": "EEEEEE"}
CHART = {
    "kind": "bar",
    "caption": "Amount by region",
    "data": {"slot": "data1", "by": "Region", "measure": "Amount"},
    "highlight": "North",
}


@pytest.mark.parametrize(
    ("layout", "slots"),
    [
        ("chart", {"chart": CHART, "source": "Source: sales.csv"}),
        ("bullets", {"points": ["One point", "Another point"]}),
    ],
)
def test_a_new_slide_on_a_black_master_is_readable(layout: str, slots: dict[str, object]) -> None:
    base = BLACK.read_bytes()
    before = {(f.id, f.place) for f in check(empty(base))}
    document = built(slide(layout, title="North leads", **slots), base=base, data1=sales())
    new = [f for f in check(document) if (f.id, f.place) not in before]
    assert [f for f in new if f.id == "pptx.contrast"] == []


@pytest.mark.parametrize("ground", ["000000", "FFFFFF", "1A1A40", "F4E9D8", "808080", None])
def test_text_reads_on_any_ground(ground: str | None) -> None:
    accents = {f"accent{i}": color for i, color in enumerate(("BBE0E3", "333399", "FFFFFF"), 1)}
    theme = theme_on(Palette(COLORS | accents, MAP, "Arial", "Arial"), ground)
    behind = ground or "FFFFFF"
    for token in ("ink", "muted", "accent"):
        assert contrast(theme.hex(token), behind) >= 4.5, token
    assert contrast(theme.hex("accent3"), behind) <= contrast(theme.hex("ink"), behind)


def test_on_the_grounds_that_the_map_names_the_tokens_are_the_themes_own() -> None:
    tokens = theme_on(Palette(COLORS, MAP, "Arial", "Arial"), "FFFFFF").tokens
    assert (tokens["paper"].name, tokens["ink"].name) == ("bg1", "tx1")
