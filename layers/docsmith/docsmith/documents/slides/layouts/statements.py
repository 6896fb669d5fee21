"""Slides that say one thing: title, section, quote, statement, closing. They stand on the panel."""

from docsmith.documents.operations.slides_content import (
    Action,
    ClosingContent,
    QuoteContent,
    SectionContent,
    StatementContent,
    TitleContent,
)
from docsmith.documents.slides.elements import Element, Holder, Mark, Para, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together, fitted, height_of, runs_of
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import text
from docsmith.documents.slides.page import Page

TILE = 135.0


def beside_tiles(page: Page, columns: int) -> Rect:
    """The area left of so many columns of tiles."""
    body = page.grid.body
    taken = TILE * (columns if page.grid.wide else 1) if page.ours else 0.0
    edge = 40.0 if taken else page.grid.width - body.right
    return Rect(body.x, 48.0, page.grid.width - taken - edge - body.x, 444.0)


def title(content: TitleContent, page: Page) -> Placed:
    area = beside_tiles(page, 2)
    box = Rect(area.x, 122, area.w, 190)
    main = (text(content.title, 46, font="major", bold=True, color=page.text, spacing=0.95),)
    kept = fitted(main, page.theme, box, path="title", least=28)
    out: list[Element] = [TextBox(box, kept, "Title", anchor="b", holder=Holder("ctrTitle"))]
    if content.subtitle:
        under = Rect(area.x, 326, area.w, 84)
        paras = (text(content.subtitle, 20, color=page.text),)
        fit = fitted(paras, page.theme, under, path="subtitle", least=14)
        out.append(TextBox(under, fit, "Subtitle", holder=Holder("subTitle", 1)))
    told = "  ·  ".join(part for part in (content.presenter, content.date) if part)
    if told:
        foot = Rect(area.x, 452, area.w, 36)
        fit = fitted((text(told, 14, color=page.text),), page.theme, foot, path="presenter")
        out.append(TextBox(foot, fit, "Presenter", anchor="b", holder=Holder("body", 10)))
    return Placed("Title", tuple(out))


def section(content: SectionContent, page: Page) -> Placed:
    area = beside_tiles(page, 1)
    out: list[Element] = []
    box = Rect(area.x, 196, area.w, 110)
    main = (text(content.title, 40, font="major", bold=True, color=page.text, spacing=0.95),)
    kept = fitted(main, page.theme, box, path="title", least=26)
    out.append(TextBox(box, kept, "Title", anchor="t", holder=Holder("title")))
    if page.section_number:
        number = Rect(area.x, 92, 160, 92)
        paras = (text(f"{page.section_number:02}", 72, font="major", color=page.stress),)
        out.append(TextBox(number, paras, "Number", anchor="b", holder=Holder("body", 10)))
    if content.subtitle:
        top = box.y + height_of(kept, page.theme, box.w) + 14
        under = Rect(area.x, top, area.w, 110)
        paras = (text(content.subtitle, 20, color=page.text),)
        fit = fitted(paras, page.theme, under, path="subtitle", least=14)
        out.append(TextBox(under, fit, "Subtitle", holder=Holder("body", 1)))
    return Placed("Section", tuple(out))


def quote(content: QuoteContent, page: Page) -> Placed:
    area = beside_tiles(page, 1)
    box = Rect(area.x, 70, area.w, 260)
    said = content.quote.strip("\"'“”„»« ")
    marks = ("„", "“") if page.language == "de" else ("“", "”")
    runs = runs_of(f"{marks[0]}{said}{marks[1]}", page.stress)
    main = (Para(runs, 34, color=page.text, font="major", spacing=1.05),)
    kept = fitted(main, page.theme, box, path="quote", least=20)
    by = [text(content.author, 16, bold=True, color=page.text)]
    if content.role:
        by.append(text(content.role, 14, color=page.text, before=2))
    foot = Rect(area.x, 354, area.w, 60)
    return Placed(
        "Quote",
        (
            TextBox(box, kept, "Title", anchor="b", holder=Holder("title")),
            TextBox(
                foot,
                fitted(by, page.theme, foot, path="author"),
                "Author",
                holder=Holder("body", 1),
            ),
        ),
    )


def statement(content: StatementContent, page: Page) -> Placed:
    body = page.grid.body
    box = Rect(body.x, 110, body.w * (0.86 if page.grid.wide else 1.0), 220)
    runs = runs_of(content.statement, "accent")
    main = (Para(runs, 42, font="major", bold=False, spacing=1.0),)
    kept = fitted(main, page.theme, box, path="statement", least=24)
    out: list[Element] = [TextBox(box, kept, "Title", anchor="b", holder=Holder("title"))]
    if content.support:
        under = Rect(body.x, 350, body.w * 0.72, 110)
        paras = (text(content.support, 20, color="muted"),)
        fit = fitted(paras, page.theme, under, path="support", least=14)
        out.append(TextBox(under, fit, "Support", holder=Holder("body", 1)))
    return Placed("Statement", tuple(out))


def closing(content: ClosingContent, page: Page) -> Placed:
    area = beside_tiles(page, 1)
    box = Rect(area.x, 56, area.w, 96)
    main = (text(content.title, 36, font="major", bold=True, color=page.text, spacing=0.95),)
    kept = fitted(main, page.theme, box, path="title", least=24)
    out: list[Element] = [TextBox(box, kept, "Title", anchor="b", holder=Holder("title"))]
    end = 436.0 if content.contact else 486.0
    if content.actions:
        room = Rect(area.x, 176, area.w, end - 176)
        out += _actions(content.actions, room, page)
    if content.contact:
        foot = Rect(area.x, 448, area.w, 40)
        words = (text(content.contact, 16, color=page.text),)
        fit = fitted(words, page.theme, foot, path="contact")
        out.append(TextBox(foot, fit, "Contact", anchor="b", holder=Holder("body", 1)))
    return Placed("Closing", tuple(out))


def _actions(actions: tuple[Action, ...], room: Rect, page: Page) -> list[Element]:
    """One row an action: what, and at the right who and when."""
    high = min(76.0, room.h / len(actions))
    rows = room.stacked([high] * len(actions), 0)
    tied = any(a.who or a.when for a in actions)
    side = min(190.0, room.w * 0.32) if tied else 0.0
    left = [Rect(r.x, r.y + 6, r.w - side - (16 if tied else 0), r.h - 12) for r in rows]
    what = fit_together(
        [[text(a.what, 21, color=page.text)] for a in actions],
        page.theme,
        left,
        paths=[f"actions[{i}].what" for i in range(len(actions))],
    )
    out: list[Element] = []
    for i, (action, row) in enumerate(zip(actions, rows, strict=True)):
        out.append(Mark(Rect(row.x, row.y, row.w, 0.75), "muted", name="Rule"))
        out.append(TextBox(left[i], what[i], f"Action {i + 1}", anchor="ctr"))
        who = "  ·  ".join(part for part in (action.who, action.when) if part)
        if who:
            at = Rect(row.right - side, row.y + 6, side, row.h - 12)
            paras = (text(who, 14, color=page.text, bold=True, align="r"),)
            fit = fitted(paras, page.theme, at, path=f"actions[{i}].who")
            out.append(TextBox(at, fit, f"Owner {i + 1}", anchor="ctr"))
    return out
