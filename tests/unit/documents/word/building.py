"""Texts for tests: inputs from text or pictures, operations from plain dictionaries."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from lxml import etree
from PIL import Image

from docsmith.documents.interface import apply, render
from docsmith.documents.model import Applied, Document, Format, Input
from docsmith.documents.operations.formats import operations_of
from docsmith.documents.word.parts.names import W

SALES = "Date,Region,Product,Qty,Price,Discount\n" + "".join(
    f"2025-{month:02}-{day:02},{region},{product},{month + day},{price},{discount}\n"
    for month in range(1, 13)
    for day, region, product, price, discount in (
        (3, "North", "Chair", 12.5, 0),
        (11, "South", "Desk", 250, 0.1),
        (19, "North", "Lamp", 31.25, 0),
        (27, "West", "Chair", 12.5, 0.05),
    )
)


def csv_input(text: str = SALES, name: str = "sales.csv") -> Input:
    content = text.encode()
    return Input("csv", name, content, hashlib.sha256(content).hexdigest())


def picture_input(width: int = 400, height: int = 200, kind: str = "PNG") -> Input:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, kind)
    content = out.getvalue()
    return Input("image", f"picture.{kind.lower()}", content, hashlib.sha256(content).hexdigest())


def brand_input(text: str) -> Input:
    return Input("brand", "brand", text.encode(), hashlib.sha256(text.encode()).hexdigest())


def empty(base: bytes | None = None, **inputs: Input) -> Document:
    return Document(Format.WORD, base=base, inputs=inputs)


def tried(document: Document, *ops: Mapping[str, Any]) -> Applied:
    union = operations_of("word")
    return apply(document, [union.validate_python(op) for op in ops])


def changed(document: Document, *ops: Mapping[str, Any]) -> Document:
    applied = tried(document, *ops)
    assert applied.errors == ()
    return applied.document


def built(*ops: Mapping[str, Any], **inputs: Input) -> Document:
    return changed(empty(**inputs), *ops)


def opened(document: Document) -> Any:
    """The rendered file, read by a library that had no part in writing it."""
    return docx.Document(io.BytesIO(render(document)))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body_of(content: bytes) -> Any:
    return etree.fromstring(parts_of(content)["word/document.xml"])


def texts_of(content: bytes) -> list[str]:
    """The text of each paragraph of the body, deleted text left out."""
    return [
        "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t"))
        for paragraph in body_of(content).iter(f"{{{W}}}p")
    ]


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The file with parts replaced, added, or (None) left out; `/` is written as `__`."""
    return zipped(parts_of(content) | {k.replace("__", "/"): v for k, v in changes.items()})


def zipped(parts: Mapping[str, bytes | None]) -> bytes:
    """A package of these parts, those that are None left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, given in parts.items():
            if given is not None:
                new.writestr(name, given)
    return out.getvalue()


def heading(text: str, level: int = 1, **more: Any) -> dict[str, Any]:
    return {"op": "heading", "text": text, "level": level, **more}


def paragraph(text: str, **more: Any) -> dict[str, Any]:
    return {"op": "paragraph", "text": text, **more}


def table(
    *rows: list[Any], header: tuple[str, ...] = ("Name", "Amount"), **more: Any
) -> dict[str, Any]:
    return {"op": "table", "header": list(header), "rows": list(rows), **more}


def chart(**more: Any) -> dict[str, Any]:
    series = [{"name": "Revenue", "values": [3, 1, 2]}]
    return {
        "op": "chart", "kind": "column", "caption": "Revenue", "categories": ["a", "b", "c"],
        "series": series, **more,
    }  # fmt: skip


def query(by: str = "Region", **more: Any) -> dict[str, Any]:
    measure = {"column": "Qty", "times": "Price", "less": "Discount", "label": "Revenue"}
    return {"slot": "sales", "by": by, "measures": [measure], **more}
