"""`deliver_webhook` over a mocked account and a real receiver: handler, batches, clients."""

import importlib.util
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from standardwebhooks import Webhook
from tests.contract.table import table_properties
from tests.fakes.nouns import a_delivery, a_task, an_id, an_organisation
from tests.fakes.receiver import Received, Receiver, always, status
from tests.template.template import ROOT

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.domain.task import Status
from docsmith.domain.webhook import Announcement, Attempt, Delivery
from docsmith.domain.work import Outcome
from docsmith.usecases.records import Insert
from docsmith.wiring import clients

REGION, ACCOUNT = "eu-central-1", "123456789012"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Account:
    """A mocked account with everything that the dispatcher reaches, and its handler."""

    records: DynamoDbRecords
    queue: str
    heard: str
    handler: Any

    def pending(self, number: int, url: str, **changes: Any) -> Delivery:
        task = a_task(
            number,
            status=Status.COMPLETED,
            ended_at=now(),
            outcome=Outcome(summary="Done.", revision=1),
        )
        delivery = a_delivery(number, url=url, due_at=now(), created_at=now(), **changes)
        self.records.transact(Insert(task), Insert(delivery, due_at=delivery.due_at))
        return delivery

    def handle(self, *subjects: str) -> list[str]:
        """What the queue would hand over; answers the message ids that go back to it."""
        records = [
            {
                "messageId": f"message {position}",
                "body": json.dumps({"delivery_id": subject}),
                "eventSource": "aws:sqs",
            }
            for position, subject in enumerate(subjects)
        ]
        context = SimpleNamespace(
            function_name="deliver_webhook",
            memory_limit_in_mb=512,
            invoked_function_arn="arn",
            aws_request_id="request",
            get_remaining_time_in_millis=lambda: 60_000,
        )
        answer = self.handler({"Records": records}, context)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def now(self, delivery: Delivery) -> Delivery:
        stored = self.records.get(Delivery, delivery.delivery_id)
        assert stored is not None
        return stored.value


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with mock_aws():
        clients.client.cache_clear()
        yield _account(monkeypatch)
        clients.client.cache_clear()


def _account(monkeypatch: pytest.MonkeyPatch) -> Account:
    boto3.client("dynamodb", REGION).create_table(TableName="table", **table_properties())
    boto3.client("secretsmanager", REGION).create_secret(Name="signing", SecretString="s" * 32)
    sqs, events = boto3.client("sqs", REGION), boto3.client("events", REGION)
    queue, heard = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("queue", "heard"))
    events.create_event_bus(Name="bus")
    events.put_rule(Name="all", EventBusName="bus", EventPattern='{"source": ["docsmith"]}')
    target = {"Id": "heard", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:heard"}
    events.put_targets(Rule="all", EventBusName="bus", Targets=[target])
    boto3.client("scheduler", REGION).create_schedule_group(Name="schedules")
    key = boto3.client("kms", REGION).create_key()["KeyMetadata"]["KeyId"]
    variables = {
        "STACK": "docsmith",
        "TABLE": "table",
        "DELIVERIES_URL": queue,
        "DELIVERIES_ARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:queue",
        "SIGNING_SECRET": "signing",
        "SEALING_KEY": key,
        "EVENT_BUS": "bus",
        "SCHEDULE_GROUP": "schedules",
        "SCHEDULER_ROLE": f"arn:aws:iam::{ACCOUNT}:role/scheduler",
        "SIGNATURE_PREFIX": "X-Overten",
        "WEBHOOK_SCHEDULE_SCALE": "1",
        "WEBHOOK_PLACES": "10",
        "ALLOWED_WEBHOOK_HOSTS": "127.0.0.1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    client: Any = boto3.client("dynamodb", REGION)
    records = DynamoDbRecords(client=client, table="table", clock=now)
    sealer = KmsSealer(client=boto3.client("kms", REGION), key_id=key)
    records.transact(Insert(an_organisation(webhook_secret=sealer.seal(SECRET))))
    return Account(records, queue, heard, _handler())


def _handler() -> Any:
    path = ROOT / "functions" / "deliver_webhook" / "app.py"
    spec = importlib.util.spec_from_file_location("deliver_webhook_app", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.handler


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as started:
        yield started


def test_a_message_becomes_a_request_that_the_official_package_verifies(
    account: Account, receiver: Receiver
) -> None:
    delivery = account.pending(1, receiver.url)
    assert account.handle(delivery.delivery_id) == []
    [request] = receiver.wait_for(1)
    body = Webhook(SECRET).verify(request.body, request.headers)
    assert body["task_id"] == delivery.task_id
    assert account.now(delivery).status == "delivered"
    [stored] = account.records.page(Attempt, delivery.delivery_id).records
    assert stored.value.status == 200


def test_a_batch_is_sent_at_once_so_that_a_slow_receiver_delays_nobody(
    account: Account, receiver: Receiver
) -> None:
    def slow(_request: Received, _number: int) -> Iterator[bytes]:
        time.sleep(0.5)
        yield status(200)

    receiver.answer = slow
    deliveries = [account.pending(number, receiver.url) for number in range(1, 9)]
    began = time.monotonic()
    returned = account.handle(*(d.delivery_id for d in deliveries))
    assert time.monotonic() - began < 0.5 * len(deliveries)
    arrived = [request.at for request in receiver.received]
    assert max(arrived) - min(arrived) < 0.5 * len(deliveries) / 2
    # The mocked table may refuse one of eight threads; its message comes back and is sent then.
    left = [deliveries[int(name.removeprefix("message "))] for name in returned]
    assert len(left) < len(deliveries) / 2
    assert not [d for d in left if account.handle(d.delivery_id)]
    assert {account.now(d).status for d in deliveries} == {"delivered"}


def test_doubled_messages_in_one_batch_send_once(account: Account, receiver: Receiver) -> None:
    delivery = account.pending(1, receiver.url)
    assert account.handle(*[delivery.delivery_id] * 5) == []
    assert len(receiver.received) == 1


def test_what_cannot_be_read_goes_back_alone(account: Account, receiver: Receiver) -> None:
    good = account.pending(1, receiver.url)
    broken = account.pending(2, receiver.url, organisation="org_unsealed")
    unsealed = an_organisation(organisation_id="org_unsealed", webhook_secret="not sealed")
    account.records.transact(Insert(unsealed))
    assert account.handle(good.delivery_id, broken.delivery_id) == ["message 1"]
    assert account.now(good).status == "delivered"
    assert account.now(broken).attempts == 0


def test_a_later_attempt_within_minutes_waits_on_the_queue(
    account: Account, receiver: Receiver
) -> None:
    receiver.answer = always(503)
    delivery = account.pending(1, receiver.url)
    account.handle(delivery.delivery_id)
    attributes = boto3.client("sqs", REGION).get_queue_attributes(
        QueueUrl=account.queue, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )["Attributes"]
    assert attributes["ApproximateNumberOfMessagesDelayed"] == "1"


def test_an_attempt_that_is_hours_away_is_a_schedule_that_feeds_the_queue(
    account: Account, receiver: Receiver
) -> None:
    receiver.answer = always(429, "Retry-After: 7200")
    delivery = account.pending(1, receiver.url)
    account.handle(delivery.delivery_id)
    scheduler = boto3.client("scheduler", REGION)
    [listed] = scheduler.list_schedules(GroupName="schedules")["Schedules"]
    schedule = scheduler.get_schedule(GroupName="schedules", Name=listed["Name"])
    assert json.loads(schedule["Target"]["Input"]) == {"delivery_id": delivery.delivery_id}
    assert schedule["Target"]["Arn"].endswith(":queue")
    assert schedule["ActionAfterCompletion"] == "DELETE"
    at = datetime.strptime(schedule["ScheduleExpression"], "at(%Y-%m-%dT%H:%M:%S)")
    due = account.now(delivery).due_at
    assert due is not None
    late = (at.replace(tzinfo=UTC) - due).total_seconds()
    assert 0 <= late <= 3, "a schedule that fires early would be ignored"


def test_a_task_id_on_the_queue_becomes_an_event_on_the_bus(account: Account) -> None:
    account.pending(1, "https://customer.example/")
    task_id = an_id("task_", 1)
    value = Announcement(task_id=task_id, organisation="org_1", created_at=now())
    account.records.transact(Insert(value, due_at=now()))
    assert account.handle(task_id) == []
    sqs = boto3.client("sqs", REGION)
    [message] = sqs.receive_message(QueueUrl=account.heard)["Messages"]
    event = json.loads(message["Body"])
    assert (event["source"], event["detail-type"]) == ("docsmith", "run.completed")
    assert event["resources"] == [an_id("run_", 1)]
    assert event["detail"]["task_id"] == task_id
    assert account.records.get(Announcement, task_id) is None


def test_a_bus_that_is_not_there_sends_the_message_back(account: Account) -> None:
    account.pending(1, "https://customer.example/")
    task_id = an_id("task_", 1)
    value = Announcement(task_id=task_id, organisation="org_1", created_at=now())
    account.records.transact(Insert(value, due_at=now()))
    events = boto3.client("events", REGION)
    events.remove_targets(Rule="all", EventBusName="bus", Ids=["heard"])
    events.delete_rule(Name="all", EventBusName="bus")
    events.delete_event_bus(Name="bus")
    assert account.handle(task_id) == ["message 0"]
    assert account.records.get(Announcement, task_id) is not None
