"""Files that a client uploaded: what they are for and whether their bytes are there yet."""

from datetime import datetime, timedelta
from enum import StrEnum

from docsmith.domain.value import Value

PENDING_LIMIT = timedelta(hours=24)
DIRECT_LIMIT = 4_000_000
"""Bytes of a body that we take directly; more goes by a presigned upload."""


class Purpose(StrEnum):
    INIT = "init"
    REFERENCE = "reference"
    CONTEXT = "context"


class FileStatus(StrEnum):
    PENDING = "pending"
    READY = "ready"


class StoredFile(Value):
    """A file by its id. `key` is where its bytes are; `sha256` is known once they are."""

    file_id: str
    organisation: str
    name: str
    content_type: str
    purpose: Purpose
    status: FileStatus
    size: int
    sha256: str | None = None
    key: str
    created_at: datetime
