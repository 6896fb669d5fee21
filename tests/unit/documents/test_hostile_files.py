"""Files that mean harm, or are not what they say, are refused with the reason, in bounded time."""

import io
import time
import zipfile

import pytest
from tests.unit.documents.building import built, cells, sheet

from docsmith.documents.errors import UnreadableFile, UnreadableSource
from docsmith.documents.interface import render
from docsmith.documents.model import Document, Format
from docsmith.documents.ooxml.reading import open_package
from docsmith.documents.sources import read_source

GOOD = render(built(sheet("S"), cells("S", A1="x", B1=2)))


def repacked(change=None, **parts: bytes | None) -> bytes:
    """The good file with parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = parts.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content or b"")
    return out.getvalue()


def bomb_by_ratio() -> bytes:
    return repacked(**{"xl/media/big.bin": b"\0" * 30_000_000})


def bomb_by_count() -> bytes:
    return repacked(**{f"x/{i}.xml": b"" for i in range(6000)})


def bomb_in_sheet() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 400 + b"</row>"
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return repacked(
        **{"xl/worksheets/sheet1.xml": head + row * 20_000 + b"</sheetData></worksheet>"}
    )


def entities() -> bytes:
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'
    sheet_xml = b'<?xml version="1.0"?>' + laughs + b"<worksheet>&lol2;</worksheet>"
    return repacked(**{"xl/worksheets/sheet1.xml": sheet_xml})


def macros() -> bytes:
    return repacked(**{"xl/vbaProject.bin": b"x"})


def macro_type() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        types = archive.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return repacked(
        **{
            "[Content_Types].xml": types.replace(
                plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            )
        }
    )


def encrypted_flag() -> bytes:
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def escaping() -> bytes:
    return repacked(**{"../../etc/passwd": b"x"})


def looping() -> bytes:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'officeDocument" Target="_rels/.rels"/></Relationships>'
    )
    return repacked(**{"_rels/.rels": rels})


HOSTILE = {
    "ratio": (bomb_by_ratio, "ZIP bomb"),
    "count": (bomb_by_count, "parts"),
    "sheet": (bomb_in_sheet, "ZIP bomb"),
    "entities": (entities, "entities"),
    "macros": (macros, "macros"),
    "macro type": (macro_type, "macros"),
    "encrypted": (encrypted_flag, "encrypted"),
    "old or encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "encrypted"),
    "truncated": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "empty": (lambda: b"", "no Office file"),
    "text": (lambda: b"a,b\n1,2\n", "no Office file"),
    "plain zip": (lambda: repacked(**{"[Content_Types].xml": None}), "no Office file"),
    "no workbook": (lambda: repacked(**{"xl/workbook.xml": None}), "no workbook"),
    "escaping names": (escaping, "not allowed"),
    "loop": (looping, "workbook"),
    "broken xml": (lambda: repacked(**{"xl/worksheets/sheet1.xml": b"<worksheet><a>"}), "XML"),
    "no styles": (lambda: repacked(**{"xl/styles.xml": b"not xml"}), "XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_with_its_reason(name):
    make, reason = HOSTILE[name]
    content = make()
    start = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        render(Document(Format.EXCEL, base=content))
    assert reason in refused.value.reason
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("name", [n for n in HOSTILE if n not in {"no styles", "broken xml"}])
def test_the_same_file_is_refused_as_a_data_source(name):
    with pytest.raises(UnreadableSource):
        read_source(HOSTILE[name][0](), kind="xlsx")


def test_a_size_that_lies_is_found_while_unpacking():
    data = bytearray(repacked(**{"xl/media/big.bin": b"\0" * 9_000_000}))
    at = data.rfind(b"xl/media/big.bin") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    package = open_package(bytes(data))
    with pytest.raises(UnreadableFile):
        package.read("xl/media/big.bin")


def test_external_links_stay_where_they_are_and_are_not_followed():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId9" TargetMode="External" Target="http://192.0.2.1/x" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    content = repacked(**{"xl/worksheets/_rels/sheet1.xml.rels": rels})
    assert render(Document(Format.EXCEL, base=content)) == content
