"""What is added to a document that somebody else made follows its styles, page and sections."""

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Cm
from lxml import etree
from openxml_audit import OpenXmlValidator
from tests.unit.documents.word.building import (
    body_of,
    chart,
    empty,
    heading,
    paragraph,
    parts_of,
    picture_input,
    repacked,
    table,
    texts_of,
    tried,
)

from docsmith.documents.interface import check, project, render
from docsmith.documents.model import Document, Severity
from docsmith.documents.word.parts.names import W

LONG = "Prices held, volumes rose, and the share of returns fell in every month of the year. " * 4
Op = dict[str, Any]


def plan_file(sections: int = 3, *, title: bool = True) -> bytes:
    """A plan of others: headings, long text, tables in a style of their own, two sections."""
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = Cm(18), Cm(25)
    if title:
        document.add_heading("Plan of others", 0)
    for number in range(1, sections + 1):
        document.add_heading(f"Part {number}", 1)
        for _ in range(8):
            document.add_paragraph(LONG)
        grid = document.add_table(2, 2, style="Light List Accent 1")
        grid.rows[0].cells[0].text, grid.rows[1].cells[0].text = "Name", "Chair"
    document.add_section()
    document.add_paragraph("An appendix stands here.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def edited(base: bytes, *ops: Op) -> bytes:
    """The file after these operations, found no less valid, without blocking findings."""
    document = uploaded(base)
    applied = tried(document, *ops)
    assert applied.errors == ()
    assert [f for f in check(applied.document) if f.severity is Severity.BLOCKING] == []
    assert project(applied.document)["pages"]["document"]
    content = render(applied.document)
    assert content == render(applied.document)
    return content


def uploaded(base: bytes) -> Document:
    return empty(base, photo=picture_input())


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def entries_in(content: bytes) -> list[list[str]]:
    """The entries of the contents list: text and page."""
    held = next(body_of(content).iter(w("sdtContent")))
    lines = ("".join(shown(run) for run in entry.iter(w("r"))) for entry in held)
    return [line.split("\t") for line in lines if "\t" in line]


def shown(run: Any) -> str:
    return "".join({w("t"): part.text or "", w("tab"): "\t"}.get(part.tag, "") for part in run)


def test_a_contents_list_names_the_headings_that_stand_with_their_pages():
    content = edited(
        plan_file(), {"op": "insert_after", "block": "u1", "blocks": [{"op": "contents"}]}
    )
    entries = entries_in(content)
    assert [text for text, _ in entries] == ["Part 1", "Part 2", "Part 3"]
    pages = [int(page) for _, page in entries]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert pages[-1] > 1
    marks = {mark.get(w("name")) for mark in body_of(content).iter(w("bookmarkStart"))}
    anchors = {link.get(w("anchor")) for link in body_of(content).iter(w("hyperlink"))}
    assert anchors <= marks


def test_a_section_of_ours_is_turned_and_the_rest_stays_as_it_stood():
    wide = [{"op": "section", "orientation": "landscape"}, heading("Wide"), {"op": "section"}]
    content = edited(plan_file(), {"op": "insert_after", "block": "u11", "blocks": wide[:2]})
    assert [s.orientation for s in opened(content).sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    content = edited(plan_file(), {"op": "insert_after", "block": "u11", "blocks": wide})
    found = opened(content).sections
    assert [s.orientation for s in found].count(WD_ORIENT.LANDSCAPE) == 1
    assert len(found) == 4
    assert {round(s.left_margin.cm, 1) for s in found} == {3.2}


def test_a_section_after_a_table_or_at_the_end_gets_a_paragraph_to_stand_in():
    turned = {"op": "section", "orientation": "landscape", "restart_pages": True}
    content = edited(plan_file(), {"op": "insert_after", "block": "u11", "blocks": [turned]})
    assert opened(content).sections[1].orientation is WD_ORIENT.LANDSCAPE
    content = edited(plan_file(), turned, paragraph("At the end."))
    last = body_of(content).find(f"{w('body')}/{w('sectPr')}")
    assert last.find(w("pgNumType")).get(w("start")) == "1"
    assert int(last.find(w("pgSz")).get(w("w"))) > int(last.find(w("pgSz")).get(w("h")))


def test_a_file_without_sections_is_given_one():
    base = plan_file()
    root = etree.fromstring(parts_of(base)["word/document.xml"])
    for found in list(root.iter(w("sectPr"))):
        found.getparent().remove(found)
    bare = repacked(base, **{"word/document.xml": etree.tostring(root)})
    content = edited(bare, {"op": "section", "orientation": "landscape"}, paragraph("Wide."))
    assert opened(content).sections[-1].orientation is WD_ORIENT.LANDSCAPE


def test_a_cover_stands_first_and_shows_neither_header_nor_number():
    cover = {"op": "title", "title": "The plan", "cover": True}
    content = edited(
        plan_file(),
        {"op": "insert_before", "block": "u1", "blocks": [cover]},
        {"op": "header_footer", "header": "Plan"},
    )
    assert texts_of(content)[1] == "The plan"
    assert [s.different_first_page_header_footer for s in opened(content).sections] == [True, False]


def test_header_footer_and_numbers_stand_on_every_section():
    frame = {"op": "header_footer", "header": "Plan 2027", "logo": "photo", "footer": "Internal"}
    content = edited(plan_file(), frame)
    for section in opened(content).sections:
        assert section.header.paragraphs[0].text.strip() == "Plan 2027"
        assert section.footer.paragraphs[0].text.startswith("Internal\tPage ")
        assert "graphicData" in section.header._element.xml


def test_sections_of_other_widths_get_tabs_of_their_own():
    content = edited(
        plan_file(),
        {"op": "section", "orientation": "landscape"},
        paragraph("Wide."),
        {"op": "header_footer", "page_numbers": True, "first_page": True},
    )
    footers = [name for name in parts_of(content) if "/footer" in name and "_rels" not in name]
    assert len(footers) == 2


def test_numbers_nobody_asked_for_do_not_take_the_place_of_a_footer():
    document = opened(plan_file())
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    out = io.BytesIO()
    document.save(out)
    content = edited(out.getvalue(), {"op": "header_footer", "header": "Plan"})
    assert opened(content).sections[0].footer.paragraphs[0].text == "Confidential"
    refused = tried(uploaded(out.getvalue()), {"op": "header_footer", "page_numbers": True})
    assert "Confidential" in refused.errors[0].reason
    assert refused.errors[0].path == "ops[0].footer"


def test_odd_and_even_pages_get_the_same_header():
    base = plan_file()
    settings = parts_of(base)["word/settings.xml"]
    settings = settings.replace(b"<w:zoom ", b"<w:evenAndOddHeaders/><w:zoom ", 1)
    content = edited(
        repacked(base, **{"word/settings.xml": settings}), {"op": "header_footer", "header": "Plan"}
    )
    kinds = {e.get(w("type")) for e in body_of(content).iter(w("headerReference"))}
    assert kinds == {"default", "even"}


def test_properties_colour_font_and_paper_are_set():
    setup = {
        "op": "setup", "title": "Plan", "author": "Ann", "keywords": ["a", "b"], "color": "#7A1F1F",
        "font": "Arial", "paper": "letter",
    }  # fmt: skip
    file = opened(edited(plan_file(), setup))
    core = file.core_properties
    assert (core.title, core.author, core.keywords) == ("Plan", "Ann", "a, b")
    assert str(file.styles["Heading 1"].font.color.rgb) == "7A1F1F"
    assert file.styles["Normal"].font.name == "Arial"
    assert {s.page_width.inches for s in file.sections} == {8.5}


def test_a_file_without_properties_is_given_them():
    base = plan_file()
    relations = etree.fromstring(parts_of(base)["_rels/.rels"])
    for found in [r for r in relations if "core-properties" in r.get("Type")]:
        relations.remove(found)
    bare = repacked(
        base, **{"docProps/core.xml": None, "_rels/.rels": etree.tostring(relations)}
    )  # fmt: skip
    assert opened(edited(bare, {"op": "setup", "title": "Plan"})).core_properties.title == "Plan"


def test_tables_wear_the_style_of_the_documents_own_and_fit_its_page():
    content = edited(plan_file(), table(["x", 1], caption="Ours"), chart(), heading("More"))
    file = opened(content)
    ours = file.tables[-1]
    assert ours.style.name == "Light List Accent 1"
    room = (
        file.sections[-1].page_width
        - file.sections[-1].left_margin
        - file.sections[-1].right_margin
    )
    wide = sum(column.width for column in ours.columns)
    assert abs(wide - room) < Cm(0.1)
    assert file.inline_shapes[-1].width <= room  # fmt: skip


COVER = {"op": "title", "title": "x", "cover": True}
FRAME = {"op": "header_footer", "header": "Plan", "logo": "photo", "footer": "x"}


def found_in(content, path):
    path.write_bytes(content)
    told = OpenXmlValidator().validate(str(path)).errors
    return {str(e.description) for e in told if "stylesWithEffects" not in e.description}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """What the validator says of the file as it came."""
    return found_in(plan_file(), tmp_path_factory.mktemp("known") / "before.docx")


@pytest.mark.parametrize(
    "ops",
    [
        [{"op": "insert_after", "block": "u1", "blocks": [{"op": "contents"}]}],
        [{"op": "insert_before", "block": "u1", "blocks": [COVER, {"op": "page_break"}]}],
        [{**FRAME, "first_page": False}],
        [{"op": "section", "orientation": "landscape"}, chart(), {"op": "section"}, heading("x")],
        [{"op": "setup", "title": "x", "color": "#112233", "font": "Arial", "paper": "a4"}],
        [{"op": "image", "slot": "photo", "alt": "x"}, table(["x", 1], caption="Ours")],
    ],
)
@pytest.mark.no_cover
def test_the_validator_finds_nothing_that_was_not_there(ops, tmp_path, known):
    assert found_in(edited(plan_file(), *ops), tmp_path / "after.docx") - known == set()
