"""What a chart or key figure shows: given figures as they are, or computed from a data source."""

from docsmith.documents.errors import OperationRefused
from docsmith.documents.operations.slides_content import ChartSlot, Kpi
from docsmith.documents.slides.elements import Line, Plot
from docsmith.documents.slides.groups import other
from docsmith.documents.slides.numerals import spoken
from docsmith.documents.slides.page import Page
from docsmith.documents.slides.periods import partial_periods
from docsmith.documents.slides.xml.chart_data import waterfall_lines

MAX_SLICES = 7


def plot_of(slot: ChartSlot, page: Page, path: str) -> Plot:
    """The figures of a chart. Raises `OperationRefused` when they do not make one."""
    currency = slot.currency
    if slot.data is not None:
        answer = page.sources.grouped(slot.data, f"{path}.data")
        categories = answer.categories
        lines = tuple(Line(name, values) for name, values in answer.series)
        currency = currency or answer.currency
    else:
        categories = slot.categories
        lines = tuple(Line(s.name, _floats(s.values), s.line) for s in slot.series)
    _must_agree(slot, categories, lines, path)
    plot = Plot(
        slot.kind,
        categories,
        lines,
        slot.style,
        currency,
        slot.labels,
        slot.highlight,
        slot.totals,
        _faint(slot, categories, page, path),
    )
    if plot.kind == "waterfall":
        waterfall_lines(plot)
    return plot


def _faint(slot: ChartSlot, categories: tuple[str, ...], page: Page, path: str) -> tuple[int, ...]:
    """The rest of the groups, which is the last one, and periods that the data do not fill."""
    if slot.data is None:
        return ()
    rest = slot.data.top is not None and categories[-1:] == (other(page.language),)
    partial = partial_periods(page.sources, slot.data, f"{path}.data")
    return (*partial, *((len(categories) - 1,) if rest else ()))


def kpi_value(kpi: Kpi, page: Page, path: str) -> str:
    """The figure as it is shown. Raises `OperationRefused` when there is none."""
    if kpi.data is not None:
        value, currency = page.sources.figure(kpi.data, f"{path}.data")
        return spoken(value, kpi.style, kpi.currency or currency, page.language)
    if kpi.value is None:
        raise OperationRefused(f"{path}.value", "give a value, or data to compute it from")
    return kpi.value


def said_of(caption: str, plot: Plot, language: str) -> str:
    """The alternative text of a chart: what it shows, its first and its extreme figures."""
    form = plot.kind.replace("_", " ")
    parts = [f"{caption}. {form} chart." if language == "en" else f"{caption}. Diagramm ({form})."]
    for line in plot.lines[:3]:
        known = [(v, c) for v, c in zip(line.values, plot.categories, strict=True) if v is not None]
        if not known:
            continue
        (low, where_low), (high, where_high) = min(known), max(known)
        words = ("highest", "lowest") if language == "en" else ("Höchstwert", "Tiefstwert")
        told = [
            f"{words[0]} {where_high} {spoken(high, plot.style, plot.currency, language)}",
            f"{words[1]} {where_low} {spoken(low, plot.style, plot.currency, language)}",
        ]
        parts.append(f"{line.name}: {', '.join(told)}.")
    return " ".join(parts)[:400]


def _floats(values: tuple[int | float | None, ...]) -> tuple[float | None, ...]:
    return tuple(None if v is None else float(v) for v in values)


def _must_agree(
    slot: ChartSlot, categories: tuple[str, ...], lines: tuple[Line, ...], path: str
) -> None:
    if not categories or not lines:
        raise OperationRefused(path, "give categories and series, or data to compute them from")
    for i, line in enumerate(lines):
        if len(line.values) != len(categories):
            reason = f"{len(line.values)} values for {len(categories)} categories"
            raise OperationRefused(f"{path}.series[{i}].values", reason)
    if slot.kind in ("doughnut", "waterfall") and len(lines) != 1:
        raise OperationRefused(f"{path}.series", f"a {slot.kind} has one series")
    if slot.kind == "doughnut" and len(categories) > MAX_SLICES:
        reason = f"{len(categories)} slices cannot be told apart; at most {MAX_SLICES}"
        raise OperationRefused(f"{path}.categories", reason, hint="use bar, or data with top")
    if slot.kind == "doughnut" and any((v or 0) < 0 for v in lines[0].values):
        raise OperationRefused(f"{path}.series[0].values", "a share cannot be below zero")
    if len(lines) > 8:
        raise OperationRefused(f"{path}.series", f"{len(lines)} series; at most 8")
    if slot.highlight is not None and slot.highlight not in categories:
        reason = f"there is no category '{slot.highlight}'"
        raise OperationRefused(f"{path}.highlight", reason, categories[:20])
    if any(not 1 <= t <= len(categories) for t in slot.totals):
        raise OperationRefused(f"{path}.totals", f"points count from 1 to {len(categories)}")
