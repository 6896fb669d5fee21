"""Editing what Word wrote: what was not edited stays byte for byte, what hangs on a text survives,
and what cannot be carried is refused with the reason.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from tests.unit.documents.word.building import (
    empty,
    heading,
    paragraph,
    parts_of,
    table,
    tried,
)

from docsmith.documents.interface import check, project, read, render
from docsmith.documents.model import Document, Scope, Severity
from docsmith.documents.word.parts.names import W
from docsmith.documents.word.upload.wording import pieces_of

pytestmark = pytest.mark.no_cover
FOLDER = Path(__file__).parents[3] / "data" / "word_made"
FILES = sorted(FOLDER.glob("*.docx"))
MAIN = "word/document.xml"
HANGS = frozenset(
    """ins del delText moveFrom moveTo commentRangeStart commentRangeEnd commentReference fldChar
    instrText fldSimple sdt footnoteReference endnoteReference bookmarkStart bookmarkEnd drawing
    pict object oMath sectPr hyperlink AlternateContent txbxContent ffData""".split()  # noqa: SIM905
)
"""Local names of what an edit of words must leave alone."""
_EDITS_A_FILE = 3


def uploaded(path: Path) -> Document:
    return empty(path.read_bytes())


def blocks(document: Document) -> list[dict[str, Any]]:
    return read(document, Scope()).content["blocks"]


def told(document: Document, block: str) -> dict[str, Any]:
    return read(document, Scope(what="block", block=block)).content["blocks"][0]


def main_of(content: bytes) -> Any:
    return etree.fromstring(parts_of(content)[MAIN])


def hanging(content: bytes) -> Counter[str]:
    """How often each thing that hangs on texts stands in the body, deleted words included."""
    names = (etree.QName(e).localname for e in main_of(content).iter() if isinstance(e.tag, str))
    return Counter(name for name in names if name in HANGS)


def changed_parts(before: bytes, after: bytes) -> set[str]:
    old, new = parts_of(before), parts_of(after)
    return {name for name in old | new if old.get(name) != new.get(name)}


def faults_in(content: bytes, path: Path) -> Counter[str]:
    """What the validator says, but for Word 2010's second copy of the styles, which Word does not
    read where it knows the first.
    """
    path.write_bytes(content)
    told = (str(error.description) for error in OpenXmlValidator().validate(str(path)).errors)
    return Counter(text for text in told if "stylesWithEffects" not in text)


def rewordings(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """Operations that add a word to paragraphs, headings and cells, with the text they set."""
    return list(islice(_every_rewording(document), _EDITS_A_FILE))


def _every_rewording(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in blocks(document):
        if block["op"] not in {"heading", "paragraph", "list", "title", "table"}:
            continue
        at: dict[str, Any] = {"op": "set_text", "block": block["id"]}
        whole = told(document, block["id"])
        if block["op"] != "table" and whole.get("text"):
            text = f"{whole['text']} Added"
            yield text, {**at, "text": text}
        if block["op"] == "table":
            rows = whole["rows"]
            cells = [(r, c, t) for r, row in enumerate(rows, 1) for c, t in enumerate(row, 1)]
            for r, c, text in cells[:3]:
                yield f"{text} Added", {**at, "row": r, "column": c, "text": f"{text} Added"}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def document(request) -> Document:
    return uploaded(request.param)


def test_word_made_them():
    made = [zipfile.ZipFile(path).read("docProps/app.xml").decode() for path in FILES]
    assert len(FILES) >= 10
    assert all("Microsoft" in app and "Word</Application>" in app for app in made)


def test_together_they_hold_what_hangs_on_texts():
    held = sum((hanging(path.read_bytes()) for path in FILES), Counter[str]())
    wanted = {"ins", "del", "commentReference", "fldChar", "sdt", "footnoteReference"}
    assert wanted | {"bookmarkStart", "oMath", "txbxContent", "hyperlink", "sectPr"} <= set(held)


def test_a_file_that_nobody_edits_is_the_same_bytes(document):
    assert render(document) == document.base
    assert project(document)["pages"]["document"]


def test_a_reworded_text_is_there_and_everything_else_as_it_was(document):
    before = hanging(document.base or b"")
    for text, op in rewordings(document):
        after = tried(document, op)
        if after.errors:
            assert after.errors[0].reason
            continue
        content = render(after.document)
        assert changed_parts(document.base or b"", content) == {MAIN}
        assert hanging(content) == before
        whole = told(after.document, op["block"])
        said = whole["rows"][op["row"] - 1][op["column"] - 1] if "row" in op else whole["text"]
        assert said.strip() == text.strip()


def test_a_reworded_text_keeps_the_looks_of_its_runs(document):
    for _, op in rewordings(document):
        after = tried(document, op)
        if after.errors or "row" in op:
            continue
        at = int(op["block"][1:]) - 1
        old, new = (
            [(look_of(piece.run), piece.text) for piece in pieces_of(children_of(content)[at])]
            for content in (document.base or b"", render(after.document))
        )
        kept = [look for (look, text), (_, now) in zip(old, new, strict=True) if text == now]
        assert [look for look, _ in old] == [look for look, _ in new]
        assert len(kept) >= len(old) - 1


def look_of(run: Any) -> bytes:
    look = run.find(f"{{{W}}}rPr")
    return b"" if look is None else etree.tostring(look)


def children_of(content: bytes) -> list[Any]:
    body = main_of(content).find(f"{{{W}}}body")
    return [c for c in body if isinstance(c.tag, str) and c.tag != f"{{{W}}}sectPr"]


def test_an_edited_file_is_no_less_valid_than_it_came(document, tmp_path):
    known = faults_in(document.base or b"", tmp_path / "before.docx")
    ops = [op for _, op in rewordings(document) if not tried(document, op).errors][:2]
    ours = [heading("Ours"), paragraph("A **new** text."), table(["x", 1], caption="Ours")]
    after = tried(document, *ops, *ours)
    assert after.errors == ()
    found = faults_in(render(after.document), tmp_path / "after.docx")
    assert found - known == Counter()
    assert [f for f in check(after.document) if f.severity is Severity.BLOCKING] == []


def test_what_goes_takes_nothing_along_that_hangs_elsewhere(document):
    """Comments, notes, tracked changes, controls and sections: kept, or the removal is refused."""
    kept = {"commentReference", "footnoteReference", "ins", "del", "sdt", "sectPr"}
    before = hanging(document.base or b"")
    for block in blocks(document)[:_EDITS_A_FILE]:
        after = tried(document, {"op": "delete", "block": block["id"]})
        if after.errors:
            assert after.errors[0].reason
            continue
        now = hanging(render(after.document))
        assert {name: now[name] for name in kept} == {name: before[name] for name in kept}


def test_rows_are_added_and_deleted_or_the_reason_is_told(document):
    for block in [b for b in blocks(document) if b["op"] == "table"][:3]:
        rows = told(document, block["id"])["rows"]
        cells = ["new"] * len(rows[-1])
        added = tried(document, {"op": "add_row", "block": block["id"], "cells": cells})
        if added.errors:
            assert "merged" in added.errors[0].reason
            continue
        now = told(added.document, block["id"])["rows"]
        assert [*rows, cells] == now
        deleted = tried(added.document, {"op": "delete_row", "block": block["id"], "row": len(now)})
        assert told(deleted.document, block["id"])["rows"] == rows
