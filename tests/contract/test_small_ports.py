"""What every delivery queue, sealer and set of signing keys promises."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.conftest import REGION
from tests.fakes.clock import FakeClock
from tests.fakes.deliveries import InMemoryDeliveries
from tests.fakes.sealer import FakeSealer
from tests.fakes.signing_keys import FakeSigningKeys

from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.adapters.secretsmanager_keys import MEMORY, SecretsManagerKeys
from docsmith.adapters.sqs_deliveries import SqsDeliveries
from docsmith.domain.errors import InternalError
from docsmith.usecases.ports import DeliveryQueue, Sealer, SigningKeys


@dataclass(frozen=True, slots=True)
class Queue:
    deliveries: DeliveryQueue
    arrived: Callable[[], list[str]]


@pytest.fixture(params=["fake", "sqs"])
def queue(request: pytest.FixtureRequest, unique: str) -> Queue:
    if request.param == "fake":
        fake = InMemoryDeliveries()
        return Queue(fake, lambda: [delivery for delivery, delay in fake.sent if not delay])
    request.getfixturevalue("aws")
    client: Any = boto3.client("sqs", REGION)
    url = client.create_queue(QueueName=unique)["QueueUrl"]

    def arrived() -> list[str]:
        messages = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"])["delivery_id"] for message in messages]

    return Queue(SqsDeliveries(client=client, queue_url=url), arrived)


def test_a_delivery_sent_at_once_arrives_and_a_delayed_one_does_not_yet(queue: Queue) -> None:
    queue.deliveries.send("dlv_1")
    queue.deliveries.send("dlv_2", delay_s=5)
    queue.deliveries.send("dlv_3", delay_s=100_000)
    queue.deliveries.send("dlv_4", delay_s=0)
    assert sorted(queue.arrived()) == ["dlv_1", "dlv_4"]


def test_a_queue_that_does_not_answer_is_no_error(aws: None) -> None:
    client: Any = boto3.client("sqs", REGION)
    gone = f"https://sqs.{REGION}.amazonaws.com/123456789012/deleted"
    SqsDeliveries(client=client, queue_url=gone).send("dlv_1")


@pytest.fixture(scope="module")
def kms_key(aws: None) -> tuple[Any, str]:
    client: Any = boto3.client("kms", REGION)
    return client, client.create_key()["KeyMetadata"]["KeyId"]


@pytest.fixture(params=["fake", "kms"])
def sealer(request: pytest.FixtureRequest) -> Sealer:
    if request.param == "fake":
        return FakeSealer()
    client, key_id = request.getfixturevalue("kms_key")
    return KmsSealer(client=client, key_id=key_id)


@given(secret=st.text(st.characters(codec="utf-8"), min_size=1, max_size=500))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_sealed_opens_to_what_it_was(sealer: Sealer, secret: str) -> None:
    sealed = sealer.seal(secret)
    assert sealed.isascii()
    assert secret not in sealed or len(secret) < 4
    assert sealer.open(sealed) == sealer.open(sealed) == secret


@pytest.mark.parametrize("text", ["", "not sealed", "AAAA", "%%%"])
def test_what_was_not_sealed_here_does_not_open(sealer: Sealer, text: str) -> None:
    with pytest.raises(InternalError):
        sealer.open(text)


@dataclass(frozen=True, slots=True)
class Keyring:
    keys: SigningKeys
    rotate: Callable[[bytes], None]


@pytest.fixture(params=["fake", "secretsmanager"])
def keyring(request: pytest.FixtureRequest, unique: str, clock: FakeClock) -> Keyring:
    if request.param == "fake":
        fake = FakeSigningKeys(b"first")
        return Keyring(fake, fake.rotate)
    request.getfixturevalue("aws")
    client: Any = boto3.client("secretsmanager", REGION)
    client.create_secret(Name=unique, SecretString="first")
    keys = SecretsManagerKeys(client=client, secret_id=unique, clock=clock)
    return Keyring(
        keys, lambda key: client.put_secret_value(SecretId=unique, SecretString=key.decode())
    )


def test_a_rotated_key_comes_first_and_the_one_before_it_is_still_known(
    keyring: Keyring, clock: FakeClock
) -> None:
    assert keyring.keys.current() == (b"first",)
    keyring.rotate(b"second")
    clock.now += MEMORY
    assert keyring.keys.current() == (b"second", b"first")
    keyring.rotate(b"third")
    clock.now += MEMORY
    assert keyring.keys.current() == (b"third", b"second")
