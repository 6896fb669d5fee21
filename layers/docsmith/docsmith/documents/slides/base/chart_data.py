"""Other figures in a chart that somebody made: its looks stay, its own workbook is written too.

The figures go where the chart had them. Where its references follow no pattern (scatter charts
with a block a series) they are gathered into one block at the top of the first sheet.
"""
# pyright: basic, reportAttributeAccessIssue=false
# lxml ships no types.

from collections.abc import Sequence
from copy import deepcopy
from datetime import date

from docsmith.documents.errors import OperationRefused
from docsmith.documents.ooxml.reading import Element
from docsmith.documents.operations.slides_content import Series
from docsmith.documents.slides.base.chart_book import Block, Cell, area, place_of, with_figures
from docsmith.documents.slides.parts import Parts
from docsmith.documents.slides.xml.names import A, C

_C, _A = f"{{{C}}}", f"{{{A}}}"
_EPOCH = date(1899, 12, 30).toordinal()


def set_chart_data(
    parts: Parts, chart: str, categories: Sequence[str], series: Sequence[Series]
) -> None:
    """Raises `OperationRefused` when the figures or the chart are not of that sort."""
    for i, one in enumerate(series):
        if len(one.values) != len(categories):
            reason = f"{len(one.values)} values for {len(categories)} categories"
            raise OperationRefused(f"series[{i}].values", reason)
    book = _book(parts, chart)
    root = parts.xml(chart)
    drawn = list(root.iter(f"{_C}ser"))
    if not drawn or root.find(f".//{_C}bubbleChart") is not None:
        raise OperationRefused(
            "chart", "a bubble chart needs a size for each point, which is not given here"
        )
    known = _block(drawn)
    block = (known or Block(_sheet(drawn), 1, 1, (), 0)).widened(len(series))
    labels = _labels(root, categories)
    for i, (element, one) in enumerate(zip(_as_many(drawn, len(series)), series, strict=True)):
        _write_series(element, i, one, labels, block)
    if book is not None:
        rows = [(c, *(s.values[i] for s in series)) for i, c in enumerate(labels)]
        dropped = known.columns[len(series) :] if known else ()
        head = [s.name for s in series]
        parts.contents[book] = with_figures(parts.contents[book], block, dropped, head, rows)


def _book(parts: Parts, chart: str) -> str | None:
    """The chart's workbook. Refused are one that is elsewhere, and one of another format."""
    for relation in parts.relations(chart):
        if relation.external and relation.kind.endswith(("/oleObject", "/package")):
            reason = f"its figures are kept in another file, {relation.target[:80]}"
            raise OperationRefused("chart", reason)
    book = parts.related(chart, "package")
    if book is None or book not in parts.contents:
        return None
    if not book.lower().endswith(".xlsx"):
        raise OperationRefused("chart", f"its figures are kept in {book}, which is no .xlsx")
    return book


def _block(drawn: Sequence[Element]) -> Block | None:
    """The one block that all series refer to, names above and categories at the left."""
    columns: list[int] = []
    sides: set[tuple[str, int, int, int]] = set()
    for element in drawn:
        values = _place(element, "val") or _place(element, "yVal")
        names = _place(element, "tx")
        labels = _place(element, "cat") or _place(element, "xVal")
        if values is None or names is None or labels is None:
            return None
        sheet, first, column, last, right = values
        beside = labels[0] == sheet and labels[1] == first and labels[2] == labels[4]
        if column != right or not beside or names[:3] != (sheet, first - 1, column):
            return None
        columns.append(column)
        sides.add((sheet, first - 1, labels[2], last - first + 1))
    if len(sides) != 1 or len(set(columns)) != len(columns):
        return None
    sheet, top, left, rows = sides.pop()
    return Block(sheet, top, left, tuple(columns), rows)


def _sheet(drawn: Sequence[Element]) -> str:
    """The sheet that the first reference names."""
    named = (_place(one, tag) for one in drawn for tag in ("val", "yVal", "cat", "xVal"))
    return next((place[0] for place in named if place), "Sheet1")


def _place(element: Element, name: str) -> tuple[str, int, int, int, int] | None:
    found = element.find(f"{_C}{name}//{_C}f")
    return place_of(found.text or "") if found is not None else None


def _labels(root: Element, categories: Sequence[str]) -> list[Cell]:
    """Categories as the chart takes them: numbers on a scatter chart, days on an axis of dates."""
    if root.find(f".//{_C}scatterChart") is not None:
        return [_figure(text, i) for i, text in enumerate(categories)]
    if root.find(f".//{_C}dateAx") is not None:
        return [_day(text, i) for i, text in enumerate(categories)]
    return list(categories)


def _figure(text: str, index: int) -> float:
    try:
        return float(text)
    except ValueError:
        raise OperationRefused(
            f"categories[{index}]", f"'{text[:40]}' is no number, as a scatter chart needs"
        ) from None


def _day(text: str, index: int) -> int:
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise OperationRefused(
            f"categories[{index}]",
            f"'{text[:40]}' is no day, as this chart's axis needs",
            hint="write days as 2026-07-01",
        ) from None


def _as_many(drawn: list[Element], count: int) -> list[Element]:
    """As many series as wanted: new ones look like the last in the next colour, surplus ones go."""
    while len(drawn) < count:
        copy = deepcopy(drawn[-1])
        for extra in list(copy):
            if extra.tag in (f"{_C}dPt", f"{_C}extLst"):
                copy.remove(extra)
        for color in copy.iter(f"{_A}schemeClr"):
            name = color.get("val", "")
            if name.startswith("accent"):
                color.set("val", f"accent{int(name[6:]) % 6 + 1}")
        drawn[-1].addnext(copy)
        drawn.append(copy)
    for surplus in drawn[count:]:
        surplus.getparent().remove(surplus)
    return drawn[:count]


def _write_series(
    element: Element, index: int, series: Series, labels: Sequence[Cell], block: Block
) -> None:
    first, last = block.top + 1, block.top + len(labels)
    column = block.columns[index]
    order = element.find(f"{_C}order")
    element.find(f"{_C}idx").set("val", str(index))
    order.set("val", str(index))
    named = element.find(f"{_C}tx")
    if named is None:
        named = element.makeelement(f"{_C}tx", {})
        order.addnext(named)
    _refer(named, area(block.sheet, column, block.top), (series.name,))
    scatter = element.find(f"{_C}yVal") is not None
    figures = element.find(f"{_C}yVal" if scatter else f"{_C}val")
    beside = element.find(f"{_C}xVal" if scatter else f"{_C}cat")
    if beside is None:
        beside = element.makeelement(f"{_C}xVal" if scatter else f"{_C}cat", {})
        figures.addprevious(beside)
    _refer(beside, area(block.sheet, block.left, first, last), labels)
    _refer(figures, area(block.sheet, column, first, last), series.values, numbers=True)


def _refer(parent: Element, formula: str, values: Sequence[Cell], *, numbers: bool = False) -> None:
    """A reference with its cache; numbers keep their format."""
    numbers = numbers or not any(isinstance(v, str) for v in values)
    code = parent.find(f".//{_C}formatCode")
    for child in list(parent):
        parent.remove(child)
    outer = _add(parent, "numRef" if numbers else "strRef")
    _add(outer, "f").text = formula
    inner = _add(outer, "numCache" if numbers else "strCache")
    if numbers:
        _add(inner, "formatCode").text = code.text if code is not None else "General"
    _add(inner, "ptCount").set("val", str(len(values)))
    for i, value in enumerate(values):
        if value is not None:
            point = _add(inner, "pt")
            point.set("idx", str(i))
            _add(point, "v").text = str(value)


def _add(parent: Element, name: str) -> Element:
    child = parent.makeelement(f"{_C}{name}", {})
    parent.append(child)
    return child
