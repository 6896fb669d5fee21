"""A write that took effect although its answer was lost: the SDK sends it again by itself."""

from typing import Any

import pytest
from tests.contract.table import table_properties
from tests.fakes.clock import FakeClock
from tests.fakes.nouns import a_file, a_task

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.domain.task import Phase, Task
from docsmith.usecases.claims import advance, claim
from docsmith.usecases.records import Count, Insert, Remove


@pytest.fixture
def records(dynamodb: Any, unique: str, clock: FakeClock) -> DynamoDbRecords:
    dynamodb.create_table(TableName=unique, **table_properties())
    return DynamoDbRecords(client=dynamodb, table=unique, clock=clock)


@pytest.fixture
def lose_one_answer(dynamodb: Any) -> Any:
    """The next write is sent a second time, as after a connection that broke too early."""
    left = [1]

    def again(**_: Any) -> float | None:
        return 0.0 if left and left.pop() else None

    operations = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
    for operation in operations:
        dynamodb.meta.events.register_first(f"needs-retry.dynamodb.{operation}", again)
    yield left
    for operation in operations:
        dynamodb.meta.events.unregister(f"needs-retry.dynamodb.{operation}", again)


def test_a_new_record_is_not_refused_by_itself(
    records: DynamoDbRecords, lose_one_answer: list[int]
) -> None:
    records.transact(Insert(a_task()))
    assert lose_one_answer == []
    assert records.get(Task, a_task().task_id) is not None


def test_a_count_is_counted_once(records: DynamoDbRecords, lose_one_answer: list[int]) -> None:
    records.transact(Count("tasks", "o", add={"open": 1}))
    assert lose_one_answer == []
    assert records.counters("tasks", "o") == {"open": 1}


def test_several_writes_take_effect_once(
    records: DynamoDbRecords, lose_one_answer: list[int]
) -> None:
    records.transact(Insert(a_task()), Count("tasks", "o", add={"open": 1}))
    assert lose_one_answer == []
    assert records.counters("tasks", "o") == {"open": 1}


def test_a_removed_record_is_not_missed_by_its_own_removal(
    records: DynamoDbRecords, lose_one_answer: list[int]
) -> None:
    lose_one_answer.clear()
    records.transact(Insert(a_file()))
    lose_one_answer.append(1)
    records.transact(Remove(a_file()))
    assert lose_one_answer == []


def test_a_lone_change_that_is_refused_by_itself_is_made_again_by_who_made_it(
    records: DynamoDbRecords, lose_one_answer: list[int], clock: FakeClock
) -> None:
    lose_one_answer.clear()
    records.transact(Insert(a_task()))
    lose_one_answer.append(1)
    claimed = claim(a_task().task_id, Phase.PREFLIGHT, records=records, now=clock())
    lose_one_answer.append(1)
    advance(claimed, records=records, summary="Done.")
    assert lose_one_answer == []
    stored = records.get(Task, a_task().task_id)
    assert stored is not None
    assert (stored.value.summary, stored.value.attempt) == ("Done.", claimed.attempt)
