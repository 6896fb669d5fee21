"""The figures of a chart part as the editor draws them, from the values that the part keeps."""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Callable, Iterator
from typing import Any

from docsmith.documents.ooxml.reading import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_POINTS_SHOWN = 200
_KINDS = {
    "barChart": "column",
    "bar3DChart": "column",
    "lineChart": "line",
    "line3DChart": "line",
    "areaChart": "area",
    "area3DChart": "area",
    "pieChart": "pie",
    "pie3DChart": "pie",
    "doughnutChart": "doughnut",
    "scatterChart": "scatter",
    "radarChart": "radar",
}

Json = dict[str, Any]
Ranges = Callable[[str], list[Any] | None]
"""The values of a range now, by its formula; None when they are not known."""


def chart_figures(root: Element, alt: str, ranges: Ranges | None = None) -> Json | None:
    """What a chart shows; None for one of a newer kind. `ranges` win over what the part keeps."""
    plots = [element for element in root.iter() if _tag(element) in _KINDS]
    series: list[Json] = []
    categories: list[str] = []
    for plot in plots:
        kind = _kind(plot)
        for one in plot.iterfind(f"{_C}ser"):
            reading = _Series(one, ranges)
            categories = categories or reading.texts("cat") or reading.texts("xVal")
            series.append(reading.entry(kind))
    if not plots:
        return None
    kinds = {one["kind"] for one in series}
    return {
        "kind": kinds.pop() if len(kinds) == 1 else "combo",
        "title": _title(root),
        "alt": alt,
        "categories": categories[:_POINTS_SHOWN],
        "series": series,
    }


class _Series:
    """One series: what its ranges hold now, else what was kept."""

    def __init__(self, element: Element, ranges: Ranges | None) -> None:
        self._element = element
        self._ranges = ranges

    def entry(self, kind: str) -> Json:
        values = self.numbers("val") or self.numbers("yVal")
        out: Json = {"name": next(iter(self.texts("tx")), ""), "values": values, "kind": kind}
        if self._element.find(f"{_C}spPr/{_A}noFill") is not None:
            out["hidden"] = True
        color = self._element.find(f"{_C}spPr/{_A}solidFill/{_A}srgbClr")
        if color is None:
            color = self._element.find(f"{_C}spPr/{_A}ln/{_A}solidFill/{_A}srgbClr")
        return out if color is None else {**out, "color": color.get("val", "")}

    def texts(self, name: str) -> list[str]:
        known = self._known(name)
        if known is not None:
            return ["" if value is None else str(value) for value in known]
        return [text for _, text in self._points(name)]

    def numbers(self, name: str) -> list[float | None]:
        known = self._known(name)
        if known is not None:
            return [_number(value) for value in known]
        found = dict(self._points(name))
        return [_number(found.get(i)) for i in range(max(found) + 1)] if found else []

    def _known(self, name: str) -> list[Any] | None:
        formula = self._element.find(f"{_C}{name}//{_C}f")
        if self._ranges is None or formula is None or not formula.text:
            return None
        found = self._ranges(formula.text)
        return found[:_POINTS_SHOWN] if found is not None else None

    def _points(self, name: str) -> Iterator[tuple[int, str]]:
        found = self._element.find(f"{_C}{name}")
        for point in found.iter(f"{_C}pt") if found is not None else ():
            value = point.find(f"{_C}v")
            if value is not None and int(point.get("idx", "0")) < _POINTS_SHOWN:
                yield int(point.get("idx", "0")), value.text or ""


def _title(root: Element) -> str:
    title = root.find(f"{_C}chart/{_C}title")
    return "".join(t.text or "" for t in title.iter(f"{_A}t")) if title is not None else ""


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _kind(plot: Element) -> str:
    kind = _KINDS[_tag(plot)]
    grouping = plot.find(f"{_C}grouping")
    group = grouping.get("val", "") if grouping is not None else ""
    direction = plot.find(f"{_C}barDir")
    if kind == "column" and direction is not None and direction.get("val") == "bar":
        kind = "bar"
    if group == "stacked" and kind in ("column", "bar", "area"):
        return f"stacked_{kind}"
    if group == "percentStacked" and kind in ("column", "bar"):
        return "percent_column" if kind == "column" else "stacked_bar"
    return kind


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value) if value not in (None, "") else None
    except (TypeError, ValueError):
        return None
