"""The operator's acts by name, as `operate` receives them: JSON in, JSON out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, cast

from docsmith.domain.account import ApiKey, Organisation, Scope, Tier
from docsmith.domain.errors import DocsmithError
from docsmith.domain.webhook import OVERLAP
from docsmith.usecases.operate import Operate

Event = Mapping[str, Any]
Answer = dict[str, Any]
_AUDITED = (
    *("act", "organisation_id", "name", "tier", "origins", "key_id", "scopes", "test"),
    *("credits", "reason", "overlap_seconds"),
)


def audited(event: Event) -> Answer:
    """What the audit keeps of an act: which and of whom, never a secret."""
    return {f"operator_{name}": event[name] for name in _AUDITED if name in event}


def perform(operate: Operate, event: Event) -> Answer:
    """`{"ok": true, …}`, or `{"ok": false, "error", "message"}` for what the operator can mend."""
    act = _ACTS.get(str(event.get("act")))
    if act is None:
        message = f"There is no such act. There are: {', '.join(_ACTS)}."
        return {"ok": False, "error": "invalid_request", "message": message}
    try:
        return {"ok": True, **act(operate, event)}
    except DocsmithError as error:
        return {"ok": False, "error": error.code, "message": error.message}
    except KeyError as missing:
        message = f"The field {missing} is missing."
        return {"ok": False, "error": "invalid_request", "message": message}
    except (ValueError, OverflowError) as invalid:
        return {"ok": False, "error": "validation_error", "message": str(invalid)}


def _create_organisation(operate: Operate, event: Event) -> Answer:
    tier = Tier(event.get("tier", Tier.FREE))
    return {"organisation": _organisation(operate.create_organisation(event["name"], tier))}


def _list_organisations(operate: Operate, event: Event) -> Answer:
    return {"organisations": [_organisation(known) for known in operate.list_organisations()]}


def _delete_organisation(operate: Operate, event: Event) -> Answer:
    return {"organisation": _organisation(operate.delete_organisation(event["organisation_id"]))}


def _set_origins(operate: Operate, event: Event) -> Answer:
    origins = tuple(str(origin) for origin in cast(list[Any], event["origins"]))
    return {"organisation": _organisation(operate.set_origins(event["organisation_id"], origins))}


def _set_tier(operate: Operate, event: Event) -> Answer:
    changed = operate.set_tier(event["organisation_id"], Tier(event["tier"]))
    return {"organisation": _organisation(changed)}


def _rotate_secret(operate: Operate, event: Event) -> Answer:
    overlap = timedelta(seconds=int(event.get("overlap_seconds", OVERLAP.total_seconds())))
    return {
        "organisation": _organisation(
            operate.rotate_secret(event["organisation_id"], overlap=overlap)
        )
    }


def _create_key(operate: Operate, event: Event) -> Answer:
    wanted = cast(list[str], event.get("scopes") or list(Scope))
    key, secret = operate.create_key(
        event["organisation_id"],
        test=bool(event.get("test", False)),
        scopes=frozenset(Scope(scope) for scope in wanted),
    )
    return {"key": _key(key), "secret": secret}


def _list_keys(operate: Operate, event: Event) -> Answer:
    return {"keys": [_key(key) for key in operate.list_keys(event["organisation_id"])]}


def _revoke_key(operate: Operate, event: Event) -> Answer:
    return {"key": _key(operate.revoke_key(event["organisation_id"], event["key_id"]))}


def _add_credits(operate: Operate, event: Event) -> Answer:
    reason = str(event.get("reason", "added by the operator"))
    credits = int(event["credits"])
    return {"balance": operate.add_credits(event["organisation_id"], credits, reason=reason)}


def _read_pools(operate: Operate, event: Event) -> Answer:
    return {"pools": {name: asdict(use) for name, use in operate.read_pools().items()}}


def _set_model_key(operate: Operate, event: Event) -> Answer:
    operate.set_model_key(str(event["key"]))
    return {"set": True}


_ACTS: dict[str, Callable[[Operate, Event], Answer]] = {
    "create_organisation": _create_organisation,
    "list_organisations": _list_organisations,
    "delete_organisation": _delete_organisation,
    "set_origins": _set_origins,
    "set_tier": _set_tier,
    "rotate_secret": _rotate_secret,
    "create_key": _create_key,
    "list_keys": _list_keys,
    "revoke_key": _revoke_key,
    "add_credits": _add_credits,
    "read_pools": _read_pools,
    "set_model_key": _set_model_key,
}


def _organisation(organisation: Organisation) -> Answer:
    return organisation.model_dump(mode="json", exclude={"webhook_secret", "previous_secret"})


def _key(key: ApiKey) -> Answer:
    return {**key.model_dump(mode="json", exclude={"digest"}), "scopes": sorted(key.scopes)}
