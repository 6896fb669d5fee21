"""The `SigningKeys` port over one Secrets Manager secret: the current version, then the last."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from docsmith.adapters.aws_refusals import code_of
from docsmith.domain.clock import Clock
from docsmith.domain.errors import StorageError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MEMORY = timedelta(minutes=5)


class SecretsManagerKeys:
    """Reads both versions at most once in `MEMORY`."""

    def __init__(self, *, client: "SecretsManagerClient", secret_id: str, clock: Clock) -> None:
        self._client = client
        self._secret = secret_id
        self._clock = clock
        self._known: tuple[datetime, tuple[bytes, ...]] | None = None

    def current(self) -> tuple[bytes, ...]:
        now = self._clock()
        if self._known is None or now >= self._known[0]:
            stages = ("AWSCURRENT", "AWSPREVIOUS")
            found = [key for stage in stages if (key := self._read(stage)) is not None]
            if not found:
                raise StorageError("There is no key to sign links with.")
            self._known = (now + MEMORY, tuple(found))
        return self._known[1]

    def _read(self, stage: str) -> bytes | None:
        try:
            answer = self._client.get_secret_value(SecretId=self._secret, VersionStage=stage)
        except ClientError as error:
            if code_of(error) == "ResourceNotFoundException":
                return None
            raise StorageError from error
        return answer["SecretString"].encode()
