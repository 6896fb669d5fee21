"""Decks that mean harm, or are not what they say, are refused with the reason, in bounded time."""

import re
import time
import tracemalloc
from collections.abc import Callable

import pytest
from tests.unit.documents.slides.building import built, empty, parts, photo, repacked
from tests.unit.documents.slides.uploads import uploaded

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.interface import check, project, read, render
from docsmith.documents.model import Scope

BASE = uploaded()
GOOD = parts(BASE)
SLIDE = "ppt/slides/slide1.xml"
RELS = "ppt/slides/_rels/slide1.xml.rels"
MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
LINK = (
    b'<Relationship Id="rId99" TargetMode="External" Target="http://192.0.2.1/x" Type="http://'
    b'schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
)


def replaced(**changes: bytes | None) -> bytes:
    kept = {n: c for n, c in {**GOOD, **changes}.items() if c is not None}
    return repacked(kept)


def entities() -> bytes:
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return replaced(**{SLIDE: laughs + GOOD[SLIDE].partition(b"?>")[2]})


def deep() -> bytes:
    """A tree of three thousand nested groups."""
    group = b"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    end = b"</p:grpSp>"
    return replaced(
        **{SLIDE: GOOD[SLIDE].replace(b"</p:spTree>", group * 3000 + end * 3000 + b"</p:spTree>")}
    )


def encrypted() -> bytes:
    data = bytearray(BASE)
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def macro_type(kind: bytes) -> bytes:
    types = GOOD["[Content_Types].xml"]
    return replaced(**{"[Content_Types].xml": types.replace(MAIN, kind)})


def a_slide_that_is_its_own_layout() -> bytes:
    rels = re.sub(rb"\.\./slideLayouts/slideLayout\d+\.xml", b"slide1.xml", GOOD[RELS])
    return replaced(**{RELS: rels})


MACROS = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (entities, "entities"),
    "bomb": (lambda: replaced(**{"ppt/media/big.bin": b"\0" * 30_000_000}), "ZIP bomb"),
    "bomb in a slide": (lambda: replaced(**{SLIDE: GOOD[SLIDE] + b" " * 30_000_000}), "ZIP bomb"),
    "many parts": (lambda: replaced(**{f"x/{i}.xml": b"" for i in range(6000)}), "parts"),
    "nested": (deep, "XML"),
    "macros": (lambda: replaced(**{"ppt/vbaProject.bin": b"x"}), "macros"),
    ".pptm": (lambda: macro_type(MACROS), "macros"),
    ".docx": (
        lambda: macro_type(b"application/vnd.openxmlformats-officedocument.x"),
        "presentation",
    ),
    "encrypted": (encrypted, "encrypted"),
    "old or with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        "password",
    ),
    "cut off": (lambda: BASE[: len(BASE) // 2], "damaged"),
    "no zip": (lambda: b"Not a deck at all", "no Office file"),
    "a picture": (lambda: photo().content, "no Office file"),
    "empty": (lambda: b"", "no Office file"),
    "no presentation": (lambda: replaced(**{"ppt/presentation.xml": None}), "no presentation"),
    "a workbook": (lambda: replaced(**{"ppt/presentation.xml": b"<workbook/>"}), "no presentation"),
    "no slide": (lambda: replaced(**{"ppt/slides/slide3.xml": None}), "slide"),
    "broken xml": (lambda: replaced(**{"ppt/presentation.xml": b"<p:presentation"}), "XML"),
    "a slide of no XML": (lambda: replaced(**{SLIDE: b"slide"}), "XML"),
    "escaping name": (lambda: replaced(**{"../../etc/passwd": b"x"}), "not allowed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_deck_is_refused_with_its_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    content = make()
    start = time.process_time()
    tracemalloc.start()
    with pytest.raises(UnreadableFile) as refused:
        read(empty(content), Scope())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reason in refused.value.reason
    assert time.process_time() - start < 5
    assert peak < 200_000_000


def test_relationships_that_go_in_circles_end() -> None:
    content = a_slide_that_is_its_own_layout()
    start = time.process_time()
    document = built({"op": "delete", "slide": "u2"}, base=content)
    check(document)
    project(document)
    assert time.process_time() - start < 5


def test_external_links_stay_and_are_not_followed() -> None:
    content = replaced(**{RELS: GOOD[RELS].replace(b"</Relationships>", LINK)})
    assert parts(render(empty(content)))[RELS] == parts(content)[RELS]
    edited = built({"op": "set_slot", "slide": "u1", "slot": "title", "value": "New"}, base=content)
    assert b"192.0.2.1" in parts(render(edited))[RELS]


@pytest.mark.parametrize("kind", ["template", "slideshow"])
def test_a_template_or_a_show_becomes_a_presentation(kind: str) -> None:
    types = GOOD["[Content_Types].xml"].replace(
        MAIN, MAIN.replace(b"presentation.main", kind.encode() + b".main")
    )
    content = replaced(**{"[Content_Types].xml": types})
    after = parts(render(empty(content)))
    assert MAIN in after["[Content_Types].xml"]
    assert {n for n in after if after[n] != GOOD[n]} <= {"[Content_Types].xml"}
