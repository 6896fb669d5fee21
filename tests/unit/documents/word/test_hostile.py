"""Texts that mean harm, or are not what they say, are refused with the reason, in bounded time."""
# ruff: noqa: E501 - cases read better in one line

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from tests.unit.documents.word.building import (
    changed,
    empty,
    heading,
    paragraph,
    parts_of,
    repacked,
    table,
    tried,
)

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.interface import check, project, read, render
from docsmith.documents.model import Scope
from docsmith.documents.word.parts.names import PREFIXES, R, W
from docsmith.documents.word.upload.vetting import MAX_PARAGRAPHS

GOOD = render(changed(empty(), heading("A"), paragraph("b"), table(["x", 1])))
TYPES, MAIN, RELS = "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"
PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def body(inner: bytes) -> bytes:
    head = f"<w:document {PREFIXES}><w:body>".encode()
    return repacked(GOOD, **{MAIN: head + inner + b"</w:body></w:document>"})


def typed(other: bytes) -> bytes:
    return repacked(GOOD, **{TYPES: parts_of(GOOD)[TYPES].replace(PLAIN, other)})


def related(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="rIdX" Type="{R}/{kind}" Target="{target}" TargetMode="External"/>'
    rels = parts_of(GOOD)[RELS].replace(b"</Relationships>", one.encode() + b"</Relationships>")
    return repacked(GOOD, **{RELS: rels})


def flagged() -> bytes:
    data = bytearray(GOOD)
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    return repacked(GOOD, **{f"x/{i}.xml": b"" for i in range(6000)})


def unpacked_size_that_lies() -> bytes:
    data = bytearray(repacked(GOOD, **{MAIN: b" " * 9_000_000}))
    at = data.rfind(MAIN.encode()) - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def two_of_a_name() -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(MAIN, b"<w:document/>")
    return out.getvalue()


def loop() -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/officeDocument" Target="_rels/.rels"/></Relationships>'
    )
    return repacked(GOOD, **{"_rels/.rels": rels.encode()})


VBA = (
    b'<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
)
SHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"
DDE = b'<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k"</w:instrText></w:r></w:p>'
PARTED = (
    b"<w:p><w:r><w:instrText>D</w:instrText></w:r><w:r><w:instrText>DE x</w:instrText></w:r></w:p>"
)
STRICT = (
    b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "ratio": (lambda: repacked(GOOD, **{"word/media/big.bin": bytes(30_000_000)}), "ZIP bomb"),
    "count": (many_parts, "parts"),
    "a size that lies": (unpacked_size_that_lies, "damaged"),
    "two parts of a name": (two_of_a_name, "two parts"),
    "entities": (lambda: repacked(GOOD, **{MAIN: LAUGHS + b"<w:document/>"}), "entities"),
    "entities in styles": (lambda: repacked(GOOD, **{"word/styles.xml": LAUGHS + b"<x/>"}), "entities"),
    "entities in a footer": (lambda: repacked(GOOD, **{"word/footer1.xml": LAUGHS + b"<x/>"}), "entities"),
    "entities in relations": (lambda: repacked(GOOD, **{RELS: LAUGHS + b"<x/>"}), "entities"),
    "encrypted": (flagged, "encrypted"),
    "old or encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "encrypted"),
    "macros": (lambda: repacked(GOOD, **{"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (lambda: typed(MACRO), "macros"),
    "macros under another name": (
        lambda: repacked(GOOD, **{TYPES: parts_of(GOOD)[TYPES].replace(b"</Types>", VBA)}), "macros",
    ),
    "cut off": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "empty": (lambda: b"", "no Office file"),
    "text": (lambda: b"Dear all", "no Office file"),
    "rich text": (lambda: rb"{\rtf1 hello}", "no Office file"),
    "a workbook": (lambda: typed(SHEET), "no Word document"),
    "plain zip": (lambda: repacked(GOOD, **{TYPES: None}), "no Office file"),
    "no document": (lambda: repacked(GOOD, **{MAIN: None}), "no document"),
    "no body": (lambda: repacked(GOOD, **{MAIN: f'<w:document xmlns:w="{W}"/>'.encode()}), "no body"),
    "strict": (lambda: repacked(GOOD, **{MAIN: STRICT}), "strict"),
    "escaping names": (lambda: repacked(GOOD, **{"../../etc/passwd": b"x"}), "not allowed"),
    "loop": (loop, "no Word document"),
    "broken XML": (lambda: repacked(GOOD, **{MAIN: b"<w:document"}), "XML"),
    "too deep": (lambda: body(b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000), "XML"),
    "too many paragraphs": (lambda: body(b"<w:p/>" * (MAX_PARAGRAPHS + 1)), "paragraphs"),
    "a template from the web": (lambda: related("attachedTemplate", "https://192.0.2.1/t.dotm"), "template"),
    "a template from a share": (lambda: related("attachedTemplate", r"\\192.0.2.1\t.dotm"), "template"),
    "an object from the web": (lambda: related("oleObject", "http://192.0.2.1/o.bin"), "object"),
    "a field that starts a program": (lambda: body(DDE), "DDE"),
    "a field in pieces": (lambda: body(PARTED), "DDE"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_with_its_reason_in_bounded_time_and_memory(name):
    make, reason = HOSTILE[name]
    content = make()
    tracemalloc.start()
    begun = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        read(empty(content), Scope())
    took, (_, peak) = time.monotonic() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reason in refused.value.reason
    assert took < 10
    assert peak < 200_000_000


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://192.0.2.1/x"),
        ("image", "https://192.0.2.1/pixel.png"),
        ("attachedTemplate", "file:///C:/Users/me/Normal.dotm"),
        ("header", "https://192.0.2.1/header.xml"),
    ],
)
def test_what_lies_elsewhere_stays_and_is_not_followed(kind, target):
    base = related(kind, target)
    document = empty(base)
    assert render(document) == base
    edited = changed(document, {"op": "set_text", "block": "u2", "text": "c"}, paragraph("d"))
    assert target.encode() in parts_of(render(edited))[RELS]


def test_relations_that_run_in_circles_do_no_harm():
    circle = f'<Relationship Id="rIdC" Type="{R}/header" Target="document.xml"/></Relationships>'
    rels = parts_of(GOOD)[RELS].replace(b"</Relationships>", circle.encode())
    document = empty(repacked(GOOD, **{RELS: rels}))
    assert tried(document, {"op": "replace_text", "find": "b", "text": "c"}).errors == ()
    assert check(document) == ()
    assert render(document)


def test_a_text_at_the_limit_is_read_in_bounded_time():
    """5,000 paragraphs: a book of some hundred pages."""
    line = b'<w:p><w:r><w:t xml:space="preserve">Prices held, volumes rose. </w:t></w:r></w:p>'
    document = empty(body(line * 5000))
    begun = time.monotonic()
    assert project(document)["pages"]["document"]
    assert len(read(document, Scope()).content["blocks"]) == 120
    assert time.monotonic() - begun < 20
