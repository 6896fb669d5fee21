"""Bring what a request names into its run: data, context, images, brand, each in a slot of its own.

Bytes are copied under the run's own prefix, so that a run stays whole when the client deletes a
file. What is described here is what the model is told first.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from docsmith.agent.turns import Json
from docsmith.documents.context import extract
from docsmith.documents.errors import UnreadableFile as Unreadable
from docsmith.documents.errors import UnreadableSource
from docsmith.documents.model import Input
from docsmith.documents.pictures import placeable, preview
from docsmith.domain.errors import NotFound, UnreadableFile
from docsmith.domain.files import StoredFile
from docsmith.domain.images import MEDIA_TYPES, StoredImage
from docsmith.domain.task import Task
from docsmith.usecases.document_state import DocumentState, Slot
from docsmith.usecases.objects import run_prefix
from docsmith.usecases.ports import AlreadyThere, Objects
from docsmith.usecases.records import Records
from docsmith.usecases.source_reading import described

LOGO = "logo"
BRAND = "brand"
Loaded = tuple[DocumentState, Json]


@dataclass(frozen=True, slots=True)
class LoadInputs:
    """The use case with what it needs. `max_rows` bounds a data source."""

    records: Records
    objects: Objects
    max_rows: int

    def __call__(
        self, task: Task, state: DocumentState, fetched: Mapping[str, Any] | None
    ) -> tuple[DocumentState, list[Json]]:
        """The state with its new slots, and what each holds. Raises `UnreadableFile`."""
        request, facts = task.request, list[Json]()
        loads: list[Callable[[DocumentState], Loaded]] = [
            *(self._data(task, source, slot) for source, slot in _sources(request)),
            *(self._context(task, file_id) for file_id in request.get("context_files") or ()),
            *(self._image(task, asset) for asset in request.get("image_assets") or ()),
        ]
        if request.get("brand"):
            loads.append(self._brand(task, request["brand"], fetched))
        for load in loads:
            state, fact = load(state)
            facts.append(fact)
        return state, facts

    def _data(
        self, task: Task, source: Mapping[str, str], slot: str | None
    ) -> Callable[[DocumentState], Loaded]:
        def load(state: DocumentState) -> Loaded:
            file, content = self.file(source["file_id"])
            return self._placed(task, state, source["kind"], file.name, content, slot=slot)

        return load

    def _context(self, task: Task, file_id: str) -> Callable[[DocumentState], Loaded]:
        def load(state: DocumentState) -> Loaded:
            file, content = self.file(file_id)
            try:
                text = extract(content, name=file.name)
            except UnreadableSource as unreadable:
                raise _named(file.name, unreadable.reason) from unreadable
            return self._placed(task, state, "text", file.name, text.as_json())

        return load

    def _image(self, task: Task, asset: Mapping[str, Any]) -> Callable[[DocumentState], Loaded]:
        def load(state: DocumentState) -> Loaded:
            stored = self.records.get(StoredImage, asset["image_id"])
            if stored is None or stored.value.organisation != task.organisation:
                raise UnreadableFile(f"The image {asset['image_id']} was deleted.")
            image = stored.value
            tags = [*dict.fromkeys((*asset.get("tags", ()), *image.tags))]
            name = tags[0] if tags else image.name
            told = {"tags": tags, "caption": image.caption}
            return self._picture(task, state, name, self._bytes(image.key, image.name), told)

        return load

    def _brand(
        self, task: Task, brand: Mapping[str, str], fetched: Mapping[str, Any] | None
    ) -> Callable[[DocumentState], Loaded]:
        def load(state: DocumentState) -> Loaded:
            facts: Json = {name: brand[name] for name in ("primary_color", "font") if name in brand}
            if brand.get("logo_url"):
                state, facts = self._logo(task, state, facts, fetched or {})
            return self._placed(task, state, BRAND, BRAND, json.dumps(facts).encode(), slot=BRAND)

        return load

    def _logo(
        self, task: Task, state: DocumentState, facts: Json, fetched: Mapping[str, Any]
    ) -> Loaded:
        """A logo that could not be brought is missed, not fatal: the brand says why."""
        if fetched.get("outcome") != "ok":
            reason = str(fetched.get("reason") or "it could not be fetched")
            return state, {**facts, "logo_missing": reason}
        try:
            content = self._bytes(str(fetched["key"]), LOGO)
            state, _ = self._picture(task, state, LOGO, content, {"tags": [LOGO]}, slot=LOGO)
        except UnreadableFile as unreadable:
            return state, {**facts, "logo_missing": unreadable.message}
        return state, {**facts, "logo": LOGO}

    def _picture(
        self,
        task: Task,
        state: DocumentState,
        name: str,
        content: bytes,
        told: Json,
        *,
        slot: str | None = None,
    ) -> Loaded:
        try:
            ready, ending = placeable(content)
            small = preview(content)
        except Unreadable as unreadable:
            raise _named(name, unreadable.reason) from unreadable
        media = MEDIA_TYPES["png" if ending == "png" else "jpeg"]
        seen = self._kept(task, small, "image/jpeg", suffix=".preview.jpg")
        return self._placed(
            task, state, "image", name, ready, slot=slot, facts=told, preview=seen, media=media
        )

    def _placed(
        self,
        task: Task,
        state: DocumentState,
        kind: str,
        name: str,
        content: bytes,
        *,
        slot: str | None = None,
        facts: Json | None = None,
        preview: str | None = None,
        media: str = "application/octet-stream",
    ) -> Loaded:
        key = self._kept(task, content, media)
        digest = hashlib.sha256(content).hexdigest()
        made = Slot(
            kind=kind, name=name, key=key, sha256=digest, facts=facts or {}, preview=preview
        )
        state, slot = state.with_slot(made, called=slot)
        given = Input(kind=kind, name=name, content=content, sha256=digest)
        try:
            return state, described(slot, given, state.slots[slot], self.max_rows)
        except UnreadableSource as unreadable:
            raise _named(name, unreadable.reason) from unreadable

    def _kept(self, task: Task, content: bytes, media: str, *, suffix: str = "") -> str:
        """The bytes under the run, by their hash: the same bytes are kept once."""
        digest = hashlib.sha256(content).hexdigest()
        key = f"{run_prefix(task.organisation, task.run_id)}inputs/{digest}{suffix}"
        with suppress(AlreadyThere):
            self.objects.put_new(key, content, content_type=media)
        return key

    def brought(self, task: Task, state: DocumentState) -> DocumentState:
        """A state of another run, with what it rests on under this task's run."""
        slots = {name: self._brought(task, slot) for name, slot in state.slots.items()}
        base = self._again(task, state.base) if state.base else None
        return state.with_(slots=slots, base=base)

    def _brought(self, task: Task, slot: Slot) -> Slot:
        seen = self._again(task, slot.preview, suffix=".preview.jpg") if slot.preview else None
        return slot.with_(key=self._again(task, slot.key), preview=seen)

    def _again(self, task: Task, key: str, *, suffix: str = "") -> str:
        return self._kept(task, self.objects.get(key), "application/octet-stream", suffix=suffix)

    def copied(self, task: Task, file_id: str) -> tuple[StoredFile, str, bytes]:
        """An uploaded document: its record, its key under the run, its bytes."""
        file, content = self.file(file_id)
        return file, self._kept(task, content, file.content_type), content

    def file(self, file_id: str) -> tuple[StoredFile, bytes]:
        stored = self.records.get(StoredFile, file_id)
        if stored is None:
            raise UnreadableFile(f"The file {file_id} was deleted.")
        return stored.value, self._bytes(stored.value.key, stored.value.name)

    def _bytes(self, key: str, name: str) -> bytes:
        try:
            return self.objects.get(key)
        except NotFound as gone:
            raise UnreadableFile(f"{name} was deleted.") from gone


def _sources(request: Json) -> Iterator[tuple[Mapping[str, str], str | None]]:
    """Each data source, and the slot of a replayed plan whose place it takes."""
    plan: Json = request.get("plan") or {}
    slots: Sequence[str] = plan.get("slots", ())
    return zip_longest(request.get("data_sources") or (), slots)


def _named(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: {reason}")
