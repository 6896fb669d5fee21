"""Find out who calls: the key's digest leads to the key and its organisation.

Answers are remembered for `MEMORY`, so that a revocation takes effect within that time everywhere.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from docsmith.domain.account import ApiKey, Organisation, digest_of
from docsmith.domain.clock import Clock
from docsmith.domain.errors import InvalidApiKey
from docsmith.usecases.records import Records

MEMORY = timedelta(seconds=20)
_Known = tuple[datetime, ApiKey, Organisation]


@dataclass(frozen=True, slots=True)
class Authenticate:
    """The use case with what it needs; `known` is its memory, by digest."""

    records: Records
    clock: Clock
    known: dict[str, _Known] = field(default_factory=dict[str, _Known])

    def __call__(self, secret: str | None) -> tuple[ApiKey, Organisation]:
        """Raises `InvalidApiKey` when the key is missing, unknown or revoked."""
        if not secret:
            raise InvalidApiKey
        digest = digest_of(secret)
        remembered = self.known.get(digest)
        if remembered and self.clock() < remembered[0]:
            return remembered[1], remembered[2]
        key, organisation = self._read(digest)
        self.known[digest] = (self.clock() + MEMORY, key, organisation)
        return key, organisation

    def _read(self, digest: str) -> tuple[ApiKey, Organisation]:
        key = self.records.get(ApiKey, digest)
        if key is None or key.value.revoked_at is not None:
            raise InvalidApiKey
        organisation = self.records.get(Organisation, key.value.organisation)
        if organisation is None or organisation.value.deleted_at is not None:
            raise InvalidApiKey
        return key.value, organisation.value
