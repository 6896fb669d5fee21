"""Files from this machine as file ids: in one request when small, by a signed link when not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from docsmith_cli.api import Api
from docsmith_cli.problems import Problem, UsageProblem
from docsmith_cli.speaking import Speaker

# The API takes bodies up to 4 MB; the multipart frame around the file needs some of it.
DIRECT_LIMIT = 4_000_000 - 16_384
_KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".json": "json"}
_CONTENT_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file to send; `purpose` is the contract's `init`, `reference` or `context`."""

    path: Path
    purpose: str


def data_kind(path: Path) -> str:
    """`csv`, `xlsx` or `json`, by the name's extension."""
    if kind := _KINDS.get(path.suffix.lower()):
        return kind
    known = ", ".join(_KINDS)
    raise UsageProblem(f"--data {path}: not a kind of data that is known ({known})")


def check_readable(path: Path, option: str) -> None:
    """Refuse, before anything is started, what could not be sent later."""
    if not path.is_file():
        raise UsageProblem(f"{option} {path}: there is no such file")
    if path.stat().st_size == 0:
        raise UsageProblem(f"{option} {path}: the file is empty")


def send_all(api: Api, uploads: Iterable[Upload], speaker: Speaker) -> dict[Path, str]:
    """Upload one after the other, telling so; answers each file's id."""
    file_ids: dict[Path, str] = {}
    for upload in uploads:
        with speaker.step(f"Uploading {upload.path.name}"):
            file_ids[upload.path] = send(api, upload)
    return file_ids


def send(api: Api, upload: Upload) -> str:
    """Upload; answers the file id."""
    return send_content(api, upload, upload.path.read_bytes())


def send_content(api: Api, upload: Upload, content: bytes) -> str:
    """Upload what goes by the file's name; answers the file id."""
    if len(content) <= DIRECT_LIMIT:
        file = (upload.path.name, content, content_type(upload.path))
        return str(api.create_file(fields={"purpose": upload.purpose}, content=file)["file_id"])
    return _send_by_link(api, upload, content)


def content_type(path: Path) -> str:
    """The media type that goes with the file's extension."""
    return _CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream")


def _send_by_link(api: Api, upload: Upload, content: bytes) -> str:
    announced = api.announce_file(
        {
            "file_name": upload.path.name,
            "size": len(content),
            "content_type": content_type(upload.path),
            "purpose": upload.purpose,
        }
    )
    _put(api, announced["upload"], upload, content)
    return str(announced["file_id"])


def _put(api: Api, link: Mapping[str, Any], upload: Upload, content: bytes) -> None:
    file = (upload.path.name, content, content_type(upload.path))
    try:
        response = api.outside().post(link["url"], data=link["fields"], files={"file": file})
    except httpx.TransportError as error:
        raise Problem(f"{upload.path}: the upload broke off: {error}") from error
    if response.is_error:
        raise Problem(f"{upload.path}: the upload was refused (HTTP {response.status_code})")
