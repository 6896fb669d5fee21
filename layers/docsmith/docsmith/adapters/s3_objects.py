"""The `Objects` port over one S3 bucket. Writes carry `If-None-Match: *`."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.adapters.aws_refusals import code_of
from docsmith.domain.errors import NotFound, StorageError
from docsmith.usecases.ports import AlreadyThere, ObjectInfo, PresignedUpload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Objects:
    """Objects of one bucket. The client must sign with `s3v4`, or presigned links fail."""

    def __init__(self, *, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put_new(self, key: str, content: bytes, *, content_type: str) -> None:
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=content_type,
                IfNoneMatch="*",
            )
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}:
                raise AlreadyThere(key) from error
            raise StorageError from error

    def get(self, key: str) -> bytes:
        return self._read(key)

    def head(self, key: str, size: int) -> bytes:
        return self._read(key, Range=f"bytes=0-{size - 1}")

    def _read(self, key: str, **part: Any) -> bytes:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key, **part)["Body"].read()
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in {"NoSuchKey", "404"}:
                raise NotFound(f"There is no object {key}.") from error
            raise StorageError from error

    def info(self, key: str) -> ObjectInfo | None:
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in {"NoSuchKey", "NotFound", "404"}:
                return None
            raise StorageError from error
        return ObjectInfo(size=head["ContentLength"], content_type=head["ContentType"])

    def delete(self, key: str) -> None:
        try:
            self._client.delete_object(Bucket=self._bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise StorageError from error

    def delete_prefix(self, prefix: str) -> int:
        deleted = 0
        while keys := self._some_keys(prefix):
            objects: list[Any] = [{"Key": key} for key in keys]
            self._delete_all(objects)
            deleted += len(keys)
        return deleted

    def _some_keys(self, prefix: str) -> list[str]:
        """At most 1,000, which is what one DeleteObjects takes."""
        try:
            found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=1000)
        except (BotoCoreError, ClientError) as error:
            raise StorageError from error
        return [item.get("Key", "") for item in found.get("Contents", [])]

    def _delete_all(self, objects: list[Any]) -> None:
        """Raises `StorageError` when one of them stays: the answer to that is a 200 as well."""
        try:
            answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects})
        except (BotoCoreError, ClientError) as error:
            raise StorageError from error
        if answer.get("Errors"):
            raise StorageError("Some objects could not be deleted.")

    def presigned_get(self, key: str, *, file_name: str, content_type: str, seconds: int) -> str:
        parameters = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": _disposition(file_name),
        }
        return self._client.generate_presigned_url(
            "get_object", Params=parameters, ExpiresIn=seconds
        )

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, seconds: int
    ) -> PresignedUpload:
        conditions = [{"Content-Type": content_type}, ["content-length-range", 1, max_bytes]]
        post = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=conditions,
            ExpiresIn=seconds,
        )
        return PresignedUpload(url=post["url"], fields=post["fields"])


def _disposition(file_name: str) -> str:
    """RFC 6266: an ASCII name for old clients, and the real one."""
    plain = file_name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}"
