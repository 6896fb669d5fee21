"""Data that an organisation's own job put beside its manifest become one of its files, once."""

import hashlib
from dataclasses import dataclass

from docsmith.domain.batch import Batch
from docsmith.domain.batch_line import Line, Source
from docsmith.domain.errors import NotFound
from docsmith.domain.files import FileStatus, Purpose, StoredFile
from docsmith.domain.generation import clean_file_name
from docsmith.domain.ids import FILE, new_id
from docsmith.usecases.keep_files import bounded_size
from docsmith.usecases.manifests import Manifests
from docsmith.usecases.objects import file_key
from docsmith.usecases.ports import AlreadyThere, Objects
from docsmith.usecases.records import Collision, Insert, Records
from docsmith.usecases.submit_generation import Caller

_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class _Derived:
    """The same bytes for the same line: a repeat makes the same file, not another."""

    seed: str

    def token_bytes(self, size: int, /) -> bytes:
        return hashlib.sha256(self.seed.encode()).digest()[:size]


@dataclass(frozen=True, slots=True)
class ImportSource:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    manifests: Manifests

    def __call__(self, source: Source, line: Line, batch: Batch, caller: Caller) -> str:
        """The id of the file. Raises `NotFound` and `PayloadTooLarge`."""
        entropy = _Derived(f"{batch.batch_id}/{line.key}")
        file_id = new_id(FILE, at=batch.created_at, entropy=entropy)
        if self.records.get(StoredFile, file_id) is None:
            self._bring(source, file_id, batch, caller)
        return file_id

    def _bring(self, source: Source, file_id: str, batch: Batch, caller: Caller) -> None:
        place = self.manifests.look(source.key)
        if place is None:
            raise NotFound(f"There is no object {source.key}.")
        bounded_size(place.size, caller)
        content = self.manifests.read(place)
        file = StoredFile(
            file_id=file_id,
            organisation=batch.organisation,
            name=clean_file_name(place.name) or "data",
            content_type=_TYPES[source.kind],
            purpose=Purpose.REFERENCE,
            status=FileStatus.READY,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            key=file_key(batch.organisation, file_id),
            created_at=batch.created_at,
        )
        try:
            self.objects.put_new(file.key, content, content_type=file.content_type)
            self.records.transact(Insert(file))
        except (AlreadyThere, Collision):
            self._keep_what_is_there(file)

    def _keep_what_is_there(self, file: StoredFile) -> None:
        """An attempt before this one was interrupted, or is under way: its bytes count."""
        if self.records.get(StoredFile, file.file_id) is None:
            there = self.objects.get(file.key)
            digest = hashlib.sha256(there).hexdigest()
            self.records.transact(Insert(file.with_(size=len(there), sha256=digest)))
