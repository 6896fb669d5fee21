"""Each port twice: its fake, and its adapter over moto."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws
from tests.contract.request_tokens import RequestTokens
from tests.contract.table import table_properties
from tests.fakes.clock import FakeClock
from tests.fakes.records import InMemoryRecords

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.usecases.records import Records

REGION = "eu-central-1"
_number = count(1)


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    """One mocked account for a module: every test makes resources of its own in it."""
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        yield


@pytest.fixture
def unique() -> str:
    """A name that no other test uses."""
    return f"docsmith-{next(_number)}"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def dynamodb(aws: None) -> Any:
    client = boto3.client("dynamodb", REGION)
    RequestTokens(client)
    return client


@pytest.fixture(params=["fake", "dynamodb"])
def records(request: pytest.FixtureRequest, clock: FakeClock, unique: str) -> Records:
    if request.param == "fake":
        return InMemoryRecords(clock)
    client = request.getfixturevalue("dynamodb")
    client.create_table(TableName=unique, **table_properties())
    return DynamoDbRecords(client=client, table=unique, clock=clock)
