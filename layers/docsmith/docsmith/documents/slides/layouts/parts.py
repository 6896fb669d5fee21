"""What several layouts share: the title, points, small texts, image crops."""

from collections.abc import Sequence
from dataclasses import replace

from docsmith.documents.operations.slides_content import ImageSlot, Point
from docsmith.documents.slides import metrics
from docsmith.documents.slides.elements import (
    Element,
    Holder,
    Para,
    Picture,
    TextBox,
)
from docsmith.documents.slides.fitting import fitted, height_of, runs_of
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.page import Page, crop_of

BULLET = "–"
TITLE_SIZE = 28.0
TITLE_LEAST = 20.0


def text(value: str, size: float, **looks: object) -> Para:
    """One paragraph; `**bold**` gets no colour of its own."""
    return Para(runs_of(value), size, **looks)  # type: ignore[arg-type]


def headed(page: Page, title: str, width: float | None = None) -> list[Element]:
    """The section's name over the title, and the title."""
    grid = page.grid
    box = grid.title if width is None else Rect(grid.title.x, grid.title.y, width, grid.title.h)
    look = Para(
        runs_of(title),
        _title_size(title, page, box.w),
        font="major",
        bold=page.title_bold,
        spacing=0.95 if page.ours else 1.0,
    )
    kept = fitted((look,), page.theme, box, path="title", least=TITLE_LEAST)
    out: list[Element] = [TextBox(box, kept, "Title", holder=Holder("title"))]
    if page.section and page.ours:
        kicker = Rect(grid.kicker.x, grid.kicker.y, box.w, grid.kicker.h)
        label = (text(page.section, 12, color="accent", bold=True),)
        out.append(TextBox(kicker, label, "Section", anchor="ctr", holder=Holder("body", 20)))
    return out


def _title_size(title: str, page: Page, room: float) -> float:
    """A title that nearly fits into one line is set a little smaller rather than broken."""
    if not page.ours:
        return page.title_size
    wide = metrics.width(title.replace("**", ""), page.theme.major, True)
    exact = room / wide if wide else TITLE_SIZE
    return TITLE_SIZE if exact >= TITLE_SIZE or exact < 24.5 else int(exact * 2 - 0.5) / 2


def spread(paras: tuple[Para, ...], page: Page, box: Rect, most: float) -> tuple[Para, ...]:
    """The points with what room is left put between them, each gap at most `most` points."""
    gaps = sum(1 for p in paras[1:] if p.bullet)
    if not gaps:
        return paras
    spare = (box.h * 0.92 - height_of(paras, page.theme, box.w)) / gaps
    return tuple(
        replace(p, before=min(most, p.before + max(0.0, spare))) if p.bullet else p for p in paras
    )


def points_of(points: Sequence[Point | str], size: float, gap: float) -> tuple[Para, ...]:
    """Bullets with their details beneath."""
    paras: list[Para] = []
    for point in points:
        words = point if isinstance(point, str) else point.text
        paras.append(
            Para(runs_of(words), size, bullet=BULLET, indent=size * 0.9, before=gap, spacing=1.0)
        )
        if isinstance(point, Point) and point.detail:
            detail = max(12.0, size - 3)
            paras.append(
                Para(
                    runs_of(point.detail),
                    detail,
                    color="muted",
                    indent=size * 0.9,
                    before=2.0,
                )
            )
    return tuple(paras)


def source_line(page: Page, source: str | None) -> list[Element]:
    """Where the figures come from, small, at the foot of the body."""
    if not source:
        return []
    body = page.grid.body
    box = Rect(body.x, body.bottom - 16, body.w, 16)
    kept = fitted((text(source, 11, color="muted"),), page.theme, box, path="source", least=10)
    return [TextBox(box, kept, "Source", anchor="b")]


def cropped(slot: ImageSlot, frame: Rect, page: Page, path: str) -> tuple[float, ...]:
    """The fractions to cut at left, top, right and bottom so that the image fills the frame."""
    return crop_of(page.image_size(slot.slot, f"{path}.slot"), frame, slot.focus)


def picture(slot: ImageSlot, frame: Rect, page: Page, path: str, holder: Holder) -> Picture:
    """The image in its frame."""
    left, top, right, bottom = cropped(slot, frame, page, path)
    return Picture(frame, slot.slot, slot.alt, "Picture", (left, top, right, bottom), holder=holder)
