"""Slides of columns: two side by side, options compared."""

from collections.abc import Sequence

from docsmith.documents.operations.slides_content import (
    Column,
    ComparisonContent,
    TwoColumnsContent,
)
from docsmith.documents.slides.elements import Element, Holder, Mark, Para, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together, fitted, height_of
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, points_of, spread, text
from docsmith.documents.slides.page import Page

HEADING = 40.0


def two_columns(content: TwoColumnsContent, page: Page) -> Placed:
    """Two headed lists, a rule over each."""
    out = headed(page, content.title)
    boxes = page.grid.body.columns(2, 40.0 if page.grid.wide else 28.0)
    columns = (content.left, content.right)
    heads = fit_together(
        [[text(c.heading, 20, bold=True, color="accent")] for c in columns],
        page.theme,
        [Rect(b.x, b.y + 8, b.w, HEADING - 8) for b in boxes],
        paths=["left.heading", "right.heading"],
    )
    bodies = [b.below(HEADING, 10) for b in boxes]
    lists = fit_together(
        [points_of(c.points, 26, 12) for c in columns],
        page.theme,
        bodies,
        paths=["left.points", "right.points"],
        least=14,
    )
    needed = max(height_of(p, page.theme, b.w) for p, b in zip(lists, bodies, strict=True))
    airy = min(60.0, 12.0 + (bodies[0].h * 0.92 - needed) / _gaps(columns))
    lists = tuple(spread(p, page, b, airy) for p, b in zip(lists, bodies, strict=True))
    for i, box in enumerate(boxes):
        out.append(Mark(Rect(box.x, box.y, box.w, 2.25), "accent", name="Rule"))
        at = Rect(box.x, box.y + 8, box.w, HEADING - 8)
        name = ("Left", "Right")[i]
        out.append(
            TextBox(at, heads[i], f"{name} heading", anchor="ctr", holder=Holder("body", 2 + 2 * i))
        )
        out.append(TextBox(bodies[i], lists[i], name, holder=Holder("body", 1 + 2 * i)))
    return Placed("Two columns", tuple(out))


def comparison(content: ComparisonContent, page: Page) -> Placed:
    """A card an option; the highlighted one has the brand's head."""
    out = headed(page, content.title)
    room = page.grid.body
    if content.verdict:
        room = Rect(room.x, room.y, room.w, room.h - 66)
    boxes = room.columns(len(content.options), page.grid.gap)
    heads = fit_together(
        [[_heading(o, page)] for o in content.options],
        page.theme,
        [Rect(b.x + 16, b.y, b.w - 32, 46) for b in boxes],
        paths=[f"options[{i}].heading" for i in range(len(boxes))],
    )
    inner = [Rect(b.x + 16, b.y + 62, b.w - 32, b.h - 76) for b in boxes]
    lists = fit_together(
        [points_of(o.points, 20, 12) for o in content.options],
        page.theme,
        inner,
        paths=[f"options[{i}].points" for i in range(len(boxes))],
        least=13,
    )
    needed = max(height_of(p, page.theme, b.w) for p, b in zip(lists, inner, strict=True))
    high = min(boxes[0].h, max(boxes[0].h * 0.82, needed + 46 + 34))
    airy = min(38.0, 12.0 + (high - 76 - needed) / _gaps(content.options))
    within = [Rect(b.x, b.y, b.w, high - 76) for b in inner]
    lists = tuple(spread(p, page, b, airy) for p, b in zip(lists, within, strict=True))
    for i, box in enumerate(boxes):
        lit = content.options[i].highlight
        out.append(
            TextBox(
                Rect(box.x, box.y, box.w, 46),
                heads[i],
                f"Option {i + 1}",
                anchor="ctr",
                inset=(16, 0, 16, 0),
                fill="accent" if lit else "rule",
            )
        )
        out.append(
            TextBox(
                Rect(box.x, box.y + 46, box.w, high - 46),
                lists[i],
                f"Points {i + 1}",
                inset=(16, 16, 16, 14),
                fill="card",
            )
        )
    if content.verdict:
        out.append(_verdict(content.verdict, room.y + high + 16, page))
    return Placed("Comparison", tuple(out))


def _gaps(columns: Sequence[Column]) -> int:
    """Between the points of the longest column."""
    return max(1, max(len(c.points) for c in columns) - 1)


def _heading(option: Column, page: Page) -> Para:
    color = page.theme.on("accent") if option.highlight else "ink"
    return text(option.heading, 18, bold=True, color=color)


def _verdict(verdict: str, top: float, page: Page) -> Element:
    body = page.grid.body
    box = Rect(body.x, top, body.w, 50)
    paras = (text(verdict, 18, bold=True, color=page.theme.on("panel")),)
    kept = fitted(paras, page.theme, box.inset(16, 4), path="verdict", least=14)
    return TextBox(box, kept, "Verdict", anchor="ctr", inset=(16, 4, 16, 4), fill="panel")
