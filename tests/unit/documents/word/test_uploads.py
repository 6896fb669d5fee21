"""Documents that others made: edits keep their looks, what would be lost is refused, the rest
stays.
"""
# ruff: noqa: E501 - XML in one line reads better than cut in two

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from tests.unit.documents.word.building import (
    built,
    changed,
    chart,
    empty,
    heading,
    paragraph,
    parts_of,
    repacked,
    table,
    texts_of,
    tried,
)

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.interface import check, read, render
from docsmith.documents.model import Scope
from docsmith.documents.word.parts.names import PREFIXES, W
from docsmith.documents.word.upload import wording

COMMENTS = (
    f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="A" w:date="2026-01-01T00:00:00Z">'
    "<w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment></w:comments>"
).encode()


def plain_file() -> bytes:
    """As another program writes it, with looks inside a paragraph."""
    document = docx.Document()
    document.core_properties.title = "Theirs"
    document.add_heading("Their title", 0)
    document.add_heading("Costs", 1)
    line = document.add_paragraph("The price is ")
    line.add_run("10.2").bold = True
    line.add_run(" euros a piece.")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    grid = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in grid.rows for c in row.cells), ("A", "B", "x", "1"), strict=True
    ):
        cell.text = text
    document.add_paragraph("The end.")
    document.sections[0].header.paragraphs[0].text = "Acme Corp, internal"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(inner: str, **parts: bytes) -> bytes:
    """The plain file with another body."""
    xml = f"<w:document {PREFIXES}><w:body>{inner}<w:sectPr/></w:body></w:document>"
    return repacked(plain_file(), **{"word/document.xml": xml.encode()}, **parts)


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def faults_in(path: Path) -> set[str]:
    """What the validator says, but for the old copy of the styles in that template, which is
    unread.
    """
    told = (str(e.description) for e in OpenXmlValidator().validate(str(path)).errors)
    return {text for text in told if "stylesWithEffects" not in text}


def reason(base: bytes, op: dict) -> str:
    document = empty(base)
    applied = tried(document, op)
    assert applied.document is document
    return applied.errors[0].reason


def test_without_edits_the_bytes_are_those_that_came():
    base = plain_file()
    assert render(empty(base)) == base


def test_the_outline_tells_kinds_levels_and_texts():
    blocks = read(empty(plain_file()), Scope()).content["blocks"]
    assert [(b["id"], b["op"]) for b in blocks] == [
        ("u1", "title"), ("u2", "heading"), ("u3", "paragraph"), ("u4", "table"), ("u5", "paragraph"),
    ]  # fmt: skip
    assert blocks[1]["level"] == 1
    told = read(empty(plain_file()), Scope(what="block", block="u4")).content["blocks"][0]
    assert told["rows"] == [["A", "B"], ["x", "1"]]


def test_a_new_wording_keeps_the_looks_of_words_that_stay_and_of_those_it_replaces():
    document = changed(
        empty(plain_file()),
        {"op": "set_text", "block": "u3", "text": "Its price is 11.7 euros a piece."},
    )
    line = docx.Document(io.BytesIO(render(document))).paragraphs[2]
    assert line.text == "Its price is 11.7 euros a piece."
    assert [r.text for r in line.runs if r.bold] == ["11.7"]
    assert line.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_parts_that_no_edit_touches_stay_byte_for_byte():
    base = plain_file()
    document = changed(empty(base), {"op": "set_text", "block": "u5", "text": "Done."})
    before, after = parts_of(base), parts_of(render(document))
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert set(before) == set(after)


def test_a_wording_is_replaced_in_headers_too():
    document = changed(
        empty(plain_file()), {"op": "replace_text", "find": "Acme Corp", "text": "Beta"}
    )
    file = docx.Document(io.BytesIO(render(document)))
    assert file.sections[0].header.paragraphs[0].text == "Beta, internal"


def test_rows_are_added_like_their_neighbours_and_deleted():
    document = changed(
        empty(plain_file()),
        {"op": "add_row", "block": "u4", "cells": ["y", 2]},
        {"op": "set_text", "block": "u4", "row": 2, "column": 1, "text": "z"},
    )
    grid = docx.Document(io.BytesIO(render(document))).tables[0]
    assert [[c.text for c in r.cells] for r in grid.rows] == [["A", "B"], ["z", "1"], ["y", "2"]]
    document = changed(document, {"op": "delete_row", "block": "u4", "row": 2})
    assert len(docx.Document(io.BytesIO(render(document))).tables[0].rows) == 2


def test_our_blocks_look_like_the_documents_own(tmp_path):
    blocks = [
        heading("Ours"),
        paragraph("Text with a [link](https://e.org)[^n].", notes={"n": "A note."}),
        {"op": "list", "items": ["a", "b"]},
        {"op": "list", "kind": "number", "items": ["a", "b"]},
        table(["x", 1], caption="Ours"),
        chart(),
        {"op": "callout", "text": "Mind this."},
    ]
    base = plain_file()
    document = changed(empty(base), {"op": "insert_after", "block": "u3", "blocks": blocks})
    content = render(document)
    assert content == render(document)
    file = docx.Document(io.BytesIO(content))
    ours = next(par for par in file.paragraphs if par.text == "Ours")
    assert ours.style.style_id == docx.Document(io.BytesIO(base)).paragraphs[1].style.style_id
    path = tmp_path / "edited.docx"
    path.write_bytes(content)
    before = tmp_path / "before.docx"
    before.write_bytes(base)
    known, found = faults_in(before), faults_in(path)
    assert found - known == set()
    assert [f for f in check(document) if f.severity == "blocking"] == []


def test_blocks_are_moved_and_deleted_where_nothing_hangs_on_them():
    document = changed(
        empty(plain_file()),
        {"op": "move", "block": "u5", "after": "u2"},
        {"op": "delete", "block": "u4"},
    )
    assert texts_of(render(document))[:4] == [
        "Their title", "Costs", "The end.", "The price is 10.2 euros a piece.",
    ]  # fmt: skip


COMMENTED = p(
    '<w:commentRangeStart w:id="0"/>' + run("A claim") + '<w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>' + run(" that stands.")
)
TRACKED = p(run("Old ") + '<w:ins w:id="1" w:author="A">' + run("new") + "</w:ins>"
            '<w:del w:id="2" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del>')  # fmt: skip
FIELD = p(
    run("On ")
    + '<w:fldSimple w:instr=" DATE ">'
    + run("1 May")
    + "</w:fldSimple>"
    + run(" we met.")
)
CONTROL = "<w:sdt><w:sdtContent>" + p(run("Chosen")) + "</w:sdtContent></w:sdt>"
BOOKED = p(
    '<w:bookmarkStart w:id="5" w:name="here"/>' + run("A place") + '<w:bookmarkEnd w:id="5"/>'
)
REFERS = p(
    run("See ") + '<w:fldSimple w:instr=" REF here \\h ">' + run("A place") + "</w:fldSimple>"
)
OPENS = p('<w:bookmarkStart w:id="6" w:name="long"/>' + run("From"))
CLOSES = p(run("to") + '<w:bookmarkEnd w:id="6"/>')
NOTED = p(run("A fact") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" of note."))
SECTION = p("<w:pPr><w:sectPr/></w:pPr>" + run("Last of its section"))
LISTS = p('<w:fldSimple w:instr=" TOC \\o &quot;1-2&quot; ">' + run("One") + "</w:fldSimple>")
OTHER = p(run("Other."))


@pytest.mark.parametrize(
    ("body", "op", "words"),
    [
        (TRACKED, {"op": "set_text", "block": "u1", "text": "x"}, "tracked changes"),
        (TRACKED + OTHER, {"op": "delete", "block": "u1"}, "tracked changes"),
        (TRACKED, {"op": "replace_text", "find": "Old", "text": "x"}, "tracked changes"),
        (FIELD, {"op": "set_text", "block": "u1", "text": "On 2 June we met."}, "field"),
        (COMMENTED + OTHER, {"op": "delete", "block": "u1"}, "comment"),
        (CONTROL + OTHER, {"op": "delete", "block": "u1"}, "content control"),
        (CONTROL, {"op": "set_text", "block": "u1", "text": "x"}, "neither a paragraph"),
        (BOOKED + REFERS, {"op": "delete", "block": "u1"}, "cross-reference"),
        (OPENS + CLOSES, {"op": "delete", "block": "u1"}, "bookmark"),
        (OPENS + CLOSES + OTHER, {"op": "move", "block": "u1", "after": "u3"}, "bookmark"),
        (NOTED + OTHER, {"op": "delete", "block": "u1"}, "footnote"),
        (SECTION + OTHER, {"op": "delete", "block": "u1"}, "section"),
        (SECTION + OTHER, {"op": "move", "block": "u1", "after": "u2"}, "section"),
        (LISTS, {"op": "contents"}, "contents list already"),
        (OTHER, {"op": "setup", "design": "memo"}, "own design"),
        (OTHER, {"op": "setup", "numbered_headings": True}, "numbers"),
        (OTHER, {"op": "header_footer", "logo": "photo"}, "Acme Corp, internal"),
        (OTHER, {"op": "title", "title": "x", "cover": True}, "before everything"),
        (OTHER, {"op": "add_row", "block": "u1", "cells": ["x"]}, "no table"),
    ],
)
def test_what_would_be_lost_is_refused_with_the_reason(body, op, words):
    assert words in reason(with_body(body), op)


@pytest.mark.parametrize(
    ("body", "text", "kept"),
    [
        (
            COMMENTED,
            "A claim that falls.",
            ("commentRangeStart", "commentRangeEnd", "commentReference"),
        ),
        (FIELD, "On 1 May they met.", ("fldSimple",)),
        (BOOKED, "Another place", ("bookmarkStart", "bookmarkEnd")),
        (NOTED, "A fact of no note.", ("footnoteReference",)),
    ],
)
def test_what_hangs_on_a_paragraph_survives_a_new_wording(body, text, kept):
    document = changed(empty(with_body(body)), {"op": "set_text", "block": "u1", "text": text})
    content = render(document)
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    assert texts_of(content)[0] == text
    assert [name for name in kept if next(root.iter(f"{{{W}}}{name}"), None) is None] == []


def listing_file() -> bytes:
    return render(
        built({"op": "contents"}, heading("One"), paragraph("a"), heading("Two"), paragraph("b"))
    )


def test_a_heading_said_otherwise_is_said_otherwise_in_the_contents_list():
    base = listing_file()
    edited = changed(empty(base), {"op": "set_text", "block": "u2", "text": "First of all"})
    assert {f.id for f in check(edited)} == set()
    texts = texts_of(render(edited))
    assert texts[1:3] == ["First of all1", "Two1"]
    assert changed_only_in(base, render(edited)) == {"word/document.xml"}


def test_a_wording_replaced_everywhere_is_replaced_in_headings_and_their_entries():
    document = changed(
        empty(listing_file()), {"op": "replace_text", "find": "Two", "text": "The second"}
    )
    texts = texts_of(render(document))
    assert texts[1:3] == ["One1", "The second1"]
    assert "The second" in texts[3:]
    assert check(document) == ()


def changed_only_in(base: bytes, content: bytes) -> set[str]:
    before, after = parts_of(base), parts_of(content)
    return {name for name in before if before[name] != after[name]}


def test_a_heading_added_makes_the_contents_list_stale_and_the_check_says_so():
    edited = changed(empty(listing_file()), heading("Three"), paragraph("c"))
    assert {f.id for f in check(edited)} == {"docx.stale_contents"}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(alphabet="ab c,.", min_size=0, max_size=8), min_size=1, max_size=5),
    st.text(alphabet="ab cd,.", max_size=24),
)
def test_any_new_wording_is_exactly_what_stands_afterwards(texts, new):
    root = etree.fromstring(f"<w:body {PREFIXES}>{p(''.join(run(t) for t in texts))}</w:body>")
    wording.set_text(root[0], new)
    assert wording.shown_text(root[0]) == new


def hostile() -> list[tuple[str, bytes]]:
    good = plain_file()
    laughs = b'<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = parts_of(good)["[Content_Types].xml"]
    macro = types.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    sheet = types.replace(
        main, b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    )
    strict = b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    return [
        ("no zip", b"hello"),
        ("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("cut off", good[: len(good) // 2]),
        ("empty package", out.getvalue()),
        ("entities", repacked(good, **{"word/document.xml": laughs})),
        ("broken XML", repacked(good, **{"word/document.xml": b"<w:document"})),
        ("macros", repacked(good, **{"word/vbaProject.bin": b"x"})),
        ("macro type", repacked(good, **{"[Content_Types].xml": macro})),
        ("a workbook", repacked(good, **{"[Content_Types].xml": sheet})),
        ("strict", repacked(good, **{"word/document.xml": strict})),
        ("no body", repacked(good, **{"word/document.xml": f'<w:document xmlns:w="{W}"/>'.encode()})),
        ("a bomb", repacked(good, **{"word/media/big.bin": bytes(30_000_000)})),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), hostile(), ids=[name for name, _ in hostile()])
def test_files_that_mean_harm_or_are_none_are_refused(name, content):
    with pytest.raises(UnreadableFile) as caught:
        read(empty(content), Scope())
    assert caught.value.reason


def test_comments_part_is_carried(tmp_path):
    base = with_body(COMMENTED, **{"word/comments.xml": COMMENTS})
    document = changed(
        empty(base), {"op": "set_text", "block": "u1", "text": "A claim that falls."}
    )
    assert parts_of(render(document))["word/comments.xml"] == COMMENTS


def own_file() -> bytes:
    """As we make it: headings in a list of contents, a source cited and listed."""
    source = {"op": "source", "key": "data", "title": "Sales"}
    contents = {"op": "contents", "levels": 2}
    return render(
        built(
            contents, source, heading("One"), paragraph("Told [@data]."), heading("Two"),
            {"op": "references"},
        )
    )  # fmt: skip


def bookmarks_in(content: bytes) -> tuple[list[str], list[str]]:
    """Names and ids of the bookmarks of all parts."""
    parts = [etree.fromstring(v) for k, v in parts_of(content).items() if k.endswith(".xml")]
    marks = [mark for part in parts for mark in part.iter(f"{{{W}}}bookmarkStart")]
    return [m.get(f"{{{W}}}name") for m in marks], [m.get(f"{{{W}}}id") for m in marks]


def test_headings_and_sources_added_to_a_document_of_ours_get_names_and_ids_of_their_own():
    source = {"op": "source", "key": "data", "title": "Sales again"}
    base = own_file()
    document = changed(
        empty(base),
        source, heading("Three"), paragraph("Also [@data]."), heading("Four", 2),
        {"op": "references"},
    )  # fmt: skip
    content = render(document)
    names, ids = bookmarks_in(content)
    assert len(names) > len(bookmarks_in(base)[0]) + 3
    assert len(names) == len({name.casefold() for name in names})
    assert len(ids) == len(set(ids))
    anchors = re.findall(r'w:anchor="(ref_[^"]+)"', parts_of(content)["word/document.xml"].decode())
    assert set(anchors) == {"ref_data", "ref_data_"} <= set(names)
    assert not [f for f in check(document) if f.id == "docx.duplicate_id"]


def test_a_bookmark_in_a_header_is_minded_too():
    mark = '<w:bookmarkStart w:id="40" w:name="_TOC00000001"/><w:bookmarkEnd w:id="40"/>'
    base = plain_file()
    header = parts_of(base)["word/header1.xml"].decode().replace("</w:pPr>", f"</w:pPr>{mark}", 1)
    content = render(
        changed(empty(repacked(base, **{"word/header1.xml": header.encode()})), heading("New"))
    )
    names, ids = bookmarks_in(content)
    assert sorted(names) == ["_TOC00000001", "_Toc00000002"]
    assert sorted(map(int, ids)) == [40, 41]
