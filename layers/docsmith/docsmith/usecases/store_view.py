"""Write the view of a document that the editor reads, beside each revision.

Stored are an index (what there is) and bundles of pages of at most about half a megabyte, so that a
deck is one or two reads and a long sheet is read where it is scrolled to. Pictures lie beside, once
a run, by the names that their contents give them: pages stay small, an edit stores none again.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.pictures import Picture
from docsmith.domain.run import Run
from docsmith.domain.task import Task
from docsmith.usecases.objects import picture_key
from docsmith.usecases.ports import AlreadyThere, Objects

BUNDLE_BYTES = 450_000
_TYPE = "application/json"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on its way into a bundle."""

    part: str
    cursor: int
    text: str


def store_view(projection: Mapping[str, Any], stem: str, objects: Objects, of: Run | Task) -> str:
    """Write the view of a projection beside `stem`; answers the key of its index."""
    return _Writing(objects, of).view(projection, stem)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One view of a run's, or a task's run's, document."""

    objects: Objects
    of: Run | Task
    seen: dict[Picture, str | None] = field(default_factory=dict[Picture, str | None])
    """Pictures so far, and what pages say of them: a logo stands on every slide."""

    def view(self, projection: Mapping[str, Any], stem: str) -> str:
        where: dict[str, list[int]] = {part: [] for part in projection["pages"]}
        keys: list[str] = []
        for number, bundle in enumerate(self._bundles(projection["pages"])):
            keys.append(f"{stem}.{number:04d}.json")
            for page in bundle:
                where[page.part].append(number)
            self._put(keys[-1], f"[{','.join(page.text for page in bundle)}]")
        self._put(
            f"{stem}.json",
            self._text({"head": projection["head"], "where": where, "bundles": keys}),
        )
        return f"{stem}.json"

    def _bundles(self, pages: Mapping[str, list[Json]]) -> Iterator[list[_Page]]:
        held: list[_Page] = []
        size = 0
        for part, windows in pages.items():
            for cursor, window in enumerate(windows):
                text = self._text({"part": part, "cursor": cursor, **window})
                if held and size + len(text) > BUNDLE_BYTES:
                    yield held
                    held, size = [], 0
                held.append(_Page(part, cursor, text))
                size += len(text)
        if held:
            yield held

    def _put(self, key: str, text: str) -> None:
        self.objects.put_new(key, text.encode(), content_type=_TYPE)

    def _text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=self._shown)

    def _shown(self, picture: Picture) -> str | None:
        if picture not in self.seen:
            self.seen[picture] = self._kept(picture)
        return self.seen[picture]

    def _kept(self, picture: Picture) -> str | None:
        """The name by which a page finds the picture; None when it cannot be shown after all."""
        key = picture_key(self.of.organisation, self.of.run_id, picture.name)
        if self.objects.info(key) is not None:
            return picture.name
        try:
            content, media_type = picture.shown()
        except UnreadableFile:
            return None
        with suppress(AlreadyThere):
            self.objects.put_new(key, content, content_type=media_type)
        return picture.name
