"""The `Manifests` port over our S3 bucket: a GetObject with `If-Match` is atomic."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.adapters.aws_refusals import code_of
from docsmith.domain.batch import ManifestPlace
from docsmith.domain.errors import Conflict, DocsmithError, Forbidden, NotFound, StorageError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MISSING = {"NoSuchKey", "NotFound", "404"}
_REFUSED = {"AccessDenied", "Forbidden", "403"}
_CHANGED = {"PreconditionFailed", "412"}


class S3Manifests:
    """Objects of one bucket that others may write."""

    def __init__(self, *, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def look(self, key: str) -> ManifestPlace | None:
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in _MISSING:
                return None
            raise _ours(error, key) from error
        name = key.rpartition("/")[2]
        return ManifestPlace(key=key, etag=head["ETag"], size=head["ContentLength"], name=name)

    def read(self, place: ManifestPlace) -> bytes:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=place.key, IfMatch=place.etag)
            return found["Body"].read()
        except (BotoCoreError, ClientError) as error:
            raise _ours(error, place.key) from error


def _ours(error: BotoCoreError | ClientError, key: str) -> DocsmithError:
    code = code_of(error)
    if code in _MISSING:
        return NotFound(f"There is no manifest {key} any more.")
    if code in _REFUSED:
        return Forbidden(f"The manifest {key} may not be read.")
    if code in _CHANGED:
        return Conflict(f"The manifest {key} was changed after it was accepted.")
    return StorageError()
