"""Figures and names stand at the points of a chart, where there is room for them."""

from typing import Any

from lxml import etree
from tests.unit.documents.slides.building import an_input, built, parts, slide

from docsmith.documents.interface import render

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
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


def axis(root: Any) -> tuple[str, str | None]:
    """How the labels beneath are turned, and every how many points one stands."""
    found = root.find(f".//{C}catAx")
    body = found.find(f"{C}txPr/{A}bodyPr")
    step = found.find(f"{C}tickLblSkip")
    return body.get("rot"), step.get("val") if step is not None else None


def test_many_periods_lie_flat_and_have_a_label_now_and_then() -> None:
    months = [f"{name} {year}" for year in (24, 25) for name in MONTHS]
    two_years: dict[str, list[float | None]] = {"Orders": [1.0] * 24}
    turned, step = axis(chart("line", two_years, categories=months))
    assert (abs(int(turned)) <= 1, step) == (True, "3")
    one_year: dict[str, list[float | None]] = {"Orders": [1.0] * 12}
    assert axis(chart("column", one_year, categories=months[:12]))[1] == "2"
    assert axis(chart("column", {"Orders": [1.0] * 8}, categories=months[:8])) == ("0", None)
    days = [f"{n} Jan" for n in range(1, 32)] * 2
    most: dict[str, list[float | None]] = {"Orders": [1.0] * 60}
    assert axis(chart("line", most, categories=days[:60]))[1] == "12"
    assert axis(chart("column", two_years))[0] == "-2700000"


def test_the_rest_of_the_groups_stands_last_and_back() -> None:
    rows = "".join(
        f"{name},{value}\n" for name, value in zip("ABCDEF", range(6, 0, -1), strict=True)
    )
    data = {"slot": "data1", "by": "Name", "measure": "Amount", "top": 3}
    for kind, colors in (("bar", ["bg2"]), ("doughnut", ["accent1", "accent3", "accent2", "bg2"])):
        content = {"kind": kind, "caption": "Amount by name", "data": data}
        document = built(
            slide("chart", title="A leads", chart=content),
            data1=an_input("csv", "a.csv", f"Name,Amount\n{rows}".encode()),
        )
        root = etree.fromstring(parts(render(document))["ppt/charts/chart1.xml"])
        names = [v.text for v in root.find(f".//{C}cat").iter(f"{C}v")]
        points = list(root.iter(f"{C}dPt"))
        assert names == ["A", "B", "C", "Other"]
        assert points[-1].find(f"{C}idx").get("val") == "3"
        assert [next(p.iter(f"{A}schemeClr")).get("val") for p in points] == colors


def test_stacks_are_named_beside_them_in_their_order() -> None:
    root = chart("stacked_column", {"North": [1, 2], "South": [3, 4]})
    assert root.find(f".//{C}legend/{C}legendPos").get("val") == "r"


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
