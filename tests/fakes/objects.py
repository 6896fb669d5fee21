"""Objects in a dict, with links that `download` and `upload` understand."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from docsmith.domain.errors import NotFound
from docsmith.usecases.ports import AlreadyThere, ObjectInfo, PresignedUpload

_HOST = "https://objects.test/"


@dataclass(frozen=True, slots=True)
class Download:
    """What following a link answers."""

    content: bytes
    content_type: str
    disposition: str


class UploadRefused(Exception):
    """The store did not take a form POST."""


class InMemoryObjects:
    """Bytes and media types by key; each key is written once."""

    def __init__(self) -> None:
        self.stored: dict[str, tuple[bytes, str]] = {}

    def put_new(self, key: str, content: bytes, *, content_type: str) -> None:
        if key in self.stored:
            raise AlreadyThere(key)
        self.stored[key] = (content, content_type)

    def get(self, key: str) -> bytes:
        if key not in self.stored:
            raise NotFound(f"There is no object {key}.")
        return self.stored[key][0]

    def head(self, key: str, size: int) -> bytes:
        return self.get(key)[:size]

    def info(self, key: str) -> ObjectInfo | None:
        if key not in self.stored:
            return None
        content, content_type = self.stored[key]
        return ObjectInfo(size=len(content), content_type=content_type)

    def delete(self, key: str) -> None:
        self.stored.pop(key, None)

    def delete_prefix(self, prefix: str) -> int:
        found = [key for key in self.stored if key.startswith(prefix)]
        for key in found:
            del self.stored[key]
        return len(found)

    def presigned_get(self, key: str, *, file_name: str, content_type: str, seconds: int) -> str:
        query = urlencode({"name": file_name, "type": content_type, "seconds": seconds})
        return f"{_HOST}{quote(key)}?{query}"

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, seconds: int
    ) -> PresignedUpload:
        policy = json.dumps({"type": content_type, "bytes": max_bytes, "seconds": seconds})
        fields = {"key": key, "Content-Type": content_type, "policy": policy}
        return PresignedUpload(url=_HOST, fields=fields)

    def download(self, url: str) -> Download:
        """Follow a link, as a client would."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        content = self.get(parts.path.removeprefix("/"))
        return Download(content, asked["type"], f"attachment; {quote(asked['name'])}")

    def upload(self, upload: PresignedUpload, content: bytes) -> None:
        """Post a form with the file, as a client would. Raises `UploadRefused`."""
        policy = json.loads(upload.fields["policy"])
        if not 0 < len(content) <= policy["bytes"]:
            raise UploadRefused
        self.stored[upload.fields["key"]] = (content, policy["type"])
