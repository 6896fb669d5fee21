"""The operator's acts: organisations, keys, credits, origins, the model provider's key."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from docsmith.domain.account import ApiKey, Organisation, Scope, Tier, digest_of, new_secret
from docsmith.domain.clock import Clock
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import Conflict, NotFound, ValidationFailed
from docsmith.domain.ids import KEY, ORGANISATION, Entropy, new_id, ulid
from docsmith.domain.signature import new_webhook_secret
from docsmith.domain.webhook import OVERLAP
from docsmith.usecases.erase_organisation import mark_for_erasure
from docsmith.usecases.pool import PoolUse, pool_use
from docsmith.usecases.ports import Sealer
from docsmith.usecases.records import Collision, Count, Insert, Records, Replace, Stored

_LONGEST_KEY = 1_000
_LONGEST_OVERLAP = timedelta(days=7)
_TRIES = 8


class SecretStore(Protocol):
    """One secret that others read."""

    def write(self, text: str, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Operate:
    """The acts with what they need. `model_key` is the key of the model's provider."""

    records: Records
    sealer: Sealer
    model_key: SecretStore
    clock: Clock
    entropy: Entropy

    def create_organisation(self, name: str, tier: Tier = Tier.FREE) -> Organisation:
        now = self.clock()
        organisation = Organisation(
            organisation_id=new_id(ORGANISATION, at=now, entropy=self.entropy),
            name=name,
            tier=tier,
            webhook_secret=self._new_webhook_secret(),
            created_at=now,
        )
        self.records.transact(Insert(organisation))
        return organisation

    def list_organisations(self) -> list[Organisation]:
        page = self.records.page(Organisation, "*", limit=1000)
        return [stored.value for stored in page.records if stored.value.deleted_at is None]

    def delete_organisation(self, organisation_id: str) -> Organisation:
        """It opens nothing from now on; nothing of it is left a quarter of an hour later."""
        return mark_for_erasure(organisation_id, records=self.records, now=self.clock())

    def set_origins(self, organisation_id: str, origins: tuple[str, ...]) -> Organisation:
        return self._change(organisation_id, origins=origins)

    def set_tier(self, organisation_id: str, tier: Tier) -> Organisation:
        return self._change(organisation_id, tier=tier)

    def rotate_secret(self, organisation_id: str, *, overlap: timedelta = OVERLAP) -> Organisation:
        """A new secret signs what goes to a request's own address; the one before still signs
        beside it for so long. The customer reads it from `GET /verify`, and nobody else.

        Raises `NotFound`, and `ValidationFailed` for an overlap that is not of 0 to 7 days.
        """
        if not timedelta(0) <= overlap <= _LONGEST_OVERLAP:
            raise ValidationFailed("overlap_seconds: from 0 to a week.")
        fresh, until = self._new_webhook_secret(), self.clock() + overlap

        def rotated(known: Organisation) -> dict[str, Any]:
            before = {"previous_secret": known.webhook_secret, "previous_until": until}
            return {"webhook_secret": fresh, **before}

        return self._changed(organisation_id, rotated)

    def _new_webhook_secret(self) -> str:
        """Sealed."""
        return self.sealer.seal(new_webhook_secret(self.entropy))

    def _change(self, organisation_id: str, **fields: Any) -> Organisation:
        """Raises as `_changed`."""
        return self._changed(organisation_id, lambda known: fields)

    def _changed(
        self, organisation_id: str, fields: Callable[[Organisation], Mapping[str, Any]]
    ) -> Organisation:
        """Raises `NotFound`, and `Conflict` when others change it all the time."""
        for _ in range(_TRIES):
            stored = self._organisation(organisation_id)
            changed = stored.value.with_(**fields(stored.value))
            with suppress(Collision):
                self.records.transact(Replace(changed, stored.version))
                return changed
        raise Conflict("Others are changing this organisation: try again.")

    def create_key(
        self,
        organisation_id: str,
        *,
        test: bool = False,
        scopes: frozenset[Scope] = frozenset(Scope),
    ) -> tuple[ApiKey, str]:
        """The key as we keep it, and the secret, which is shown this once."""
        self._organisation(organisation_id)
        now = self.clock()
        secret = new_secret(test=test, entropy=self.entropy)
        key = ApiKey(
            key_id=new_id(KEY, at=now, entropy=self.entropy),
            organisation=organisation_id,
            digest=digest_of(secret),
            hint=f"{secret[:8]}…{secret[-4:]}",
            scopes=scopes,
            test=test,
            created_at=now,
        )
        self.records.transact(Insert(key))
        return key, secret

    def list_keys(self, organisation_id: str) -> list[ApiKey]:
        page = self.records.page(ApiKey, organisation_id, limit=1000)
        return [stored.value for stored in page.records]

    def revoke_key(self, organisation_id: str, key_id: str) -> ApiKey:
        """Takes effect within 30 s everywhere. Raises as `_change`."""
        for _ in range(_TRIES):
            stored = self._key(organisation_id, key_id)
            revoked = stored.value.with_(revoked_at=stored.value.revoked_at or self.clock())
            with suppress(Collision):
                self.records.transact(Replace(revoked, stored.version))
                return revoked
        raise Conflict("Others are changing this key: try again.")

    def _key(self, organisation_id: str, key_id: str) -> Stored[ApiKey]:
        for known in self.list_keys(organisation_id):
            stored = self.records.get(ApiKey, known.digest) if known.key_id == key_id else None
            if stored is not None:
                return stored
        raise NotFound(f"This organisation has no key {key_id}.")

    def add_credits(self, organisation_id: str, credits: int, *, reason: str) -> dict[str, Any]:
        """Add to (or, below zero, take from) a balance; answers the new one."""
        self._organisation(organisation_id)
        now = self.clock()
        entry = LedgerEntry(
            organisation=organisation_id,
            entry_id="adj_" + ulid(at=now, entropy=self.entropy),
            credits=credits,
            reason=reason,
            created_at=now,
        )
        added = Count("balance", organisation_id, add={"available": credits})
        self.records.transact(Insert(entry), added)
        return dict(self.records.counters("balance", organisation_id))

    def read_pools(self) -> dict[str, PoolUse]:
        """How many tasks hold a slot, and how many wait for one."""
        now = self.clock()
        return {pool: pool_use(pool, records=self.records, now=now) for pool in ("live", "test")}

    def set_model_key(self, key: str) -> None:
        """In use within five minutes everywhere. Raises `ValidationFailed`."""
        if not key.isprintable() or not key.strip() or len(key) > _LONGEST_KEY:
            raise ValidationFailed("key: printable characters in one line.")
        self.model_key.write(key.strip())

    def _organisation(self, organisation_id: str) -> Stored[Organisation]:
        stored = self.records.get(Organisation, organisation_id)
        if stored is None or stored.value.deleted_at is not None:
            raise NotFound(f"There is no organisation {organisation_id}.")
        return stored
