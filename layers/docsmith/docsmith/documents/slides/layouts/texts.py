"""Slides of text: bullets, points with details, the agenda."""

from collections.abc import Sequence

from docsmith.documents.operations.slides_content import AgendaContent, BulletsContent, Point
from docsmith.documents.slides.elements import Element, Holder, Mark, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together, fitted
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, points_of, spread, text
from docsmith.documents.slides.page import Page


def bullets(content: BulletsContent, page: Page) -> Placed:
    """Points with details become rows with rules; bare ones a list."""
    out = headed(page, content.title)
    room = page.grid.body
    if content.lead:
        out.append(_lead(content.lead, room, page))
        room = room.below(52)
    points = content.points
    if all(isinstance(p, Point) and p.detail for p in points) and len(points) <= 6:
        out += _rows([p for p in points if isinstance(p, Point)], room, page)
        return Placed("Points", tuple(out))
    box = Rect(room.x, room.y, room.w * (0.9 if page.grid.wide else 1.0), room.h)
    size = 28.0 if len(points) <= 3 else 26.0 if len(points) == 4 else 23.0
    kept = fitted(points_of(points, size, 11), page.theme, box, path="points", least=14)
    kept = spread(kept, page, box, 58)
    out.append(TextBox(box, kept, "Content", holder=Holder("body", 1)))
    return Placed("Bullets", tuple(out))


def _lead(lead: str, room: Rect, page: Page) -> TextBox:
    box = room.top_part(44)
    kept = fitted((text(lead, 18, color="muted"),), page.theme, box, path="lead", least=14)
    return TextBox(box, kept, "Lead", holder=Holder("body", 11))


def _rows(points: Sequence[Point], room: Rect, page: Page) -> list[Element]:
    """A row a point: what it says at the left, its detail at the right."""
    high = min(116.0, room.h / len(points))
    rows = room.stacked([high] * len(points), 0)
    narrow = page.grid.span(1, 4 if page.grid.wide else 5)
    wide = page.grid.span(5 if page.grid.wide else 6, 12)
    left = [Rect(narrow.x, r.y + 12, narrow.w, r.h - 18) for r in rows]
    right = [Rect(wide.x, r.y + 12, wide.w, r.h - 18) for r in rows]
    names = fit_together(
        [[text(p.text, 24, bold=True)] for p in points],
        page.theme,
        left,
        paths=[f"points[{i}].text" for i in range(len(points))],
        least=13,
    )
    details = fit_together(
        [[text(p.detail or "", 21)] for p in points],
        page.theme,
        right,
        paths=[f"points[{i}].detail" for i in range(len(points))],
        least=13,
    )
    out: list[Element] = []
    for i, row in enumerate(rows):
        out.append(Mark(Rect(row.x, row.y, row.w, 0.75), "rule", name="Rule"))
        out.append(TextBox(left[i], names[i], f"Point {i + 1}"))
        out.append(TextBox(right[i], details[i], f"Detail {i + 1}"))
    return out


def agenda(content: AgendaContent, page: Page) -> Placed:
    out = headed(page, content.title)
    items = [(i, None) if isinstance(i, str) else (i.text, i.detail) for i in content.items]
    high = min(76.0, page.grid.body.h / len(items))
    rows = page.grid.body.stacked([high] * len(items), 0)
    described = any(detail for _, detail in items)
    last = 7 if described else 12
    main = page.grid.span(1, last)
    side = page.grid.span(8, 12)
    boxes = [Rect(main.x + 56, r.y + 4, main.w - 56, r.h - 8) for r in rows]
    names = fit_together(
        [[text(words, 24)] for words, _ in items],
        page.theme,
        boxes,
        paths=[f"items[{i}]" for i in range(len(items))],
        least=14,
    )
    for i, (row, (_, detail)) in enumerate(zip(rows, items, strict=True)):
        out.append(Mark(Rect(row.x, row.y, row.w, 0.75), "rule", name="Rule"))
        number = Rect(row.x, row.y + 4, 44, row.h - 8)
        figure = (text(str(i + 1), 28, font="major", color="accent"),)
        out.append(TextBox(number, figure, f"Number {i + 1}", anchor="ctr"))
        out.append(TextBox(boxes[i], names[i], f"Item {i + 1}", anchor="ctr"))
        if detail:
            at = Rect(side.x, row.y + 4, side.w, row.h - 8)
            paras = (text(detail, 17, color="muted"),)
            fit = fitted(paras, page.theme, at, path=f"items[{i}].detail")
            out.append(TextBox(at, fit, f"Detail {i + 1}", anchor="ctr"))
    return Placed("Agenda", tuple(out))
