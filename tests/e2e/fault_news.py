"""Faults of what others tell us, and we tell others: messages and events lost, doubled, late."""

import json
import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from tests.e2e.fault_case import Case
from tests.e2e.fault_phases import stopped
from tests.e2e.faulty import Faulty
from tests.fakes.fault_proxy import SDK_TRIES, Fault

_MESSAGE = "sqs.SendMessage"


@contextmanager
def _without_the_event(stack: Faulty) -> Generator[None]:
    """The machine's status changes reach nobody."""
    events = stack.hooks.client("events")
    rule = stack.hooks.output("LifecycleFunctionExecutionEnded")
    events.disable_rule(Name=rule)
    try:
        yield
    finally:
        events.enable_rule(Name=rule)


def _told_twice(stack: Faulty, task_id: str) -> None:
    for _ in range(2):
        stack.tell_ended(f"{task_id}-0")


def _told_late(stack: Faulty, task: dict[str, Any]) -> None:
    """Events of the execution that was stopped, and of the one that completed, at last."""
    task_id = str(task["task_id"])
    for start_no in range(2):
        stack.tell_ended(f"{task_id}-{start_no}")
    assert stack.task(task_id)["status"] == "completed"


def _with_webhook(stack: Faulty) -> str:
    return stack.submit(webhook_url=stack.customer.url)


def _delivered(stack: Faulty, task: dict[str, Any]) -> None:
    """The customer got it, and knows each repeat by its id."""
    known = stack.hooks.ask("GET", "/webhooks/deliveries", params={"task_id": task["task_id"]})
    (delivery,) = known["data"]
    ended = stack.hooks.ended(delivery["delivery_id"], seconds=60)
    assert ended["status"] == "delivered", ended
    bodies = [json.loads(request.body) for request in stack.customer.received]
    mine = [body["delivery_id"] for body in bodies if body["task_id"] == task["task_id"]]
    assert mine, "nothing arrived"
    assert set(mine) == {delivery["delivery_id"]}


def _nudged(stack: Faulty, task: dict[str, Any]) -> None:
    """The sweep sends the message that was lost."""
    known = stack.hooks.ask("GET", "/webhooks/deliveries", params={"task_id": task["task_id"]})
    (delivery,) = known["data"]
    assert delivery["status"] == "pending", "the message was lost"
    stack.age_delivery(delivery["delivery_id"])
    assert stack.sweep().get("resent")
    _delivered(stack, task)


def _send_again(stack: Faulty, body: str) -> None:
    found = re.search(r"dlv_[0-9A-Z]{26}", body)
    assert found, body
    for _ in range(2):
        stack.hooks.client("sqs").send_message(
            QueueUrl=stack.hooks.output("Deliveries"),
            MessageBody=json.dumps({"delivery_id": found[0]}),
        )


def _doubled(stack: Faulty) -> tuple[Fault, ...]:
    again = Fault(_MESSAGE, after=True, cuts=False, act=lambda body: _send_again(stack, body))
    return (again,)


def _out_of_order(stack: Faulty) -> tuple[Fault, ...]:
    """The first message is on its way until another has arrived."""
    del stack
    second = Fault(_MESSAGE, nth=2, cuts=False)
    first = Fault(_MESSAGE, cuts=False, act=lambda _: second.struck.wait(20))
    return first, second


def _two_with_webhook(stack: Faulty) -> str:
    first, _ = _with_webhook(stack), _with_webhook(stack)
    return first


def _both_delivered(stack: Faulty, task: dict[str, Any]) -> None:
    _delivered(stack, task)
    limit = time.monotonic() + 60
    while not _all_known_delivered(stack):
        assert time.monotonic() < limit, "one of two was not delivered"
        time.sleep(0.2)


def _all_known_delivered(stack: Faulty) -> bool:
    known = stack.hooks.ask("GET", "/webhooks/deliveries", params={"limit": 2})["data"]
    return [one["status"] for one in known] == ["delivered"] * 2


NEWS = [
    Case(
        "agent_turn",
        "stopped, and the event is lost",
        stopped("agent_turn"),
        around=_without_the_event,
    ),
    Case(
        "agent_turn",
        "stopped, and the event comes twice and late",
        stopped("agent_turn"),
        meanwhile=_told_twice,
        proof=_told_late,
    ),
    Case(
        "dispatching_webhook",
        "the message is lost",
        lambda _: (Fault(_MESSAGE, times=SDK_TRIES),),
        submit=_with_webhook,
        proof=_nudged,
    ),
    Case(
        "dispatching_webhook",
        "the message is doubled",
        _doubled,
        submit=_with_webhook,
        proof=_delivered,
    ),
    Case(
        "dispatching_webhook",
        "messages out of order",
        _out_of_order,
        submit=_two_with_webhook,
        proof=_both_delivered,
    ),
]
