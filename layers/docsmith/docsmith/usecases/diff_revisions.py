"""What changed between two revisions, as a reader sees it: cells, paragraphs, texts of slides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.domain.run import Revision
from docsmith.domain.value import Value
from docsmith.usecases.view_document import ViewDocument

MOST = 300

Json = dict[str, Any]
Texts = dict[str, str]


class Change(Value):
    """One place: what stood there, what stands there. None where nothing did."""

    place: str
    before: str | None = None
    after: str | None = None


class Difference(Value):
    """Changes in the order of the later revision, at most `MOST`; `more` counts the others."""

    changes: tuple[Change, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class DiffRevisions:
    """Compares the views of revisions. Raises `NotFound` when there is none."""

    view: ViewDocument

    def __call__(self, before: Revision | None, after: Revision) -> Difference:
        old = _texts(*self.view.everything(before)) if before is not None else {}
        return difference(old, _texts(*self.view.everything(after)))


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> Difference:
    """Of two documents as texts by place."""
    changes = [
        Change(place=place, before=old.get(place), after=text)
        for place, text in new.items()
        if old.get(place) != text
    ]
    changes += [Change(place=p, before=text) for p, text in old.items() if p not in new]
    return Difference(changes=tuple(changes[:MOST]), more=max(0, len(changes) - MOST))


def _texts(head: Json, pages: list[Json]) -> Texts:
    names = {part["id"]: part for part in head["parts"]}
    readers = {"excel": _cells, "word": _blocks, "slides": _shapes}
    found: Texts = {}
    for page in pages:
        for place, text in readers[head["kind"]](page, names[page["part"]]):
            found[place] = text
    return found


def _cells(page: Json, part: Json) -> Iterator[tuple[str, str]]:
    for row, column, shown, _, *edited in page["cells"]:
        formula = edited[0] if edited and str(edited[0]).startswith("=") else None
        text = f"{shown}  ({formula})" if formula else shown
        if text:
            yield f"{part['name']}!{_letters(column)}{row}", text


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _blocks(page: Json, part: Json) -> Iterator[tuple[str, str]]:
    counts: dict[str, int] = {}
    for node in page["nodes"]:
        for text in _node_texts(node):
            count = counts[node["id"]] = counts.get(node["id"], 0) + 1
            yield node["id"] if count == 1 else f"{node['id']} ({count})", text


def _node_texts(node: Json) -> Iterator[str]:
    if node["k"] == "p":
        text = "".join(run.get("t", "") for run in node["runs"])
        if text.strip():
            yield text
    elif node["k"] == "grid":
        for row in node["rows"]:
            cells = ("".join(_node_texts(p)) for cell in row["cells"] for p in cell["paras"])
            yield " | ".join(cells)


def _shapes(page: Json, part: Json) -> Iterator[tuple[str, str]]:
    counts: dict[str, int] = {}
    for shape in page["shapes"]:
        for text in _shape_texts(shape):
            name = f"Slide {page['number']}, {shape.get('name') or shape['kind']}"
            count = counts[name] = counts.get(name, 0) + 1
            yield name if count == 1 else f"{name} ({count})", text


def _shape_texts(shape: Json) -> Iterator[str]:
    if shape.get("decorative"):
        return
    for para in shape.get("paras", ()):
        text = "".join(run["t"] for run in para["runs"])
        if text.strip():
            yield text
    for row in shape.get("table", {}).get("rows", ()):
        yield " | ".join(cell["t"] for cell in row)
