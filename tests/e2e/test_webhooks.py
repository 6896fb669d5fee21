"""Webhooks against receivers that fail in every way, on the local stack.

Every delivery ends delivered, exhausted and listed, or disabled; none is lost; a receiver that
dedupes on the delivery's id sees each once. The attempts' delays are shortened by the deployment
parameter WebhookScheduleScale.
"""

import json
import ssl
import time
from collections import Counter
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import jsonschema
import pytest
import trustme
from standardwebhooks import Webhook
from tests.e2e.checkout import ROOT, copied
from tests.e2e.hooks import SCALE, Endpoint, Hooks, endpoint, running
from tests.e2e.stack import until_over
from tests.fakes.receiver import Drop, Received, Receiver, always, status

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.domain.ids import DELIVERY, new_id
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.records import Insert

pytestmark = pytest.mark.e2e


class SystemEntropy:
    def token_bytes(self, size: int, /) -> bytes:
        return ssl.RAND_bytes(size)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hooks]:
    checkout = copied(tmp_path_factory.mktemp("webhooks") / "checkout")
    template = checkout.root / "template.yaml"
    before, name, after = template.read_text().partition("  WebhookScheduleScale:\n")
    template.write_text(before + name + after.replace('Default: "1"', f'Default: "{SCALE}"', 1))
    # Roles are evaluated, so that what the dispatcher may not touch it cannot use either.
    with running(checkout, DOCSMITH_IAM="true") as found:
        yield found


@pytest.fixture(scope="module")
def redirecting(hooks: Hooks) -> tuple[Endpoint, str]:
    """Begun first: a receiver that answers 302 to every attempt takes the whole schedule."""
    made = endpoint(hooks, always(302, "Location: http://127.0.0.1:1/elsewhere"))
    return made, made.send()


@pytest.fixture(scope="module")
def killed(hooks: Hooks, redirecting: tuple[Endpoint, str]) -> tuple[Endpoint, str]:
    """Begun early: a dispatcher that was killed between sending and recording."""

    def hold(_request: Received, number: int) -> Iterator[bytes]:
        if number == 1:
            assert hooks.kill("deliver_webhook")
            raise Drop
        yield status(200)

    made = endpoint(hooks, hold)
    delivery = made.send()
    made.receiver.wait_for(1, seconds=30)
    return made, delivery


def codes(delivery: dict[str, Any]) -> list[int | None]:
    return [attempt.get("status") for attempt in delivery["attempts"]]


@pytest.mark.usefixtures("killed")
def test_a_receiver_that_was_down_for_three_attempts_gets_its_delivery(hooks: Hooks) -> None:
    with Receiver() as probe:
        port = probe.port
    webhook = hooks.subscribe(f"http://127.0.0.1:{port}/hook")
    delivery = hooks.send(webhook["webhook_id"])
    down = hooks.until(delivery, lambda d: len(d["attempts"]) == 3)
    assert {attempt["error"] for attempt in down["attempts"]} == {"The connection was refused."}
    with Receiver(port=port) as receiver:
        ended = hooks.ended(delivery)
        [request] = receiver.received
    assert codes(ended) == [None, None, None, 200]
    Webhook(webhook["secret"]).verify(request.body, request.headers)


def test_a_flapping_receiver_gets_every_delivery_and_sees_each_id_accepted_once(
    hooks: Hooks,
) -> None:
    flapping = endpoint(hooks, lambda _request, number: [status(200 if number % 2 else 500)])
    sent = [flapping.send() for _ in range(6)]
    assert {hooks.ended(delivery)["status"] for delivery in sent} == {"delivered"}
    accepted = Counter(flapping.ids()[::2])
    assert accepted == Counter(sent)


def test_an_attempt_has_a_timestamp_and_signatures_of_its_own(hooks: Hooks) -> None:
    later = [status(503, "Retry-After: 2")]
    receiving = endpoint(hooks, lambda _, number: later if number < 3 else [status(200)])
    delivery = receiving.send()
    hooks.ended(delivery)
    requests = receiving.receiver.received
    assert receiving.ids() == [delivery] * 3
    for request in requests:
        Webhook(receiving.webhook["secret"]).verify(request.body, request.headers)
    assert len({request.headers["webhook-timestamp"] for request in requests}) == 3


def test_gone_disables_the_subscription_visibly(hooks: Hooks) -> None:
    gone = endpoint(hooks, always(410))
    assert hooks.ended(gone.send())["status"] == "disabled"
    now = gone.now()
    assert (now["active"], now["disabled_reason"]) == (False, "The receiver answered 410 Gone.")


@pytest.mark.parametrize("code", [400, 404, 422])
def test_an_answer_that_repeating_cannot_change_is_final(hooks: Hooks, code: int) -> None:
    ended = hooks.ended(endpoint(hooks, always(code)).send())
    assert (ended["status"], codes(ended)) == ("exhausted", [code])
    assert ended["reason"] == f"The receiver answered {code}: final."


def test_a_date_in_retry_after_is_waited_for(hooks: Hooks) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    busy = [status(429, f"Retry-After: {format_datetime(until, usegmt=True)}")]
    limited = endpoint(hooks, lambda _request, number: busy if number == 1 else [status(200)])
    ended = hooks.ended(limited.send())
    assert codes(ended) == [429, 200]
    assert datetime.fromisoformat(ended["attempts"][1]["at"]) >= until


def test_ten_megabytes_of_answer_are_cut_to_a_kilobyte(hooks: Hooks) -> None:
    [attempt] = hooks.ended(endpoint(hooks, always(200, body=b"z" * 10_000_000)).send())["attempts"]
    assert attempt["response"] == "z" * 1024
    assert attempt["latency_ms"] < 5_000


def test_a_reset_before_the_status_is_repeated_and_one_after_it_is_not(hooks: Hooks) -> None:
    def reset(_request: Received, number: int) -> Iterator[bytes]:
        if number == 1:
            yield b"HTTP/1.1 2"
            raise Drop
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
        time.sleep(0.3)  # a reset takes with it what the other side has not read yet
        raise Drop

    ended = hooks.ended(endpoint(hooks, reset).send())
    assert (ended["status"], codes(ended)) == ("delivered", [None, 200])


def test_a_certificate_that_nobody_signed_is_a_failure_that_says_so(hooks: Hooks) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with Receiver(tls=context) as receiver:
        webhook = hooks.subscribe(f"https://localhost:{receiver.port}/hook")
        delivery = hooks.send(webhook["webhook_id"])
        failed = hooks.until(delivery, lambda d: len(d["attempts"]) == 2)
        assert receiver.received == []
    assert "certificate is not valid" in failed["attempts"][0]["error"]
    hooks.ask("DELETE", f"/webhooks/{webhook['webhook_id']}")
    assert hooks.ended(delivery)["reason"] == "The subscription was deleted."


def test_doubled_messages_are_sent_once(hooks: Hooks) -> None:
    receiving = endpoint(hooks, always(200))
    delivery = receiving.send()
    queue, sqs = hooks.output("Deliveries"), hooks.client("sqs")
    for _ in range(5):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"delivery_id": delivery}))
    hooks.ended(delivery)
    marker = receiving.send()
    hooks.ended(marker)
    assert receiving.ids() == [delivery, marker]


def test_a_receiver_that_takes_too_long_is_cut_at_fifteen_seconds_and_holds_up_nobody(
    hooks: Hooks,
) -> None:
    def slow(_request: Received, number: int) -> Iterator[bytes]:
        if number == 1:
            time.sleep(16)
        yield status(200)

    sluggish, quick = endpoint(hooks, slow), endpoint(hooks, always(200))
    late = sluggish.send()
    sluggish.receiver.wait_for(1)
    began = time.monotonic()
    assert {hooks.ended(quick.send())["status"] for _ in range(5)} == {"delivered"}
    assert time.monotonic() - began < 10
    first, second = hooks.ended(late)["attempts"]
    assert first["error"] == "Timed out."
    assert 14_500 <= first["latency_ms"] <= 16_500
    assert second["status"] == 200


def test_the_first_attempt_comes_within_two_seconds(hooks: Hooks) -> None:
    receiving = endpoint(hooks, always(200))
    waits = list[float]()
    for _ in range(50):
        ended = hooks.ended(receiving.send())
        began = datetime.fromisoformat(ended["created_at"])
        at = datetime.fromisoformat(ended["attempts"][0]["at"])
        waits.append((at - began).total_seconds())
    assert sorted(waits)[int(len(waits) * 0.95)] <= 2.0, sorted(waits)[-5:]


def test_a_run_tells_its_own_url_its_subscribers_and_the_bus(hooks: Hooks) -> None:
    events, sqs = hooks.client("events"), hooks.client("sqs")
    heard = sqs.create_queue(QueueName="heard")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=heard, AttributeNames=["QueueArn"])["Attributes"]
    bus = hooks.output("Bus")
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["docsmith"]}')
    targets = [{"Id": "heard", "Arn": arn["QueueArn"]}]
    events.put_targets(Rule="all", EventBusName=bus, Targets=targets)
    secret = hooks.ask("GET", "/verify")["webhook_secret"]
    with Receiver() as own, Receiver() as subscribed:
        webhook = hooks.subscribe(subscribed.url, "run.completed", "run.failed")
        body = {"prompt": "A small budget", "async": True, "webhook_url": own.url}
        task = hooks.ask("POST", "/excel/generate", json=body)
        assert until_over(hooks.api, task["task_id"])["status"] == "completed"
        [to_own], [to_subscriber] = own.wait_for(1, seconds=30), subscribed.wait_for(1, seconds=30)
    told = Webhook(secret).verify(to_own.body, to_own.headers)
    Webhook(webhook["secret"]).verify(to_subscriber.body, to_subscriber.headers)
    assert (told["task_id"], told["event"]) == (task["task_id"], "run.completed")
    document = hooks.api.get(told["download_url"], headers={}, follow_redirects=True)
    assert document.content.startswith(b"PK")
    messages = sqs.receive_message(QueueUrl=heard, WaitTimeSeconds=10)["Messages"]
    event = json.loads(messages[0]["Body"])
    assert (event["source"], event["detail-type"]) == ("docsmith", "run.completed")
    schema = json.loads((ROOT / "events" / "task_ended.schema.json").read_text())
    jsonschema.validate(event["detail"], schema)
    hooks.ask("DELETE", f"/webhooks/{webhook['webhook_id']}")


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]:8099/",
        "http://127.1:8099/",
        "http://0x7f000001:8099/",
        "http://192.168.0.1/",
        "https://169.254.169.254/",
        "https://user@customer.example/",
    ],
)
def test_hosts_that_the_deployment_did_not_name_are_refused(hooks: Hooks, url: str) -> None:
    answer = hooks.api.post("/webhooks", json={"url": url, "events": ["run.completed"]})
    assert (answer.status_code, answer.json()["error"]) == (422, "validation_error")


def test_five_hundred_completions_at_once_for_one_slow_receiver_are_all_delivered(
    hooks: Hooks,
) -> None:
    def a_second(_request: Received, _number: int) -> Iterator[bytes]:
        time.sleep(1)
        yield status(200)

    receiving = endpoint(hooks, a_second)
    sent = _written_at_once(hooks, receiving, 500)
    limit = time.monotonic() + 300
    while len(set(receiving.ids())) < len(sent):
        assert time.monotonic() < limit, f"{len(set(receiving.ids()))} of {len(sent)} came"
        time.sleep(1)
    assert Counter(receiving.ids()) == Counter(sent)
    assert _most_at_once(receiving) <= 10
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda one: hooks.ended(one)["status"], sent)) == {"delivered"}


def _written_at_once(hooks: Hooks, receiving: Endpoint, count: int) -> list[str]:
    """What the ends of so many tasks leave behind: records, and messages on the queue."""
    records = DynamoDbRecords(
        client=hooks.client("dynamodb"),
        table=hooks.output("Table"),
        clock=lambda: datetime.now(UTC),
    )
    owner = hooks.ask("GET", "/verify")["organisation_id"]
    now = datetime.now(UTC)
    deliveries = [
        Delivery(
            delivery_id=new_id(DELIVERY, at=now, entropy=SystemEntropy()),
            organisation=owner,
            webhook_id=receiving.webhook_id,
            url=receiving.receiver.url,
            event=Event.TEST,
            facts={"number": number},
            due_at=now,
            created_at=now,
        )
        for number in range(count)
    ]
    queue, sqs = hooks.output("Deliveries"), hooks.client("sqs")
    for delivery in deliveries:
        records.transact(Insert(delivery, due_at=delivery.due_at))
        body = json.dumps({"delivery_id": delivery.delivery_id})
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    return [delivery.delivery_id for delivery in deliveries]


def _most_at_once(receiving: Endpoint) -> int:
    """How many requests were open at the same time, each for its second."""
    times = [request.at for request in receiving.receiver.received]
    return max(sum(start <= moment < start + 0.95 for start in times) for moment in times)


def test_a_redirect_is_never_followed_and_ends_listed_and_can_be_replayed(
    hooks: Hooks, redirecting: tuple[Endpoint, str]
) -> None:
    receiving, delivery = redirecting
    ended = hooks.ended(delivery, seconds=180)
    assert (ended["status"], ended["reason"]) == ("exhausted", "8 attempts failed.")
    assert codes(ended) == [302] * 8
    listed = hooks.ask("GET", "/webhooks/deliveries", params={"status": "exhausted"})["data"]
    assert delivery in [one["delivery_id"] for one in listed]
    receiving.receiver.answer = always(200)
    hooks.ask("POST", f"/webhooks/deliveries/{delivery}/replay")
    assert hooks.ended(delivery)["status"] == "delivered"
    assert receiving.ids() == [delivery] * 9
    assert receiving.receiver.received[-1].headers["x-overten-replay"] == "1"


def test_a_dispatcher_killed_between_sending_and_recording_loses_nothing(
    hooks: Hooks, killed: tuple[Endpoint, str]
) -> None:
    receiving, delivery = killed
    ended = hooks.ended(delivery, seconds=240)
    assert ended["status"] == "delivered"
    assert receiving.ids() == [delivery] * 2
    stopped, done = ended["attempts"]
    assert stopped["error"] == "The dispatcher stopped before the answer was recorded."
    assert done["status"] == 200
