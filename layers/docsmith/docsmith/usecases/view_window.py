"""A page of a long sheet that was not stored with the view: made when somebody scrolls there."""

import json
from contextlib import suppress

from docsmith.documents.interface import window
from docsmith.documents.model import Document
from docsmith.domain.errors import NotFound
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.editing import Json, WindowRequest
from docsmith.usecases.ports import AlreadyThere, Objects
from docsmith.usecases.view_document import window_key


class ViewWindow:
    """The use case. It keeps the document that was asked for last: readers scroll on."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._last: tuple[str, Document] | None = None

    def __call__(self, request: WindowRequest) -> Json:
        """The page, which lies beside the view from now on. Raises `NotFound`."""
        page = window(self._document(request.state), request.part, request.cursor)
        if page is None:
            raise NotFound("There is no such part of the document.")
        made = {"part": request.part, "cursor": request.cursor, **page}
        key = window_key(request.view, request.part, request.cursor)
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        with suppress(AlreadyThere):
            self._objects.put_new(key, text.encode(), content_type="application/json")
        return made

    def _document(self, state: str) -> Document:
        if self._last is None or self._last[0] != state:
            found = DocumentState.model_validate_json(self._objects.get(state))
            self._last = state, found.document(self._objects)
        return self._last[1]
