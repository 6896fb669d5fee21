"""Slides of figures: key figures, charts, tables."""

from docsmith.documents.operations.slides_content import (
    ChartContent,
    ChartSlot,
    ChartTextContent,
    Kpi,
    KpisContent,
    Point,
    TableContent,
)
from docsmith.documents.slides.elements import (
    ChartFrame,
    Element,
    Holder,
    Mark,
    Para,
    Placed,
    TextBox,
)
from docsmith.documents.slides.fitting import fit_together, fitted, height_of
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, points_of, source_line, text
from docsmith.documents.slides.page import Page
from docsmith.documents.slides.plots import kpi_value, plot_of, said_of
from docsmith.documents.slides.tables import table_frame

CAPTION = 26.0
SOURCE = 24.0
_INSET = 22.0


def kpis(content: KpisContent, page: Page) -> Placed:
    """Large figures on cards that fill the body."""
    out = headed(page, content.title)
    room = page.grid.body
    if content.note:
        room = Rect(room.x, room.y, room.w, room.h - 34)
    boxes = _cells(len(content.kpis), room, page)
    inner = [Rect(b.x + _INSET, b.y, b.w - 2 * _INSET, b.h) for b in boxes]
    values = fit_together(
        [[_value(k, i, page)] for i, k in enumerate(content.kpis)],
        page.theme,
        [Rect(b.x, b.y, b.w, min(96.0, b.h * 0.55)) for b in inner],
        paths=[f"kpis[{i}].value" for i in range(len(boxes))],
        least=24,
    )
    labels = fit_together(
        [_labels(k) for k in content.kpis],
        page.theme,
        [Rect(b.x, b.y, b.w, b.h - min(96.0, b.h * 0.55) - 12) for b in inner],
        paths=[f"kpis[{i}].label" for i in range(len(boxes))],
    )
    needed = [
        height_of((*v, *told), page.theme, b.w)
        for v, told, b in zip(values, labels, inner, strict=True)
    ]
    top = max(6.0, (boxes[0].h - max(needed)) / 2)
    for i, box in enumerate(boxes):
        out.append(
            TextBox(
                box,
                (*values[i], *labels[i]),
                f"Figure {i + 1}",
                inset=(_INSET, top, _INSET, 6),
                fill="card",
            )
        )
        edge = Rect(box.x, box.y, 4.5, box.h)
        out.append(Mark(edge, "accent" if i == 0 else "rule", name="Edge"))
    if content.note:
        out.append(_note(content.note, page))
    return Placed("Figures", tuple(out))


def _cells(count: int, room: Rect, page: Page) -> list[Rect]:
    """Two beside each other, or three: four stand two by two, so that each has room."""
    across = 2 if count in (2, 4) else 3
    down = (count + across - 1) // across
    high = room.h if down > 1 else min(room.h, 236.0)
    gap = page.grid.gap
    grid = Rect(room.x, room.y, room.w, high)
    cells = [cell for row in grid.rows(down, gap) for cell in row.columns(across, gap)]
    return cells[:count]


def _value(kpi: Kpi, index: int, page: Page) -> Para:
    shown = kpi_value(kpi, page, f"kpis[{index}]")
    return text(shown, 66, font="major", color="accent" if index == 0 else "ink")


def _labels(kpi: Kpi) -> list[Para]:
    paras = [text(kpi.label, 20, before=4)]
    if kpi.change:
        color = {True: "accent", False: "ink", None: "muted"}[kpi.good]
        paras.append(text(kpi.change, 17, color=color, bold=kpi.good is not None, before=4))
    return paras


def _note(note: str, page: Page) -> Element:
    body = page.grid.body
    box = Rect(body.x, body.bottom - 26, body.w, 26)
    kept = fitted((text(note, 14, color="muted"),), page.theme, box, path="note", least=12)
    return TextBox(box, kept, "Note", anchor="b")


def chart(content: ChartContent, page: Page) -> Placed:
    out = headed(page, content.title)
    out += _chart(content.chart, page.grid.body, bool(content.source), page, Holder("chart", 1))
    out += source_line(page, content.source)
    return Placed("Chart", tuple(out))


def chart_text(content: ChartTextContent, page: Page) -> Placed:
    """The chart at the left, what it means at the right."""
    out = headed(page, content.title)
    out += _chart(
        content.chart, page.grid.span(1, 8), bool(content.source), page, Holder("chart", 1)
    )
    side = page.grid.span(9, 12)
    box = Rect(side.x + 6, side.y + 12, side.w - 6, side.h - 12 - SOURCE)
    out.append(Mark(Rect(box.x, side.y, box.w, 2.25), "accent", name="Rule"))
    kept = fitted(_plain(content.points), page.theme, box, path="points", least=13)
    out.append(TextBox(box, kept, "Content", holder=Holder("body", 2)))
    out += source_line(page, content.source)
    return Placed("Chart and text", tuple(out))


def _plain(points: tuple[Point | str, ...]) -> tuple[Para, ...]:
    return points_of(points, 18, 14)


def _chart(slot: ChartSlot, room: Rect, sourced: bool, page: Page, holder: Holder) -> list[Element]:
    """The caption over the chart."""
    plot = plot_of(slot, page, "chart")
    caption = room.top_part(CAPTION - 6)
    words = (text(slot.caption, 14, color="muted"),)
    kept = fitted(words, page.theme, caption, path="chart.caption", least=11)
    frame = room.below(CAPTION)
    if sourced:
        frame = Rect(frame.x, frame.y, frame.w, frame.h - SOURCE)
    alt = slot.alt or said_of(slot.caption, plot, page.language)
    return [
        TextBox(caption, kept, "Caption"),
        ChartFrame(frame, plot, alt, "Chart", holder),
    ]


def table(content: TableContent, page: Page) -> Placed:
    out = headed(page, content.title)
    room = page.grid.body
    if content.source:
        room = Rect(room.x, room.y, room.w, room.h - SOURCE)
    out.append(table_frame(content.table, room, page, content.title))
    out += source_line(page, content.source)
    return Placed("Table", tuple(out))
