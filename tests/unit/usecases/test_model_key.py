"""The key of the model's provider: set by the operator, read by the agent alone."""

from typing import Any

import boto3
import pytest
from moto import mock_aws
from tests.fakes.clock import FakeClock
from tests.fakes.world import World

from docsmith.adapters.secretsmanager_model_key import MEMORY, SecretsManagerModelKey
from docsmith.domain.errors import StorageError
from docsmith.usecases.operator_acts import perform


def test_the_operator_sets_the_key_and_no_answer_repeats_it(world: World) -> None:
    answer = perform(world.operate, {"act": "set_model_key", "key": " sk-model-1 "})
    assert answer == {"ok": True, "set": True}
    assert world.model_key.text == "sk-model-1"


@pytest.mark.parametrize("key", ["", "  ", "two\nlines", "x" * 1_001])
def test_a_key_that_can_be_none_is_refused(world: World, key: str) -> None:
    answer = perform(world.operate, {"act": "set_model_key", "key": key})
    assert answer["error"] == "validation_error"
    assert world.model_key.text is None


def test_the_key_lies_in_one_secret_and_a_new_one_is_used_without_a_deploy() -> None:
    clock = FakeClock()
    with mock_aws():
        client: Any = boto3.client("secretsmanager", "eu-central-1")
        made = client.create_secret(Name="model", SecretString="first")
        reader = SecretsManagerModelKey(client=client, secret_id=made["ARN"], clock=clock)
        writer = SecretsManagerModelKey(client=client, secret_id=made["ARN"], clock=clock)
        assert reader() == "first"
        writer.write("second")
        assert (reader(), writer()) == ("first", "second")
        clock.advance(seconds=MEMORY.total_seconds())
        assert reader() == "second"


def test_a_secret_that_is_not_there_is_a_fault_of_the_storage() -> None:
    with mock_aws():
        client: Any = boto3.client("secretsmanager", "eu-central-1")
        key = SecretsManagerModelKey(client=client, secret_id="none", clock=FakeClock())
        for act in (key, lambda: key.write("x")):
            with pytest.raises(StorageError):
                act()
