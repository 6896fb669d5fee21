"""Slides of images, cropped to their frames."""

from docsmith.documents.operations.slides_content import ImageContent, ImageTextContent
from docsmith.documents.slides.elements import Holder, Placed, TextBox
from docsmith.documents.slides.fitting import fitted
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import headed, picture, points_of, text
from docsmith.documents.slides.page import Page


def image(content: ImageContent, page: Page) -> Placed:
    out = headed(page, content.title)
    body = page.grid.body
    frame = body if not content.image.caption else Rect(body.x, body.y, body.w, body.h - 28)
    out.append(picture(content.image, frame, page, "image", Holder("pic", 1)))
    if content.image.caption:
        box = Rect(body.x, body.bottom - 20, body.w, 20)
        paras = (text(content.image.caption, 13, color="muted"),)
        kept = fitted(paras, page.theme, box, path="image.caption", least=10)
        out.append(TextBox(box, kept, "Caption", anchor="b"))
    return Placed("Image", tuple(out))


def image_text(content: ImageTextContent, page: Page) -> Placed:
    """The right half is the image, edge to edge; title and points stand at the left."""
    grid = page.grid
    frame = _right_half(page)
    width = frame.x - 36 - grid.title.x
    out = headed(page, content.title, width if page.ours else None)
    box = Rect(grid.body.x, grid.body.y + 6, width, grid.body.h - 6)
    kept = fitted(points_of(content.points, 20, 14), page.theme, box, path="points", least=13)
    out.append(TextBox(box, kept, "Content", holder=Holder("body", 2)))
    out.append(picture(content.image, frame, page, "image", Holder("pic", 1)))
    if content.image.caption:
        foot = Rect(grid.body.x, grid.body.bottom - 18, width, 18)
        small = (text(content.image.caption, 11, color="muted"),)
        out.append(
            TextBox(
                foot,
                fitted(small, page.theme, foot, path="image.caption", least=10),
                "Caption",
                anchor="b",
            )
        )
    return Placed("Image and text", tuple(out))


def _right_half(page: Page) -> Rect:
    if not page.ours:
        return page.grid.span(7, 12)
    x = page.grid.width * 0.54
    return Rect(x, 0.0, page.grid.width - x, page.grid.height)
