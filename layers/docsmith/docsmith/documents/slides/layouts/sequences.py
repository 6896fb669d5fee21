"""Slides of what comes after what: a timeline, the steps of a process."""

from collections.abc import Sequence

from docsmith.documents.operations.slides_content import Event, ProcessContent, TimelineContent
from docsmith.documents.slides.elements import Element, Mark, Para, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together, height_of
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, text
from docsmith.documents.slides.page import Page

DOT = 18.0
BAND = 84.0
TIP = 20.0
DEEP = 190.0
"""How deep cards beneath are at least, so that the slide is not empty in its lower half."""
CARDED = 130.0
"""How wide a column must be for a card."""


def timeline(content: TimelineContent, page: Page) -> Placed:
    """Dots on a line: filled when done, larger for now, hollow for what comes; what happens stands
    on cards beneath, where there is room for such.
    """
    out = headed(page, content.title)
    body = page.grid.body
    columns = body.columns(len(content.events), 16)
    inset = 14.0 if columns[0].w >= CARDED else 0.0
    y = body.y + (72.0 if inset else body.h * 0.4)
    out.append(Mark(Rect(body.x, y - 0.75, body.w, 1.5), "rule", name="Line"))
    whens = fit_together(
        [[text(e.when, 18, bold=True, color="accent")] for e in content.events],
        page.theme,
        [Rect(c.x, y - 44, c.w, 26) for c in columns],
        paths=[f"events[{i}].when" for i in range(len(columns))],
    )
    boxes = [Rect(c.x, y + 22, c.w, body.bottom - y - 22) for c in columns]
    words = fit_together(
        [_event(e) for e in content.events],
        page.theme,
        [b.inset(inset) for b in boxes],
        paths=[f"events[{i}]" for i in range(len(columns))],
    )
    needed = max(
        height_of(p, page.theme, b.w - 2 * inset) for p, b in zip(words, boxes, strict=True)
    )
    deep = min(boxes[0].h, max(DEEP, needed + 3 * inset)) if inset else boxes[0].h
    for i, (event, column) in enumerate(zip(content.events, columns, strict=True)):
        out.append(
            TextBox(Rect(column.x, y - 44, column.w, 26), whens[i], f"When {i + 1}", anchor="b")
        )
        out.append(_dot(event, column.x, y))
        out.append(
            TextBox(
                boxes[i].top_part(deep),
                words[i],
                f"Event {i + 1}",
                inset=(inset, inset, inset, inset),
                fill="card" if inset else None,
            )
        )
    return Placed("Timeline", tuple(out))


def _event(event: Event) -> list[Para]:
    paras = [text(event.what, 22, bold=True)]
    if event.detail:
        paras.append(text(event.detail, 17, color="muted", before=6))
    return paras


def _dot(event: Event, x: float, y: float) -> Element:
    size = DOT + 5 if event.state == "now" else DOT
    fill = {"done": "accent", "now": "spark", "next": "paper"}[event.state]
    line = "accent" if event.state == "next" else None
    return Mark(Rect(x, y - size / 2, size, size), fill, "ellipse", "Dot", line)


def process(content: ProcessContent, page: Page) -> Placed:
    """A band of arrows, what happens in each on a card beneath."""
    out = headed(page, content.title)
    body = page.grid.body
    count = len(content.steps)
    columns = body.columns(count, 6)
    under = [Rect(b.x + 16, 0, b.w - TIP - 32, body.h - BAND - 44) for b in columns]
    details = fit_together(
        [[text(s.detail or "", 20)] for s in content.steps],
        page.theme,
        under,
        paths=[f"steps[{i}].detail" for i in range(count)],
        least=13,
    )
    told = any(s.detail for s in content.steps)
    needed = max(height_of(p, page.theme, b.w) for p, b in zip(details, under, strict=True))
    deep = max(DEEP, needed + 36) if told else 0.0
    top = body.y + max(0.0, body.h - BAND - deep) * 0.36
    band = [Rect(b.x, top, b.w, BAND) for b in columns]
    heads = _heads(content, band, page)
    for i, box in enumerate(band):
        out.append(_arrow(i, box, heads[i], page))
        if content.steps[i].detail:
            card = Rect(box.x, box.bottom + 8, box.w - TIP, deep - 8)
            out.append(TextBox(card, details[i], f"Detail {i + 1}", inset=(16, 16, 16, 12)))
            out.insert(-1, Mark(Rect(card.x, card.y, 2.25, card.h), "rule", name="Rule"))
    return Placed("Process", tuple(out))


def _heads(
    content: ProcessContent, band: Sequence[Rect], page: Page
) -> tuple[tuple[Para, ...], ...]:
    return fit_together(
        [[text(f"{i + 1}  {s.title}", 22, bold=True)] for i, s in enumerate(content.steps)],
        page.theme,
        [Rect(b.x + 16, b.y + 6, b.w - 16 - TIP - 8, b.h - 12) for b in band],
        paths=[f"steps[{i}].title" for i in range(len(band))],
    )


def _arrow(index: int, box: Rect, head: Sequence[Para], page: Page) -> Element:
    fill = "accent" if index == 0 else "card"
    return TextBox(
        box,
        tuple(_colored(p, page.theme.on(fill)) for p in head),
        f"Step {index + 1}",
        anchor="ctr",
        inset=(16, 6, TIP + 8, 6),
        shape="homePlate",
        adjust=round(TIP / box.h * 100_000),
        fill=fill,
    )


def _colored(para: Para, color: str) -> Para:
    return Para(para.runs, para.size, color=color, bold=para.bold)
