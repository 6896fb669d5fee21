"""Where a delivery goes now, and with which secrets: the subscription may have changed since."""

from dataclasses import dataclass
from datetime import datetime

from docsmith.domain.account import Organisation
from docsmith.domain.webhook import Delivery, Subscription
from docsmith.usecases.ports import Sealer
from docsmith.usecases.records import Records, Stored


class EndpointOff(Exception):
    """Nothing can be sent there. The text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`secrets` are open, newest first; `subscription` is None for a request's own webhook_url."""

    url: str
    secrets: tuple[str, ...]
    subscription: Stored[Subscription] | None = None


def endpoint_of(delivery: Delivery, *, records: Records, sealer: Sealer, now: datetime) -> Endpoint:
    """Raises `EndpointOff` when the subscription was deleted or is off."""
    if delivery.webhook_id is None:
        organisation = records.get(Organisation, delivery.organisation)
        if organisation is None:
            raise EndpointOff("The organisation was deleted.")
        live = organisation.value.live_secrets(now)
        return Endpoint(delivery.url, tuple(sealer.open(sealed) for sealed in live))
    stored = records.get(Subscription, delivery.organisation, delivery.webhook_id)
    if stored is None:
        raise EndpointOff("The subscription was deleted.")
    if not stored.value.active:
        raise EndpointOff(stored.value.disabled_reason or "The subscription is off.")
    secrets = tuple(sealer.open(sealed) for sealed in stored.value.live_secrets(now))
    return Endpoint(stored.value.url, secrets, stored)
