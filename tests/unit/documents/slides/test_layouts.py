"""Every layout, in both ratios and modes: placed without a fault, valid, on real placeholders."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator
from pptx.util import Pt
from tests.unit.documents.slides.building import (
    built,
    empty,
    opened,
    parts,
    photo,
    sales,
    slide,
    tried,
)
from tests.unit.documents.slides.gallery import SLIDES, gallery

from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Scope, Severity
from docsmith.documents.slides.layouts import FAMILIES, LAYOUTS

LOOKS = [
    {},
    {"ratio": "4:3"},
    {"mode": "dark", "primary_color": "#1F4FA3"},
    {"ratio": "4:3", "mode": "dark", "primary_color": "F2C400"},
    {"primary_color": "#D6001C", "font": "Arial"},
    {"language": "de", "page_numbers": False},
]


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_the_gallery_has_no_blocking_fault_under_any_look(looks: dict[str, Any]) -> None:
    findings = check(gallery(**looks))
    assert [f for f in findings if f.severity is Severity.BLOCKING] == []


def test_the_gallery_has_no_fault_at_all() -> None:
    assert check(gallery()) == ()


def test_the_gallery_shows_every_layout() -> None:
    assert {s["content"]["layout"] for s in SLIDES} == set(LAYOUTS) == set(FAMILIES)


@pytest.mark.parametrize("looks", [{}, {"ratio": "4:3", "mode": "dark"}], ids=str)
def test_the_package_is_valid(looks: dict[str, Any]) -> None:
    assert audited(render(gallery(**looks))) == Counter()


def test_the_same_operations_give_the_same_bytes() -> None:
    assert render(gallery()) == render(gallery())


def test_slides_fill_placeholders_of_named_layouts() -> None:
    deck = opened(gallery())
    assert all(one.shapes.title is not None and one.shapes.title.text for one in deck.slides)
    assert {one.slide_layout.name for one in deck.slides} >= {"Title", "Bullets", "Chart"} - {
        "Bullets"
    }
    charts = [s for one in deck.slides for s in one.placeholders if s.has_chart]
    assert len(charts) == 2


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("ratio", ["16:9", "4:3"])
def test_key_figures_fill_the_slide_and_stand_apart(count: int, ratio: str) -> None:
    kpis: list[dict[str, Any]] = [
        {"label": f"Umsatz gesamt {n}", "value": "176,4 Tsd. €"} for n in range(count)
    ]
    kpis[1]["change"] = "+4 %"
    content = slide("kpis", title="Umsatz", kpis=kpis, note="Quelle: umsatz.csv")
    deck = {"op": "deck", "title": "T", "ratio": ratio}
    (one,) = opened(built(deck, content)).slides
    cards = [s for s in one.shapes if s.name.startswith("Figure")]
    assert len(cards) == count
    assert max(c.top + c.height for c in cards) > Pt(540) * 0.64
    for card in cards:
        beside = [c.left for c in cards if c.top == card.top and c.left > card.left]
        assert all(left - (card.left + card.width) >= Pt(12) for left in beside)
        assert card.text_frame.margin_left >= Pt(20)
    assert len({card.text_frame.margin_top for card in cards}) == 1


def test_every_placeholder_of_a_slide_is_one_of_its_layout() -> None:
    for one in opened(gallery()).slides:
        known = {p.placeholder_format.idx for p in one.slide_layout.placeholders}
        assert {p.placeholder_format.idx for p in one.placeholders} <= known


def test_shape_ids_are_unique_on_every_slide() -> None:
    for one in opened(gallery()).slides:
        ids = [shape.shape_id for shape in one.shapes]
        assert len(ids) == len(set(ids))


def test_charts_carry_a_workbook_with_their_figures() -> None:
    deck = opened(gallery())
    chart = next(s.chart for one in deck.slides for s in one.shapes if s.has_chart)
    plot = chart.plots[0]
    assert list(plot.categories) == ["West", "North", "South"]
    assert chart.part.chart_workbook.xlsx_part is not None


def test_pages_have_size_numbers_and_footer_as_set() -> None:
    deck = opened(gallery(ratio="4:3", footer="Confidential"))
    assert (deck.slide_width.pt, deck.slide_height.pt) == (720, 540)
    texts = [s.text_frame.text for s in deck.slides[4].shapes if s.has_text_frame]
    assert "Confidential" in texts
    assert "5" in texts
    plain = opened(gallery(page_numbers=False))
    assert all(s.text_frame.text != "5" for s in plain.slides[4].shapes if s.has_text_frame)


def test_sections_are_listed_in_the_presentation() -> None:
    content = parts(render(gallery()))["ppt/presentation.xml"].decode()
    assert content.count("<p14:section ") == 2
    assert 'name="Stand"' in content


def test_images_are_cropped_to_their_frame_and_keep_their_shape() -> None:
    deck = opened(
        built(
            slide("image", title="Wide", image={"slot": "photo", "alt": "A"}), photo=photo(400, 100)
        )
    )
    picture = next(s for s in deck.slides[0].shapes if "Picture" in s.name)
    cut = 1 - picture.crop_left - picture.crop_right
    assert picture.crop_left > 0
    assert picture.crop_left == pytest.approx(picture.crop_right, abs=1e-4)
    assert 400 * cut / 100 == pytest.approx(picture.width / picture.height, rel=0.01)


@pytest.mark.parametrize(
    "kind",
    ["column", "stacked_column", "percent_column", "bar", "stacked_bar", "line", "area", "combo"],
)
def test_every_form_of_chart_is_valid(kind: str) -> None:
    series = [
        {"name": "A", "values": [1, 2.5, None]},
        {"name": "B", "values": [3, -4, 5], "line": kind == "combo"},
    ]
    chart = {"kind": kind, "caption": "Pieces", "categories": ["x", "y", "z"], "series": series}
    document = built(slide("chart", title="Some figures", chart=chart))
    assert audited(render(document)) == Counter()
    assert check(document) == ()


@pytest.mark.parametrize("kind", ["doughnut", "waterfall"])
def test_charts_of_one_series_are_valid(kind: str) -> None:
    series = [{"name": "A", "values": [8, 2, 10]}]
    chart = {"kind": kind, "caption": "Pieces", "categories": ["x", "y", "z"], "series": series}
    if kind == "waterfall":
        chart["totals"] = [1, 3]
    assert audited(render(built(slide("chart", title="Some figures", chart=chart)))) == Counter()


@pytest.mark.parametrize(
    ("chart", "path"),
    [
        ({"kind": "bar"}, "chart"),
        (
            {"kind": "bar", "categories": ["a"], "series": [{"name": "s", "values": [1, 2]}]},
            "chart.series[0].values",
        ),
        (
            {
                "kind": "doughnut",
                "categories": ["a"],
                "series": [{"name": n, "values": [1]} for n in "st"],
            },
            "chart.series",
        ),
        (
            {
                "kind": "doughnut",
                "categories": list("abcdefgh"),
                "series": [{"name": "s", "values": [1] * 8}],
            },
            "chart.categories",
        ),
        (
            {"kind": "doughnut", "categories": ["a"], "series": [{"name": "s", "values": [-1]}]},
            "chart.series[0].values",
        ),
        (
            {
                "kind": "bar",
                "categories": ["a"],
                "series": [{"name": "s", "values": [1]}],
                "highlight": "b",
            },
            "chart.highlight",
        ),
        (
            {
                "kind": "waterfall",
                "categories": ["a"],
                "series": [{"name": "s", "values": [1]}],
                "totals": [2],
            },
            "chart.totals",
        ),
        (
            {"kind": "waterfall", "categories": ["a"], "series": [{"name": "s", "values": [-1]}]},
            "chart.series[0].values",
        ),
        ({"kind": "bar", "data": {"slot": "nothing", "by": "x"}}, "chart.data.slot"),
        ({"kind": "bar", "data": {"slot": "sales", "by": "x"}}, "chart.data.by"),
        (
            {"kind": "bar", "data": {"slot": "sales", "by": "Region", "measure": "Channel"}},
            "chart.data.measure",
        ),
        (
            {"kind": "bar", "data": {"slot": "sales", "by": "Region", "where": {"Region": "East"}}},
            "chart.data",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_chart_that_cannot_be_drawn_is_refused_where_the_fault_is(
    chart: dict[str, Any], path: str
) -> None:
    applied = tried(
        empty(sales=sales()), slide("chart", title="x", chart={"caption": "c", **chart})
    )
    assert [e.path for e in applied.errors] == [f"ops[0].content.{path}"]
    assert applied.document.version == 0


def test_an_image_that_is_none_is_refused_with_those_there_are() -> None:
    applied = tried(
        empty(photo=photo()), slide("image", title="x", image={"slot": "other", "alt": "a"})
    )
    assert applied.errors[0].path == "ops[0].content.image.slot"
    assert applied.errors[0].allowed == ("photo",)


def test_a_model_reads_the_outline_and_one_slide() -> None:
    document = gallery()
    outline = read(document, Scope()).content
    assert outline["count"] == len(SLIDES)
    assert outline["slides"][0]["id"] == "s1"
    one = read(document, Scope(what="slide", slide=2)).content
    assert one["content"]["layout"] == "agenda"


def audited(content: bytes) -> Counter[str]:
    """What the independent validator finds in a package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        path.write_bytes(content)
        errors = OpenXmlValidator().validate(str(path)).errors
    return Counter(str(error.description) for error in errors)
