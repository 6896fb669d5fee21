"""The view of a document that the editor reads: an index, pages by the bundle, pictures by name.

`store_view` wrote it with the revision.
"""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docsmith.domain.errors import NotFound
from docsmith.domain.run import Revision, Run
from docsmith.usecases.editing import WindowRequest, Windows
from docsmith.usecases.objects import picture_key
from docsmith.usecases.ports import Objects

Json = dict[str, Any]


def window_key(view: str, part: str, cursor: int) -> str:
    """Where a page lies that was made after the view whose index is at `view`."""
    return f"{view.removesuffix('.json')}.{part}-{cursor:06d}.json"


@dataclass(frozen=True, slots=True)
class ViewDocument:
    """Reads views. `windows` makes the pages of long sheets that were not stored."""

    objects: Objects
    windows: Windows

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
        if cursor < len(where):
            pages = json.loads(self.objects.get(index["bundles"][where[cursor]]))
        elif any(p["id"] == part and cursor < p["pages"] for p in index["head"]["parts"]):
            pages = [self._window(revision, part, cursor)]
        else:
            raise NotFound("There is no such part of the document.")
        return {"revision": revision.number, "pages": pages}

    def _window(self, revision: Revision, part: str, cursor: int) -> Json:
        view = revision.view or ""
        with suppress(NotFound):
            return json.loads(self.objects.get(window_key(view, part, cursor)))
        return self.windows(
            WindowRequest(state=revision.state, view=view, part=part, cursor=cursor)
        )

    def picture(self, run: Run, name: str) -> str:
        """A picture that pages of the run name, as a `data:` address. Raises `NotFound`."""
        key = picture_key(run.organisation, run.run_id, name)
        info = self.objects.info(key)
        if info is None:
            raise NotFound("There is no such picture.")
        content = base64.b64encode(self.objects.get(key)).decode()
        return f"data:{info.content_type};base64,{content}"

    def everything(self, revision: Revision) -> tuple[Json, list[Json]]:
        """The head, and every page that was stored, in order."""
        index = self._index(revision)
        pages: list[Json] = []
        for key in index["bundles"]:
            pages.extend(json.loads(self.objects.get(key)))
        return index["head"], pages

    def _index(self, revision: Revision) -> Json:
        if revision.view is None:
            raise NotFound("This revision was made before there was a view of it.")
        return json.loads(self.objects.get(revision.view))
