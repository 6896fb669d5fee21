"""The view of a document that the editor reads: written with each revision, read in pieces.

Stored are an index (what there is) and bundles of pages of at most about half a megabyte, so that a
deck is one or two reads and a long sheet is read where it is scrolled to.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.domain.errors import NotFound
from docsmith.domain.run import Revision
from docsmith.usecases.ports import Objects

BUNDLE_BYTES = 450_000
_TYPE = "application/json"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on its way into a bundle."""

    part: str
    cursor: int
    text: str


def store_view(projection: Mapping[str, Any], stem: str, objects: Objects) -> str:
    """Write the view of a projection beside `stem`; answers the key of its index."""
    where: dict[str, list[int]] = {part: [] for part in projection["pages"]}
    keys: list[str] = []
    for number, bundle in enumerate(_bundles(projection["pages"])):
        keys.append(f"{stem}.{number:04d}.json")
        for page in bundle:
            where[page.part].append(number)
        text = ",".join(page.text for page in bundle)
        objects.put_new(keys[-1], f"[{text}]".encode(), content_type=_TYPE)
    index = {"head": projection["head"], "where": where, "bundles": keys}
    key = f"{stem}.json"
    objects.put_new(key, _text(index).encode(), content_type=_TYPE)
    return key


def _bundles(pages: Mapping[str, list[Json]]) -> Iterator[list[_Page]]:
    held: list[_Page] = []
    size = 0
    for part, windows in pages.items():
        for cursor, window in enumerate(windows):
            text = _text({"part": part, "cursor": cursor, **window})
            if held and size + len(text) > BUNDLE_BYTES:
                yield held
                held, size = [], 0
            held.append(_Page(part, cursor, text))
            size += len(text)
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class ViewDocument:
    """Reads views."""

    objects: Objects

    def opened(self, revision: Revision) -> Json:
        """What there is, with the pages that the first bundle holds. Raises `NotFound`."""
        index = self._index(revision)
        bundles: list[str] = index["bundles"]
        pages: list[Json] = json.loads(self.objects.get(bundles[0])) if bundles else []
        return {
            "revision": revision.number,
            "file_name": revision.file_name,
            "head": index["head"],
            "pages": pages,
        }

    def page(self, revision: Revision, part: str, cursor: int) -> Json:
        """The pages stored together with this one. Raises `NotFound`."""
        index = self._index(revision)
        where: list[int] = index["where"].get(part, [])
        if not 0 <= cursor < len(where):
            raise NotFound("There is no such part of the document.")
        key = index["bundles"][where[cursor]]
        return {"revision": revision.number, "pages": json.loads(self.objects.get(key))}

    def everything(self, revision: Revision) -> tuple[Json, list[Json]]:
        """The head, and every page in order."""
        index = self._index(revision)
        pages: list[Json] = []
        for key in index["bundles"]:
            pages.extend(json.loads(self.objects.get(key)))
        return index["head"], pages

    def _index(self, revision: Revision) -> Json:
        if revision.view is None:
            raise NotFound("This revision was made before there was a view of it.")
        return json.loads(self.objects.get(revision.view))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
