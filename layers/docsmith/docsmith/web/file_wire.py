"""Wire models of files, and of any upload that goes straight to storage."""

from pydantic import BaseModel

from docsmith.domain.clock import iso
from docsmith.domain.files import StoredFile
from docsmith.usecases.ports import PresignedUpload


class UploadBody(BaseModel):
    """Where the bytes of a pending file go: a form POST with these fields, then `file`."""

    url: str
    fields: dict[str, str]


def upload_body(upload: PresignedUpload | None) -> UploadBody | None:
    return UploadBody(url=upload.url, fields=dict(upload.fields)) if upload else None


class FileBody(BaseModel):
    file_id: str
    file_name: str
    size: int
    content_type: str
    purpose: str
    status: str
    created_at: str
    upload: UploadBody | None = None


def file_body(file: StoredFile, *, upload: PresignedUpload | None = None) -> FileBody:
    return FileBody(
        file_id=file.file_id,
        file_name=file.name,
        size=file.size,
        content_type=file.content_type,
        purpose=file.purpose.value,
        status=file.status.value,
        created_at=iso(file.created_at),
        upload=upload_body(upload),
    )
