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
from docsmith.documents.slides.fitting import fit_together, fitted
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, points_of, source_line, text
from docsmith.documents.slides.page import Page
from docsmith.documents.slides.plots import kpi_value, plot_of, said_of
from docsmith.documents.slides.tables import table_frame

CAPTION = 26.0
SOURCE = 24.0


def kpis(content: KpisContent, page: Page) -> Placed:
    """Large figures under rules, in one row or two."""
    out = headed(page, content.title)
    room = page.grid.body
    if content.note:
        room = Rect(room.x, room.y, room.w, room.h - 56)
    boxes = _cells(len(content.kpis), room, page)
    gap = 22.0
    values = fit_together(
        [[_value(k, i, page)] for i, k in enumerate(content.kpis)],
        page.theme,
        [Rect(b.x, b.y + 10, b.w - gap, 80) for b in boxes],
        paths=[f"kpis[{i}].value" for i in range(len(boxes))],
        least=24,
    )
    labels = fit_together(
        [_labels(k) for k in content.kpis],
        page.theme,
        [Rect(b.x, b.y + 92, b.w - gap, b.h - 96) for b in boxes],
        paths=[f"kpis[{i}].label" for i in range(len(boxes))],
    )
    for i, box in enumerate(boxes):
        rule = "accent" if i == 0 else "ink"
        out.append(
            Mark(Rect(box.x, box.y, box.w - gap, 2.25 if i == 0 else 1.0), rule, name="Rule")
        )
        out.append(
            TextBox(
                Rect(box.x, box.y + 10, box.w - gap, box.h - 10),
                (*values[i], *labels[i]),
                f"Figure {i + 1}",
            )
        )
    if content.note:
        out.append(_note(content.note, page))
    return Placed("Figures", tuple(out))


def _cells(count: int, room: Rect, page: Page) -> list[Rect]:
    across = count if count <= (4 if page.grid.wide else 3) else (count + 1) // 2
    down = (count + across - 1) // across
    high = min(190.0, (room.h - 18 * (down - 1)) / down)
    top = room.y + ((room.h - high) * 0.42 if down == 1 else 6)
    grid = Rect(room.x, top, room.w + 22, high * down + 18 * (down - 1))
    cells = [cell for row in grid.rows(down, 18) for cell in row.columns(across, 0)]
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
    box = Rect(body.x, body.bottom - 48, body.w, 48)
    kept = fitted((text(note, 16, color="muted"),), page.theme, box, path="note", least=12)
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
