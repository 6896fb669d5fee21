"""Who may call: organisations, API keys, tiers and their limits."""

import hashlib
from datetime import datetime
from enum import StrEnum

from docsmith.domain.errors import Forbidden
from docsmith.domain.ids import Entropy
from docsmith.domain.value import Value

_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Scope(StrEnum):
    GENERATE = "generate"
    READ = "read"
    WEBHOOKS = "webhooks"


class Limits(Value):
    """What a tier allows. Bytes for uploads; requests a minute; tasks at once."""

    requests_per_minute: int
    running: int
    queued: int
    upload_bytes: int


class Tier(StrEnum):
    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"

    @property
    def limits(self) -> Limits:
        return _LIMITS[self]


_LIMITS = {
    Tier.FREE: Limits(requests_per_minute=120, running=5, queued=500, upload_bytes=10_000_000),
    Tier.PRO: Limits(requests_per_minute=600, running=50, queued=5_000, upload_bytes=50_000_000),
    Tier.ENTERPRISE: Limits(
        requests_per_minute=2_400, running=500, queued=50_000, upload_bytes=200_000_000
    ),
}


class Organisation(Value):
    """A customer. Its secrets are sealed; `origins` may embed the editor and call us. With
    `deleted_at` it is being erased.
    """

    organisation_id: str
    name: str
    tier: Tier = Tier.FREE
    webhook_secret: str
    previous_secret: str = ""
    previous_until: datetime | None = None
    """Until when the secret before still signs beside `webhook_secret`."""
    origins: tuple[str, ...] = ()
    created_at: datetime
    deleted_at: datetime | None = None

    def live_secrets(self, now: datetime) -> tuple[str, ...]:
        """What signs a delivery to a request's own address: sealed, newest first."""
        overlaps = self.previous_until is not None and now < self.previous_until
        return (self.webhook_secret, *([self.previous_secret] if overlaps else []))


class Balance(Value):
    """Credits (1 credit = US$0.01): `held` is promised to tasks that have not ended yet."""

    available: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        return self.available + self.held


class ApiKey(Value):
    """A key as we keep it: its SHA-256, never itself."""

    key_id: str
    organisation: str
    digest: str
    hint: str
    scopes: frozenset[Scope] = frozenset(Scope)
    test: bool = False
    created_at: datetime
    revoked_at: datetime | None = None

    def must_have(self, scope: Scope) -> None:
        if scope not in self.scopes:
            raise Forbidden(f"This API key lacks the scope `{scope}`.")


def new_secret(*, test: bool, entropy: Entropy) -> str:
    """An API key: its prefix and 28 alphanumerics, drawn without bias."""
    drawn = ""
    while len(drawn) < 28:
        drawn += "".join(
            _ALPHANUMERIC[b] for b in entropy.token_bytes(28) if b < len(_ALPHANUMERIC)
        )
    return ("sk_test_" if test else "sk_live_") + drawn[:28]


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
