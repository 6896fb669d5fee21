"""What changed between two revisions, as a reader sees it: cells, paragraphs, texts of slides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.domain.run import Revision
from docsmith.domain.value import Value
from docsmith.usecases.view_document import ViewDocument

MOST = 300
_LABEL = 60
_KINDS = {"p": "paragraph", "grid": "table"}

Json = dict[str, Any]


class Said(Value):
    """A text at its place."""

    text: str
    label: str | None = None


Texts = Mapping[str, Said]


class Change(Value):
    """One place: what stood there, what stands there. None where nothing did.

    `label` says where it is for a place that no reader would know.
    """

    place: str
    label: str | None = None
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
        old: Texts = _texts(*self.view.everything(before)) if before is not None else {}
        return difference(old, _texts(*self.view.everything(after)))


def difference(old: Texts, new: Texts) -> Difference:
    """Of two documents as texts by place."""
    changes: list[Change] = []
    for place, said in new.items():
        before = old[place].text if place in old else None
        if before != said.text:
            changes.append(Change(place=place, label=said.label, before=before, after=said.text))
    for place, said in old.items():
        if place not in new:
            changes.append(Change(place=place, label=said.label, before=said.text))
    return Difference(changes=tuple(changes[:MOST]), more=max(0, len(changes) - MOST))


def _texts(head: Json, pages: list[Json]) -> Texts:
    names = {part["id"]: part["name"] for part in head["parts"]}
    match head["kind"]:
        case "excel":
            found = [said for page in pages for said in _cells(page, names[page["part"]])]
        case "word":
            found = list(_blocks([node for page in pages for node in page["nodes"]]))
        case _:
            found = [said for page in pages for said in _shapes(page)]
    return dict(found)


def _cells(page: Json, sheet: str) -> Iterator[tuple[str, Said]]:
    for row, column, shown, _, *edited in page["cells"]:
        formula = edited[0] if edited and str(edited[0]).startswith("=") else None
        text = f"{shown}  ({formula})" if formula else shown
        if text:
            yield f"{sheet}!{_letters(column)}{row}", Said(text=text)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _blocks(nodes: list[Json]) -> Iterator[tuple[str, Said]]:
    """Labelled by the heading that they stand under."""
    counts: dict[str, int] = {}
    heading = "Beginning"
    for node in nodes:
        for text in _node_texts(node):
            count = counts[node["id"]] = counts.get(node["id"], 0) + 1
            if node.get("outline"):
                heading = text
            label = f"{heading[:_LABEL]}, {_KINDS.get(node['k'], node['k'])}"
            place = node["id"] if count == 1 else f"{node['id']} ({count})"
            yield place, Said(text=text, label="Heading" if node.get("outline") else label)


def _node_texts(node: Json) -> Iterator[str]:
    if node["k"] == "p":
        text = "".join(run.get("t", "") for run in node["runs"])
        if text.strip():
            yield text
    elif node["k"] == "grid":
        for row in node["rows"]:
            cells = ("".join(_node_texts(p)) for cell in row["cells"] for p in cell["paras"])
            yield " | ".join(cells)


def _shapes(page: Json) -> Iterator[tuple[str, Said]]:
    counts: dict[str, int] = {}
    for shape in page["shapes"]:
        for text in _shape_texts(shape):
            name = f"Slide {page['number']}, {shape.get('name') or shape['kind']}"
            count = counts[name] = counts.get(name, 0) + 1
            yield name if count == 1 else f"{name} ({count})", Said(text=text)


def _shape_texts(shape: Json) -> Iterator[str]:
    if shape.get("decorative"):
        return
    for para in shape.get("paras", ()):
        text = "".join(run["t"] for run in para["runs"])
        if text.strip():
            yield text
    for row in shape.get("table", {}).get("rows", ()):
        yield " | ".join(cell["t"] for cell in row)
