"""The model provider's API key, from one Secrets Manager secret, read when it is first needed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from docsmith.domain.clock import Clock
from docsmith.domain.errors import StorageError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MEMORY = timedelta(minutes=5)


class SecretsManagerModelKey:
    """Answers the key, read at most once in `MEMORY`: a new one is used without a deploy."""

    def __init__(self, *, client: "SecretsManagerClient", secret_id: str, clock: Clock) -> None:
        self._client = client
        self._secret = secret_id
        self._clock = clock
        self._known: tuple[datetime, str] | None = None

    def __call__(self) -> str:
        now = self._clock()
        if self._known is None or now >= self._known[0]:
            self._known = (now + MEMORY, self._read())
        return self._known[1]

    def write(self, key: str) -> None:
        """Make this the current version of the secret."""
        try:
            self._client.put_secret_value(SecretId=self._secret, SecretString=key)
        except ClientError as error:
            raise StorageError from error
        self._known = None

    def _read(self) -> str:
        try:
            return self._client.get_secret_value(SecretId=self._secret)["SecretString"]
        except ClientError as error:
            raise StorageError from error
