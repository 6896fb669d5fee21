"""A stack of the tests' own whose functions reach their AWS through a proxy that breaks calls.

A model writes, on the loopback: what its tasks cost is charged, and must be charged once.
Time is not waited for but given: what the sweep goes by (when a step began, when a lease ends) is
moved into the past, and the sweep is invoked by hand.
"""

import json
import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.e2e.checkout import Checkout, copied
from tests.e2e.hooks import Hooks
from tests.e2e.writer import PARAMETERS, Writer
from tests.fakes.fault_proxy import Fault, FaultProxy
from tests.fakes.messages_api import MessagesApi
from tests.fakes.ports import free_port
from tests.fakes.receiver import Receiver

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.domain.pool import SlotLease
from docsmith.domain.task import Task
from docsmith.domain.webhook import Delivery
from docsmith.usecases.records import Collision, Replace

PROMPT = "Create a marketing budget"
RESUMED = "Rename the sheet Budget to Plan"
_PACKAGE = "layers/docsmith/docsmith/__init__.py"
_GLOBALS = "        STACK: !Ref AWS::StackName\n"
_MINUTE = timedelta(minutes=1)
PACE = timedelta(seconds=15)


@dataclass(frozen=True)
class Faulty:
    """The stack: its API and account (`hooks`), the proxy before it, its model, and a customer."""

    hooks: Hooks
    proxy: FaultProxy
    writer: Writer
    customer: Receiver
    parameters: str

    def new_run(self) -> str:
        """A run with one good revision."""
        done = self.ended(self.submit())
        assert done["status"] == "completed", done
        return str(done["run_id"])

    def restart(self) -> None:
        """Gracefully, with its state kept."""
        assert self.hooks.checkout.docsmith("down").code == 0
        up(self.hooks.checkout, self.parameters)

    def deploy_new_version(self) -> None:
        """New code for every function."""
        package = self.hooks.checkout.root / _PACKAGE
        package.write_text(f"{package.read_text()}# Another version.\n")
        before = self.hooks.agent_version()
        up(self.hooks.checkout, self.parameters)
        assert self.hooks.agent_version() > before

    @cached_property
    def records(self) -> DynamoDbRecords:
        return DynamoDbRecords(
            client=self.hooks.client("dynamodb"), table=self.hooks.output("Table"), clock=_now
        )

    def break_by(self, *faults: Fault) -> None:
        """From now on; earlier faults are over."""
        self.proxy.faults[:] = faults

    def submit(self, prompt: str = PROMPT, **fields: Any) -> str:
        body = {"prompt": prompt, "async": True, **fields}
        return str(self.hooks.ask("POST", "/excel/generate", json=body)["task_id"])

    def task(self, task_id: str) -> dict[str, Any]:
        return self.hooks.ask("GET", f"/tasks/{task_id}")

    def run_step(self, function: str, step: str, **event: Any) -> None:
        """A step once more, beside the machine's own."""
        payload = json.dumps({"step": step, **event})
        self.hooks.client("lambda").invoke(
            FunctionName=f"docsmith-{function}:live", InvocationType="Event", Payload=payload
        )

    def tell_ended(self, execution_name: str) -> None:
        """The event of an execution that was stopped, once more."""
        detail = {"name": execution_name, "status": "ABORTED"}
        event = {"detail-type": "Step Functions Execution Status Change", "detail": detail}
        self.hooks.client("lambda").invoke(
            FunctionName="docsmith-lifecycle:live", Payload=json.dumps(event)
        )

    def sweep(self) -> dict[str, Any]:
        """The minute's tick, now; what it answered."""
        answer = self.hooks.client("lambda").invoke(
            FunctionName="docsmith-lifecycle:live", Payload=json.dumps({"step": "Sweep"})
        )
        return json.loads(answer["Payload"].read())

    def stop(self, task_id: str) -> None:
        """Stop the execution, as somebody in the console would."""
        execution = self._execution(task_id)
        self.hooks.client("stepfunctions").stop_execution(executionArn=execution, cause="outside")

    def over(self, task_id: str, *, seconds: float = 60) -> None:
        """Wait until nothing works on the task any more. Raises `AssertionError`."""
        limit, execution = time.monotonic() + seconds, self._execution(task_id)
        machine = self.hooks.client("stepfunctions")
        while machine.describe_execution(executionArn=execution)["status"] == "RUNNING":
            assert time.monotonic() < limit, f"{execution} still runs"
            time.sleep(0.2)

    def _execution(self, task_id: str) -> str:
        machine = self.hooks.output("GenerateMachine")
        name = self._task(task_id).execution_name
        return f"{machine.replace(':stateMachine:', ':execution:')}:{name}"

    def ended(
        self, task_id: str, *, seconds: float = 120, a_second_is: timedelta = PACE
    ) -> dict[str, Any]:
        """The task once it has ended by itself. For the sweep each second counts as more, but not
        so much that what starts cold would count as lost before it has begun.

        Raises `AssertionError`.
        """
        limit = time.monotonic() + seconds
        while (task := self._seen(task_id))["status"] in ("queued", "running"):
            assert time.monotonic() < limit, task
            self.age(task_id, a_second_is)
            self.sweep()
        return task

    def _seen(self, task_id: str) -> dict[str, Any]:
        return self.hooks.ask("GET", f"/tasks/{task_id}", params={"wait": 1})

    def age(self, task_id: str, by: timedelta = _MINUTE) -> None:
        """Let its last step, and its lease, be so much longer ago."""
        stored = self.records.get(Task, task_id)
        if stored is None or stored.value.is_terminal:
            return
        task = stored.value
        times = {
            name: moment - by
            for name in ("created_at", "claimed_at", "restarted_at")
            if (moment := getattr(task, name)) is not None
        }
        try:
            self.records.transact(Replace(task.with_(**times), stored.version, due_at=_now()))
            self._age_lease(task, by)
        except Collision:
            return  # it moves by itself

    def _age_lease(self, task: Task, by: timedelta) -> None:
        if task.slot is None:
            return
        lease = self.records.get(SlotLease, task.pool, task.slot)
        if lease is not None and lease.value.owner == task.task_id:
            older = lease.value.with_(until=lease.value.until - by)
            self.records.transact(Replace(older, lease.version))

    def age_delivery(self, delivery_id: str) -> None:
        """Let its message have been on its way for a minute."""
        stored = self.records.get(Delivery, delivery_id)
        assert stored is not None
        self.records.transact(Replace(stored.value, stored.version, due_at=_now() - _MINUTE))

    def slots(self, task_id: str) -> list[int]:
        """The slots that it still holds, by a lease that runs."""
        page = self.records.page(SlotLease, "live", limit=1000)
        leases = [stored.value for stored in page.records]
        held = [le for le in leases if le.owner == task_id and not le.is_over(_now())]
        return [lease.number for lease in held]

    def until_free(self, task_id: str, *, seconds: float = 5) -> None:
        """Its slot is freed right after its end was written. Raises `AssertionError`."""
        limit = time.monotonic() + seconds
        while self.slots(task_id):
            assert time.monotonic() < limit, f"{task_id} kept its slot"
            time.sleep(0.1)

    def _task(self, task_id: str) -> Task:
        stored = self.records.get(Task, task_id)
        assert stored is not None
        return stored.value


@contextmanager
def started(folder: Path) -> Generator[Faulty]:
    """Built and up, on a port of its own; down afterwards."""
    checkout, port, writer = copied(folder), free_port(), Writer()
    with (
        FaultProxy(port) as proxy,
        MessagesApi(writer, summarizes=True) as model,
        Receiver() as customer,
    ):
        template = checkout.root / "template.yaml"
        before, line, after = template.read_text().partition(_GLOBALS)
        address = f"        AWS_ENDPOINT_URL: {proxy.url}\n"
        template.write_text(before + line + address + after)
        parameters = f"{PARAMETERS},ModelUrl={model.url}"
        try:
            facts = up(checkout, parameters, "--port", str(port))
            yield Faulty(Hooks(checkout, **facts), proxy, writer, customer, parameters)
        finally:
            checkout.docsmith("down")


def up(checkout: Checkout, parameters: str, *words: str) -> Any:
    """Its URL and key."""
    env = {"DOCSMITH_PARAMETERS": parameters}
    answer = checkout.docsmith("up", "--json", *words, env=env)
    assert answer.code == 0, answer.notes
    return answer.json


def task_in(body: str) -> str:
    """The task that a call's body is about."""
    found = re.search(r"task_[0-9A-Z]{26}", body)
    assert found, body
    return found[0]


def _now() -> datetime:
    return datetime.now(UTC)
