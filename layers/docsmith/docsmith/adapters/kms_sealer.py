"""The `Sealer` port over one KMS key: secrets are sealed beyond the table's own encryption."""

import base64
import binascii
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from docsmith.domain.errors import InternalError, StorageError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_CONTEXT = {"purpose": "docsmith-secret"}


class KmsSealer:
    """Seals up to 4 kB of text. What was opened is remembered for the life of the environment."""

    def __init__(self, *, client: "KMSClient", key_id: str) -> None:
        self._client = client
        self._key = key_id
        self._opened: dict[str, str] = {}

    def seal(self, secret: str) -> str:
        try:
            sealed = self._client.encrypt(
                KeyId=self._key, Plaintext=secret.encode(), EncryptionContext=_CONTEXT
            )
        except ClientError as error:
            raise StorageError from error
        return base64.b64encode(sealed["CiphertextBlob"]).decode()

    def open(self, sealed: str) -> str:
        if sealed not in self._opened:
            self._opened[sealed] = self._decrypt(sealed)
        return self._opened[sealed]

    def _decrypt(self, sealed: str) -> str:
        try:
            opened = self._client.decrypt(
                KeyId=self._key,
                CiphertextBlob=base64.b64decode(sealed, validate=True),
                EncryptionContext=_CONTEXT,
            )
        except (ClientError, binascii.Error) as error:
            raise InternalError from error
        return opened["Plaintext"].decode()
