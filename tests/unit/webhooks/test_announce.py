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

from docsmith.domain.errors import UpstreamError
from docsmith.domain.task import Task
from docsmith.domain.webhook import Announcement
from docsmith.usecases.announce_task import AnnounceTask
from docsmith.usecases.resend_deliveries import PATIENCE

SCHEMA = json.loads((Path(__file__).parents[3] / "events" / "task_ended.schema.json").read_text())


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
