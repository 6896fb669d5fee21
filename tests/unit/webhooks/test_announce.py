"""The event bus is told of every terminal task until it has taken it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.batch import BatchStatus
from docsmith.domain.errors import UpstreamError
from docsmith.domain.task import Failure, Task
from docsmith.domain.webhook import Announcement, Delivery
from docsmith.usecases.announce_task import AnnounceTask
from docsmith.usecases.records import Remove
from docsmith.usecases.resend_deliveries import PATIENCE
from docsmith.usecases.webhook_body import delivery_body

EVENTS = Path(__file__).parents[3] / "events"
SCHEMA = json.loads((EVENTS / "task_ended.schema.json").read_text())
BATCH_SCHEMA = json.loads((EVENTS / "batch_ended.schema.json").read_text())


class FakeBus:
    """Takes events, unless it is `broken`."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Mapping[str, Any], str]] = []
        self.broken = False

    def publish(self, kind: str, detail: Mapping[str, Any], *, about: str, at: datetime) -> None:
        if self.broken:
            raise UpstreamError
        self.events.append((kind, detail, about))


@pytest.fixture
def bus() -> FakeBus:
    return FakeBus()


@pytest.fixture
def announce(dispatch: Dispatch, bus: FakeBus) -> AnnounceTask:
    world = dispatch.world
    world.end = replace(world.end, announce=True)
    world.finish = replace(world.finish, end=world.end)
    world.cancel = replace(world.cancel, end=world.end)
    world.sweep = replace(world.sweep, end=world.end)
    return AnnounceTask(records=world.records, bus=bus, links=world.links)


def ended(dispatch: Dispatch, how: str) -> Task:
    if how == "completed":
        return dispatch.completed()
    return dispatch.world.end.cancel(dispatch.world.submitted(dispatch.caller).task_id)


@pytest.mark.parametrize("how", ["completed", "cancelled"])
def test_a_terminal_task_is_an_event_of_the_documented_form(
    dispatch: Dispatch, announce: AnnounceTask, bus: FakeBus, how: str
) -> None:
    task = ended(dispatch, how)
    assert (task.task_id, 0) in dispatch.world.deliveries.sent
    assert announce(task.task_id) == "announced"
    [(kind, detail, about)] = bus.events
    assert (kind, about) == (f"run.{how}", task.run_id)
    jsonschema.validate(detail, SCHEMA)
    assert dispatch.world.records.every(Announcement) == []
    assert announce(task.task_id) == "settled"
    assert len(bus.events) == 1


def test_a_bus_that_does_not_answer_is_told_again_by_the_sweep(
    dispatch: Dispatch, announce: AnnounceTask, bus: FakeBus
) -> None:
    task = ended(dispatch, "completed")
    bus.broken = True
    with pytest.raises(UpstreamError):
        announce(task.task_id)
    dispatch.world.deliveries.sent.clear()
    dispatch.world.clock.now += PATIENCE
    assert dispatch.world.sweep()["resent"] == 1
    assert dispatch.world.deliveries.sent == [(task.task_id, 0)]
    bus.broken = False
    assert announce(task.task_id) == "announced"


def test_two_at_once_are_told_at_least_once_and_leave_nothing(
    dispatch: Dispatch, announce: AnnounceTask, bus: FakeBus
) -> None:
    task = ended(dispatch, "completed")
    dispatch.world.records.before_commit = [lambda: announce(task.task_id)]
    assert announce(task.task_id) == "overtaken"
    assert dispatch.world.records.every(Announcement) == []
    assert len(bus.events) == 2


@pytest.mark.parametrize("lines", [({"name": "Anna"}, {"name": "Ben"}), ({"format": "pdf"},)])
def test_a_batch_that_ended_is_an_event_of_the_documented_form(
    dispatch: Dispatch, announce: AnnounceTask, bus: FakeBus, lines: tuple[dict[str, Any], ...]
) -> None:
    world = dispatch.world
    batch = world.batches.made(world.batches.begun(*lines))
    assert (batch.batch_id, 0) in world.deliveries.sent
    assert announce(batch.batch_id) == "announced"
    kind, detail, about = bus.events[-1]
    assert (kind, about) == ("batch.completed", batch.batch_id)
    jsonschema.validate(json.loads(json.dumps(detail)), BATCH_SCHEMA)
    assert announce(batch.batch_id) == "settled"


def test_the_webhook_of_a_batch_is_the_event_with_a_delivery(dispatch: Dispatch) -> None:
    world = dispatch.world
    batch = world.batches.asked({"name": "A"}, defaults={}, webhook_url="https://hook.example/x")
    world.batches.end(
        batch.batch_id,
        BatchStatus.FAILED,
        failure=Failure(code="not_found", message="There is no manifest."),
    )
    [delivery] = world.records.every(Delivery)
    body = json.loads(delivery_body(delivery, None, world.links))
    assert body.pop("delivery_id") == delivery.delivery_id
    jsonschema.validate(body, BATCH_SCHEMA)


def test_a_batch_that_was_erased_meanwhile_is_not_told(
    dispatch: Dispatch, announce: AnnounceTask, bus: FakeBus
) -> None:
    world = dispatch.world
    batch = world.batches.made(world.batches.begun({"name": "A"}))
    world.records.transact(Remove(batch))
    assert announce(batch.batch_id) == "settled"
    assert not [event for event in bus.events if event[0] == "batch.completed"]
