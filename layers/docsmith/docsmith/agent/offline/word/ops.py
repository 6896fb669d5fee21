"""Operations of a text as JSON, as a model would write them; empty fields are left out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docsmith.agent.turns import Json


def op(name: str, /, **fields: Any) -> Json:
    return {"op": name} | kept(fields)


def kept(fields: Mapping[str, Any]) -> Json:
    """Without what says nothing: None, empty text, empty lists."""
    return {
        key: value
        for key, value in fields.items()
        if value is not None and value != "" and value != [] and value != {}
    }


def heading(text: str, level: int = 1, **more: Any) -> Json:
    return op("heading", text=text[:300], level=level if level != 1 else None, **more)


def paragraph(text: str, style: str | None = None, **more: Any) -> Json:
    return op("paragraph", text=text, style=style, **more)


def bullets(items: Iterable[str], kind: str | None = None) -> Json:
    return op("list", items=list(items), kind=kind)


def table(header: Sequence[str], rows: Iterable[Sequence[Any]], **more: Any) -> Json:
    return op("table", header=list(header), rows=[list(row) for row in rows], **more)


def callout(text: str, title: str | None = None, kind: str | None = None) -> Json:
    return op("callout", text=text, title=title, kind=kind)


def meta(*pairs: tuple[str, str | None]) -> list[Json]:
    """Lines of label and value, those without a value left out."""
    return [{"label": label, "value": value} for label, value in pairs if value]


def plain(text: str) -> str:
    """Text whose signs are no marks: what people and files say is not meant as markdown."""
    for sign in ("\\", "*", "_", "`", "[", "{", "<", "~"):
        text = text.replace(sign, f"\\{sign}")
    return text
