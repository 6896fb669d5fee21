"""Keep what clients upload: bytes sent to us, or a place for bytes that go straight to storage."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound, PayloadTooLarge
from docsmith.domain.files import PENDING_LIMIT, FileStatus, Purpose, StoredFile
from docsmith.domain.generation import clean_file_name
from docsmith.domain.ids import FILE, Entropy, new_id
from docsmith.usecases.objects import file_key
from docsmith.usecases.ports import Objects, PresignedUpload
from docsmith.usecases.records import Collision, Insert, Page, Records, Remove, Replace, Stored
from docsmith.usecases.submit_generation import Caller

UPLOAD_SECONDS = 900


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a client says of a file. `size` in bytes."""

    name: str
    content_type: str
    purpose: Purpose
    size: int


@dataclass(frozen=True, slots=True)
class KeepFiles:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    clock: Clock
    entropy: Entropy

    def store(self, new: NewFile, content: bytes, caller: Caller) -> StoredFile:
        """Bytes first, then the record: what is listed is there."""
        file = self._file(new, caller, status=FileStatus.READY)
        file = file.with_(sha256=hashlib.sha256(content).hexdigest())
        self.objects.put_new(file.key, content, content_type=file.content_type)
        self.records.transact(Insert(file))
        return file

    def await_upload(self, new: NewFile, caller: Caller) -> tuple[StoredFile, PresignedUpload]:
        """A pending file, and where its bytes go. Forgotten after 24 h unless they came."""
        file = self._file(new, caller, status=FileStatus.PENDING)
        upload = self.objects.presigned_post(
            file.key,
            content_type=file.content_type,
            max_bytes=file.size,
            seconds=UPLOAD_SECONDS,
        )
        self.records.transact(Insert(file, due_at=file.created_at + PENDING_LIMIT))
        return file, upload

    def get(self, file_id: str, caller: Caller) -> StoredFile:
        """Raises `NotFound`. A pending file becomes ready as soon as its bytes are seen."""
        return self._settled(self._own(file_id, caller)).value

    def page(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[StoredFile]:
        owner = caller.organisation.organisation_id
        return self.records.page(StoredFile, owner, after=cursor, limit=limit, newest_first=True)

    def make_ready(self, file_ids: Sequence[str], caller: Caller) -> None:
        """Look for the bytes of the files that a request names, before it is refused."""
        for file_id in file_ids:
            stored = self.records.get(StoredFile, file_id)
            if stored and stored.value.organisation == caller.organisation.organisation_id:
                self._settled(stored)

    def delete(self, file_id: str, caller: Caller) -> None:
        """Raises `NotFound`."""
        stored = self._own(file_id, caller)
        self.objects.delete(stored.value.key)
        with suppress(Collision):  # somebody else deleted it as well
            self.records.transact(Remove(stored.value))

    def _own(self, file_id: str, caller: Caller) -> Stored[StoredFile]:
        stored = self.records.get(StoredFile, file_id)
        if stored is None or stored.value.organisation != caller.organisation.organisation_id:
            raise NotFound("There is no such file.")
        return stored

    def _settled(self, stored: Stored[StoredFile]) -> Stored[StoredFile]:
        if stored.value.status is FileStatus.READY:
            return stored
        info = self.objects.info(stored.value.key)
        if info is None:
            return stored
        ready = stored.value.with_(status=FileStatus.READY, size=info.size)
        try:
            self.records.transact(Replace(ready, stored.version))
        except Collision:
            return self.records.get(StoredFile, ready.file_id) or stored
        return Stored(ready, stored.version + 1)

    def _file(self, new: NewFile, caller: Caller, *, status: FileStatus) -> StoredFile:
        bounded_size(new.size, caller)
        now = self.clock()
        file_id = new_id(FILE, at=now, entropy=self.entropy)
        owner = caller.organisation.organisation_id
        return StoredFile(
            file_id=file_id,
            organisation=owner,
            name=clean_file_name(new.name) or "file",
            content_type=new.content_type,
            purpose=new.purpose,
            status=status,
            size=new.size,
            key=file_key(owner, file_id),
            created_at=now,
        )


def bounded_size(size: int, caller: Caller, *, of: str = "Files") -> None:
    """Raises `PayloadTooLarge` for more bytes than the caller's tier allows."""
    limit = caller.organisation.tier.limits.upload_bytes
    if size > limit:
        raise PayloadTooLarge(f"{of} of this organisation may have {limit:,} bytes.")
