"""GET /health without a key; GET /verify and GET /usage with one."""

from typing import Any

from fastapi import APIRouter

from docsmith.domain.account import Scope
from docsmith.domain.clock import iso
from docsmith.domain.credits import LedgerEntry
from docsmith.web.caller import Reader
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import ServicesDep

router = APIRouter(tags=["account"])


@router.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/verify")
def verify_key(caller: Reader, services: ServicesDep) -> dict[str, Any]:
    """The key's organisation: what it may do and what it has left."""
    organisation, key = caller.organisation, caller.key
    shown = Scope.WEBHOOKS in key.scopes
    balance = services.records.counters("balance", organisation.organisation_id)
    return {
        "organisation_id": organisation.organisation_id,
        "name": organisation.name,
        "tier": organisation.tier.value,
        "balance": balance.get("available", 0),
        "held": balance.get("held", 0),
        "limits": organisation.tier.limits.model_dump(),
        "key": {"key_id": key.key_id, "test": key.test, "scopes": sorted(key.scopes)},
        **({"webhook_secret": services.sealer.open(organisation.webhook_secret)} if shown else {}),
    }


@router.get("/usage")
def usage(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> dict[str, Any]:
    """The credit ledger, newest first."""
    owner = caller.organisation.organisation_id
    page = services.records.page(LedgerEntry, owner, after=cursor, limit=limit, newest_first=True)
    return {"data": [_entry(r.value) for r in page.records], "next_cursor": page.next}


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    body = {
        "entry_id": entry.entry_id,
        "credits": entry.credits,
        "reason": entry.reason,
        "task_id": entry.task_id,
        "run_id": entry.run_id,
        "detail": entry.detail,
        "created_at": iso(entry.created_at),
    }
    return {name: value for name, value in body.items() if value is not None}
