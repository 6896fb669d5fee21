"""Figures and names stand at the points of a chart, where there is room for them."""

from typing import Any

from lxml import etree
from tests.unit.documents.slides.building import built, parts, slide

from docsmith.documents.interface import render

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart(kind: str, series: dict[str, list[float | None]], **more: Any) -> Any:
    count = len(next(iter(series.values())))
    content = {
        "kind": kind,
        "caption": "Orders by month, in thousands",
        "categories": [f"P{i}" for i in range(count)],
        "series": [{"name": n, "values": v} for n, v in series.items()],
        **more,
    }
    document = built(slide("chart", title="Orders rose", chart=content))
    return etree.fromstring(parts(render(document))["ppt/charts/chart1.xml"])


def labelled(root: Any) -> list[str]:
    """The points with a label of their own."""
    found = root.iter(f"{C}dLbl")
    return [d.find(f"{C}idx").get("val") for d in found if d.find(f"{C}delete") is None]


def deleted(root: Any) -> list[str]:
    found = root.iter(f"{C}dLbl")
    return [d.find(f"{C}idx").get("val") for d in found if d.find(f"{C}delete") is not None]


def test_a_long_line_tells_its_highest_and_its_last_point() -> None:
    root = chart("line", {"Orders": [1, 2, 9, 3, 4, 5, 6, 5, 4, 3]})
    assert labelled(root) == ["2", "9"]


def test_several_lines_are_named_at_their_ends_and_need_no_legend() -> None:
    root = chart("line", {"North": [1, 2, 9], "South": [3, 3, 3]})
    assert labelled(root) == ["2", "2"]
    assert root.find(f".//{C}legend") is None


def test_lines_that_end_close_together_have_a_legend() -> None:
    root = chart("line", {"North": [1, 2, 9.0], "South": [3, 3, 9.1]})
    assert root.find(f".//{C}legend") is not None
    assert labelled(root) == []


def test_a_line_without_figures_is_drawn_without_labels() -> None:
    assert labelled(chart("line", {"North": [None] * 10})) == []
    assert labelled(chart("line", {"North": [None, None], "South": [1, 5]})) == []
    assert labelled(chart("line", {"North": [1, 2]}, labels=False)) == []


def test_a_segment_without_room_has_no_figure() -> None:
    root = chart("stacked_column", {"Large": [100, 90], "Small": [2, 40]})
    assert deleted(root) == ["0"]
    assert deleted(chart("percent_column", {"a": [97, 50], "b": [3, 50]})) == ["0"]


def test_a_slice_without_room_has_no_share() -> None:
    root = chart("doughnut", {"Orders": [60, 38, 2]})
    assert (labelled(root), deleted(root)) == (["0", "1"], ["2"])
