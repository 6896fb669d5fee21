"""What people ask of a deck they sent: rows, pictures, footers, a colour, another sort of slide."""

import io
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from tests.unit.documents.slides.building import (
    built,
    empty,
    opened,
    parts,
    photo,
    repacked,
    slide,
    tried,
)
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.interface import check, render
from docsmith.documents.model import Document
from docsmith.documents.slides.xml.names import P

BASE = uploaded()
PHOTO = {"photo": photo(120, 40)}
SHOWN = {"slot": "photo", "alt": "The yard from above"}


def edited(*ops: dict[str, Any], base: bytes = BASE, **inputs: Any) -> Document:
    return built(*ops, base=base, **inputs)


def changed(document: Document, base: bytes = BASE) -> set[str]:
    before, after = parts(base), parts(render(document))
    return {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def valid(document: Document, tmp_path: Any) -> bool:
    """No worse than the upload came."""
    found: list[set[str]] = []
    for name, content in (("before", BASE), ("after", render(document))):
        path = tmp_path / f"{name}.pptx"
        path.write_bytes(content)
        found.append({e.description for e in OpenXmlValidator().validate(str(path)).errors})
    return found[1] <= found[0]


def table(document: Document) -> list[list[str]]:
    shown = next(s.table for s in opened(document).slides[3].shapes if s.has_table)
    return [[cell.text for cell in row.cells] for row in shown.rows]


def rows(*given: tuple[Any, ...], first: int = 2) -> dict[str, Any]:
    return {"op": "table_rows", "slide": "u4", "table": "Figures", "first": first, "rows": given}


def test_a_table_takes_more_rows_which_look_like_the_last(tmp_path: Any) -> None:
    document = edited(rows(("a", 1), ("b", 2.5), ("c", None)))
    assert table(document) == [["00", "01"], ["a", "1"], ["b", "2.5"], ["c", ""]]
    assert changed(document) == {"ppt/slides/slide4.xml"}
    shown = next(s for s in opened(document).slides[3].shapes if s.has_table)
    assert shown.height == sum(row.height for row in shown.table.rows)
    assert shown.table.cell(2, 1).text_frame.paragraphs[0].runs[0].font.italic is True
    assert valid(document, tmp_path)


def test_a_table_takes_fewer_rows() -> None:
    assert table(edited(rows(("only", "one"), first=1))) == [["only", "one"]]


def test_another_picture_stands_in_the_same_frame(tmp_path: Any) -> None:
    op = {"op": "picture", "slide": "u5", "shape": "Depot", "image": SHOWN}
    document = edited(op, **PHOTO)
    before = next(s for s in Presentation(io.BytesIO(BASE)).slides[4].shapes if s.name == "Depot")
    after = next(s for s in opened(document).slides[4].shapes if s.name == "Depot")
    assert (after.left, after.top, after.width, after.height) == (
        before.left,
        before.top,
        before.width,
        before.height,
    )
    assert after.image.blob == PHOTO["photo"].content
    assert after.crop_left == pytest.approx(0.25, abs=0.01)
    assert after._element.xpath(".//p:cNvPr")[0].get("descr") == SHOWN["alt"]
    assert valid(document, tmp_path)


def with_empty_picture() -> bytes:
    deck = Presentation(io.BytesIO(BASE))
    deck.slides.add_slide(deck.slide_layouts.get_by_name("Picture with Caption"))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def test_a_picture_fills_an_empty_placeholder() -> None:
    base = with_empty_picture()
    op = {"op": "picture", "slide": "u7", "shape": "pic", "image": SHOWN}
    document = edited(op, base=base, **PHOTO)
    holder = next(
        p for p in opened(document).slides[6].placeholders if p.placeholder_format.type == 18
    )
    assert holder.image.blob == PHOTO["photo"].content


def test_a_slide_on_their_layout_takes_a_picture(tmp_path: Any) -> None:
    op = {
        "op": "layout_slide",
        "layout": "Picture with Caption",
        "slots": {"title": "The yard"},
        "images": {"pic": SHOWN},
    }
    document = edited(op, **PHOTO)
    holder = next(
        p for p in opened(document).slides[6].placeholders if p.placeholder_format.type == 18
    )
    assert holder.image.blob == PHOTO["photo"].content
    assert valid(document, tmp_path)


def test_a_shape_is_taken_off() -> None:
    document = edited({"op": "remove", "slide": "u6", "shape": "Jump"})
    assert [s.name for s in opened(document).slides[5].shapes] == ["Title 1"]


def test_an_uploaded_slide_gives_way_to_ours_and_keeps_its_notes() -> None:
    content = {"layout": "bullets", "title": "What we know now", "points": ["One", "Two"]}
    document = edited({"op": "set_content", "slide": "u2", "content": content})
    deck = opened(document)
    assert len(deck.slides) == 6
    assert deck.slides[1].shapes.title.text == "What we know now"
    assert deck.slides[1].notes_slide.notes_text_frame.text == "Thank the team."
    assert [f for f in check(document) if f.id == "pptx.broken_package"] == []


def test_title_colour_and_font_are_changed_in_their_own_parts(tmp_path: Any) -> None:
    op = {"op": "deck", "title": "Plan 2027", "primary_color": "#336699", "font": "Georgia"}
    document = edited(op)
    assert changed(document) == {"docProps/core.xml", "ppt/theme/theme1.xml"}
    assert opened(document).core_properties.title == "Plan 2027"
    theme = parts(render(document))["ppt/theme/theme1.xml"]
    assert b'<a:accent1><a:srgbClr val="336699"/></a:accent1>' in theme
    assert theme.count(b'<a:latin typeface="Georgia"') == 2
    assert valid(document, tmp_path)


def feet(document: Document, kind: int) -> list[str]:
    return [
        p.text_frame.text
        for one in opened(document).slides
        for p in one.placeholders
        if p.placeholder_format.type == kind
    ]


def test_footer_and_numbers_come_and_go_where_the_layouts_have_them(tmp_path: Any) -> None:
    document = edited({"op": "deck", "footer": "Board paper", "page_numbers": True})
    assert feet(document, 15) == ["Board paper"] * 6
    assert len(feet(document, 13)) == 6
    assert valid(document, tmp_path)
    again = edited({"op": "deck", "footer": "Second"}, base=render(document))
    assert feet(again, 15) == ["Second"] * 6
    gone = edited({"op": "deck", "footer": "", "page_numbers": False}, base=render(document))
    assert feet(gone, 15) + feet(gone, 13) == []


def without_feet() -> bytes:
    deck = Presentation(io.BytesIO(BASE))
    for layout in deck.slide_layouts:
        for holder in list(layout.placeholders):
            if holder.placeholder_format.type in (13, 15):
                holder._element.getparent().remove(holder._element)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def merged() -> bytes:
    deck = Presentation(io.BytesIO(BASE))
    shown = next(s.table for s in deck.slides[3].shapes if s.has_table)
    shown.cell(1, 0).merge(shown.cell(1, 1))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def animated() -> bytes:
    deck = Presentation(io.BytesIO(BASE))
    shape = deck.slides[1].placeholders[1]
    target = etree.SubElement(deck.slides[1].element.find("{*}timing"), f"{{{P}}}spTgt")
    target.set("spid", str(shape.shape_id))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


PICTURE = {"op": "picture", "slide": "u5", "shape": "Depot"}
LAYOUT = {"op": "layout_slide", "layout": "Picture with Caption"}


@pytest.mark.parametrize(
    ("op", "path", "base"),
    [
        ({"op": "deck", "ratio": "4:3"}, "ratio", BASE),
        ({"op": "deck", "mode": "dark"}, "mode", BASE),
        ({"op": "deck", "footer": "x"}, "footer", without_feet()),
        ({"op": "deck", "page_numbers": True}, "page_numbers", without_feet()),
        (rows(("a",)), "rows[0]", BASE),
        (rows(("a", "b"), first=9), "first", BASE),
        (rows(("a", "b")), "table", merged()),
        ({**rows(("a", "b")), "slide": "u3", "table": "Sales chart"}, "table", BASE),
        ({**PICTURE, "image": {"slot": "none", "alt": "x"}}, "image.slot", BASE),
        ({**PICTURE, "slide": "u2", "shape": "body", "image": SHOWN}, "shape", BASE),
        ({**PICTURE, "shape": "Nowhere", "image": SHOWN}, "shape", BASE),
        ({"op": "remove", "slide": "u2", "shape": "body"}, "shape", animated()),
        ({**LAYOUT, "slots": {"pic": "words"}}, "slots.pic", BASE),
        ({**LAYOUT, "slots": {}, "images": {"title": SHOWN}}, "images.title", BASE),
        ({**LAYOUT, "slots": {}, "images": {"none": SHOWN}}, "images.none", BASE),
        (
            {**LAYOUT, "slots": {}, "images": {"pic": {"slot": "no", "alt": "x"}}},
            "images.pic.slot",
            BASE,
        ),
        ({"op": "table_rows", "slide": "s1", "table": "x", "rows": [["a"]]}, "slide", BASE),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_cannot_be_done_is_refused_by_name(op: dict[str, Any], path: str, base: bytes) -> None:
    applied = tried(empty(base, **PHOTO), op)
    assert [e.path for e in applied.errors] == [f"ops[0].{path}"]


def test_an_edit_of_uploaded_slides_is_refused_on_ours() -> None:
    ours = built(slide("statement", statement="Hello", id="a"))
    applied = tried(ours, {"op": "remove", "slide": "a", "shape": "Title"})
    assert [e.path for e in applied.errors] == ["ops[0].slide"]


def without_core() -> bytes:
    kept = {n: c for n, c in parts(BASE).items() if n != "docProps/core.xml"}
    relations = etree.fromstring(kept["_rels/.rels"])
    for relation in list(relations):
        if relation.get("Target").endswith("core.xml"):
            relations.remove(relation)
    return repacked({**kept, "_rels/.rels": etree.tostring(relations)})


def test_a_deck_without_properties_takes_no_title_and_no_harm() -> None:
    document = edited({"op": "deck", "title": "Plan"}, base=without_core())
    assert changed(document, without_core()) == set()
