"""What `deliver_webhook` and `fetch` are made of."""

from docsmith.adapters.eventbridge_events import EventBridgeEvents
from docsmith.adapters.http_fetches import GuardedReader
from docsmith.adapters.http_webhooks import GuardedSender
from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.adapters.scheduler_deliveries import ScheduledDeliveries
from docsmith.adapters.secretsmanager_keys import SecretsManagerKeys
from docsmith.adapters.sqs_deliveries import SqsDeliveries
from docsmith.usecases.announce_task import AnnounceTask
from docsmith.usecases.deliver_webhook import DeliverWebhook, DeliveryPolicy
from docsmith.usecases.fetch_url import FetchUrl
from docsmith.usecases.links import Links
from docsmith.wiring.clients import client
from docsmith.wiring.settings import DeliverySettings, FetchSettings, words
from docsmith.wiring.stores import SystemEntropy, clock, objects_of, records_of


def deliver_of(settings: DeliverySettings) -> DeliverWebhook:
    hosts = words(settings.allowed_webhook_hosts)
    return DeliverWebhook(
        records=records_of(settings),
        sender=GuardedSender(allowed_hosts=hosts),
        queue=queue_of(settings),
        sealer=KmsSealer(client=client("kms"), key_id=settings.sealing_key),
        links=links_of(settings),
        clock=clock,
        entropy=SystemEntropy(),
        policy=DeliveryPolicy(
            places=settings.webhook_places,
            scale=settings.webhook_schedule_scale,
            prefix=settings.signature_prefix,
            allowed_hosts=hosts,
        ),
    )


def announce_of(settings: DeliverySettings) -> AnnounceTask:
    return AnnounceTask(
        records=records_of(settings),
        bus=EventBridgeEvents(client=client("events"), bus=settings.event_bus),
        links=links_of(settings),
    )


def queue_of(settings: DeliverySettings) -> ScheduledDeliveries:
    return ScheduledDeliveries(
        queue=SqsDeliveries(client=client("sqs"), queue_url=settings.deliveries_url),
        client=client("scheduler"),
        group=settings.schedule_group,
        queue_arn=settings.deliveries_arn,
        role_arn=settings.scheduler_role,
        clock=clock,
    )


def links_of(settings: DeliverySettings) -> Links:
    keys = SecretsManagerKeys(
        client=client("secretsmanager"), secret_id=settings.signing_secret, clock=clock
    )
    return Links(keys=keys, clock=clock)


def fetch_of(settings: FetchSettings) -> FetchUrl:
    reader = GuardedReader(allowed_hosts=words(settings.allowed_webhook_hosts))
    return FetchUrl(reader=reader, objects=objects_of(settings.bucket))
