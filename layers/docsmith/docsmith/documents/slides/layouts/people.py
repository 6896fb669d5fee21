"""A slide of people: portrait or initials, name, role."""

from docsmith.documents.operations.slides_content import ImageSlot, Person, TeamContent
from docsmith.documents.slides.elements import Element, Para, Picture, Placed, TextBox
from docsmith.documents.slides.fitting import fit_together
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.layouts.parts import cropped, headed, text
from docsmith.documents.slides.page import Page

DROP = 30.0
"""How far under the title a single row of portraits stands."""


def team(content: TeamContent, page: Page) -> Placed:
    """One row of up to four, else two rows."""
    out = headed(page, content.title)
    count = len(content.people)
    across = count if count <= (4 if page.grid.wide else 3) else (count + 1) // 2
    down = (count + across - 1) // across
    face = 156.0 if down == 1 else 76.0
    rows = page.grid.body.rows(down, 20)
    boxes = [cell for row in rows for cell in row.columns(across, 24)][:count]
    places = [_beside(b, face) if down > 1 else _under(b, face) for b in boxes]
    words = fit_together(
        [_told(p) for p in content.people],
        page.theme,
        places,
        paths=[f"people[{i}]" for i in range(count)],
    )
    for i, person in enumerate(content.people):
        drop = DROP if down == 1 else 0
        at = Rect(boxes[i].x, boxes[i].y + drop, face, face)
        out.append(_face(person, at, i, page))
        out.append(TextBox(places[i], words[i], f"Person {i + 1}"))
    return Placed("Team", tuple(out))


def _under(box: Rect, face: float) -> Rect:
    return Rect(box.x, box.y + face + DROP + 18, box.w, box.h - face - DROP - 18)


def _beside(box: Rect, face: float) -> Rect:
    return Rect(box.x + face + 14, box.y + 4, box.w - face - 14, box.h - 4)


def _told(person: Person) -> list[Para]:
    paras = [
        text(person.name, 20, bold=True),
        text(person.role, 16, color="accent", before=2),
    ]
    if person.detail:
        paras.append(text(person.detail, 15, color="muted", before=6))
    return paras


def _face(person: Person, at: Rect, index: int, page: Page) -> Element:
    if person.image is not None:
        path = f"people[{index}].image"
        slot = ImageSlot(slot=person.image, alt=person.name, focus="top")
        left, top, right, bottom = cropped(slot, at, page, path)
        return Picture(
            at, slot.slot, slot.alt, f"Portrait {index + 1}", (left, top, right, bottom), "ellipse"
        )
    size = at.h * 0.34
    ground = "accent" if index == 0 else "rule"
    color = page.theme.on(ground)
    initials = "".join(word[0] for word in person.name.split() if word[0].isalpha())[:2].upper()
    paras = (text(initials or "?", size, font="major", color=color, align="ctr"),)
    return TextBox(at, paras, f"Initials {index + 1}", anchor="ctr", shape="ellipse", fill=ground)
