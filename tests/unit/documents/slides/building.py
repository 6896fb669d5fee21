"""Decks for tests: operations from plain dictionaries, images, data, packages opened by others."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree
from PIL import Image
from pptx import Presentation
from pydantic import TypeAdapter

from docsmith.documents.interface import apply, render
from docsmith.documents.model import Applied, Document, Format, Input
from docsmith.documents.operations.slides import SlidesOperation

OPERATION: TypeAdapter[Any] = TypeAdapter(SlidesOperation)
SALES = "Date,Region,Channel,Amount\n" + "".join(
    f"2025-{month:02}-{day:02},{region},{channel},{month * 10 + day}\n"
    for month in range(1, 13)
    for day, region, channel in (
        (3, "North", "Direct"),
        (11, "South", "Partner"),
        (19, "North ", "Partner"),
        (27, "west", "Direct"),
        (28, "West", "Direct"),
        (29, "West", "Partner"),
    )
)


def an_input(kind: str, name: str, content: bytes) -> Input:
    return Input(kind, name, content, hashlib.sha256(content).hexdigest())


def sales() -> Input:
    return an_input("csv", "sales.csv", SALES.encode())


def photo(wide: int = 60, high: int = 40, color: str = "#336699") -> Input:
    buffer = io.BytesIO()
    Image.new("RGB", (wide, high), color).save(buffer, "PNG")
    return an_input("image", "photo.png", buffer.getvalue())


def operations(*ops: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(OPERATION.validate_python(op) for op in ops)


def empty(base: bytes | None = None, **inputs: Input) -> Document:
    return Document(Format.SLIDES, base=base, inputs=inputs)


def tried(document: Document, *ops: Mapping[str, Any]) -> Applied:
    return apply(document, operations(*ops))


def built(*ops: Mapping[str, Any], base: bytes | None = None, **inputs: Input) -> Document:
    applied = tried(empty(base, **inputs), *ops)
    assert applied.errors == ()
    return applied.document


def slide(layout: str, *, id: str | None = None, **slots: Any) -> dict[str, Any]:
    around = {k: slots.pop(k) for k in ("notes", "section", "before") if k in slots}
    named = {"id": id} if id else {}
    return {"op": "slide", **named, "content": {"layout": layout, **slots}, **around}


def opened(document: Document) -> Any:
    """The rendered deck, read by a library that had no part in writing it."""
    return Presentation(io.BytesIO(render(document)))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def same_xml(one: bytes, other: bytes) -> bool:
    return etree.tostring(etree.fromstring(one), method="c14n") == etree.tostring(
        etree.fromstring(other), method="c14n"
    )
