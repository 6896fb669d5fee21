"""Slides of what comes after what: a timeline, the steps of a process."""

from docsmith.documents.operations.slides_content import Event, ProcessContent, TimelineContent
from docsmith.documents.slides.elements import Element, Mark, Para, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, text
from docsmith.documents.slides.page import Page

DOT = 15.0


def timeline(content: TimelineContent, page: Page) -> Placed:
    """Dots on a line: filled when done, larger for now, hollow for what comes."""
    out = headed(page, content.title)
    body = page.grid.body
    columns = Rect(body.x, body.y + 74, body.w, body.h - 74).columns(len(content.events), 16)
    y = body.y + 126
    out.append(Mark(Rect(body.x, y - 0.75, body.w, 1.5), "rule", name="Line"))
    whens = fit_together(
        [[text(e.when, 18, bold=True, color="accent")] for e in content.events],
        page.theme,
        [Rect(c.x, y - 44, c.w, 26) for c in columns],
        paths=[f"events[{i}].when" for i in range(len(columns))],
    )
    words = fit_together(
        [_event(e) for e in content.events],
        page.theme,
        [Rect(c.x, y + 22, c.w, body.bottom - y - 22) for c in columns],
        paths=[f"events[{i}]" for i in range(len(columns))],
    )
    for i, (event, column) in enumerate(zip(content.events, columns, strict=True)):
        out.append(
            TextBox(Rect(column.x, y - 44, column.w, 26), whens[i], f"When {i + 1}", anchor="b")
        )
        out.append(_dot(event, column.x, y))
        at = Rect(column.x, y + 22, column.w, body.bottom - y - 22)
        out.append(TextBox(at, words[i], f"Event {i + 1}"))
    return Placed("Timeline", tuple(out))


def _event(event: Event) -> list[Para]:
    paras = [text(event.what, 20, bold=True)]
    if event.detail:
        paras.append(text(event.detail, 17, color="muted", before=6))
    return paras


def _dot(event: Event, x: float, y: float) -> Element:
    size = DOT + 5 if event.state == "now" else DOT
    fill = {"done": "accent", "now": "spark", "next": "paper"}[event.state]
    line = "accent" if event.state == "next" else None
    return Mark(Rect(x, y - size / 2, size, size), fill, "ellipse", "Dot", line)


def process(content: ProcessContent, page: Page) -> Placed:
    """A band of arrows, what happens in each beneath."""
    out = headed(page, content.title)
    body = page.grid.body
    count = len(content.steps)
    top = body.y + 50
    band = Rect(body.x, top, body.w, 92).columns(count, 6)
    tip = 20.0
    texts = [Rect(b.x + 16, b.y + 6, b.w - 16 - tip - 8, b.h - 12) for b in band]
    heads = fit_together(
        [[text(f"{i + 1}  {s.title}", 20, bold=True)] for i, s in enumerate(content.steps)],
        page.theme,
        texts,
        paths=[f"steps[{i}].title" for i in range(count)],
    )
    under = [Rect(b.x, top + 112, b.w - tip, body.bottom - top - 112) for b in band]
    details = fit_together(
        [[text(s.detail or "", 20)] for s in content.steps],
        page.theme,
        under,
        paths=[f"steps[{i}].detail" for i in range(count)],
        least=13,
    )
    for i, box in enumerate(band):
        fill = "accent" if i == 0 else "card"
        color = page.theme.on(fill)
        paras = tuple(_colored(p, color) for p in heads[i])
        out.append(
            TextBox(
                box,
                paras,
                f"Step {i + 1}",
                anchor="ctr",
                inset=(16, 6, tip + 8, 6),
                shape="homePlate",
                adjust=round(tip / box.h * 100_000),
                fill=fill,
            )
        )
        if content.steps[i].detail:
            out.append(TextBox(under[i], details[i], f"Detail {i + 1}"))
    return Placed("Process", tuple(out))


def _colored(para: Para, color: str) -> Para:
    return Para(para.runs, para.size, color=color, bold=para.bold)
