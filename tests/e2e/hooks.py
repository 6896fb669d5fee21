"""Webhooks on a stack of the tests' own: subscriptions, deliveries, and ways into its account."""

import os
import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from tests.e2e.checkout import Checkout
from tests.fakes.receiver import Answer, Receiver

from docsmith_cli.stack.clients import local

SCALE = "0.0005"
"""Attempts after 0, 1, 1, 1, 4, 9, 18 and 18 s: the queue counts in whole seconds."""


@dataclass(frozen=True)
class Hooks:
    """The API of a stack as a customer's developer uses it, and the account behind it."""

    checkout: Checkout
    url: str
    api_key: str

    @cached_property
    def api(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.url, headers={"X-API-Key": self.api_key}, timeout=60, trust_env=False
        )

    def ask(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        answer = self.api.request(method, path, **request)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else {}

    def client(self, service: str) -> Any:
        """A boto3 client of the account."""
        return local(service, f"http://127.0.0.1:{self.checkout.record('running')['port']}")

    def output(self, logical: str) -> str:
        """The physical id of a resource of the stack."""
        found = self.client("cloudformation").describe_stack_resource(
            StackName="docsmith", LogicalResourceId=logical
        )
        return found["StackResourceDetail"]["PhysicalResourceId"]

    def agent_version(self) -> int:
        """Of the function that asks the model, as machines invoke it now."""
        alias = self.client("lambda").get_alias(FunctionName="docsmith-agent", Name="live")
        return int(alias["FunctionVersion"])

    def subscribe(self, url: str, *events: str) -> dict[str, Any]:
        body = {"url": url, "events": list(events) or ["batch.completed"]}
        return self.ask("POST", "/webhooks", json=body)

    def send(self, webhook_id: str) -> str:
        """A test event; its delivery's id."""
        return str(self.ask("POST", f"/webhooks/{webhook_id}/test")["delivery_id"])

    def delivery(self, delivery_id: str) -> dict[str, Any]:
        return self.ask("GET", f"/webhooks/deliveries/{delivery_id}")

    def until(
        self, delivery_id: str, holds: Callable[[dict[str, Any]], bool], *, seconds: float = 30
    ) -> dict[str, Any]:
        """The delivery as soon as something holds of it. Raises `AssertionError`."""
        limit = time.monotonic() + seconds
        while True:
            found = self.delivery(delivery_id)
            if holds(found):
                return found
            assert time.monotonic() < limit, found
            time.sleep(0.2)

    def ended(self, delivery_id: str, *, seconds: float = 30) -> dict[str, Any]:
        return self.until(delivery_id, lambda d: d["status"] != "pending", seconds=seconds)

    def kill(self, function: str) -> int:
        """End the processes that run a function, as a machine that fails would; how many."""
        ours = _descendants(self.checkout.record("running")["pid"])
        doomed = [pid for pid in ours if _runs(pid, f"docsmith-{function}")]
        for pid in doomed:
            os.kill(pid, signal.SIGKILL)
        return len(doomed)


@contextmanager
def running(checkout: Checkout, **env: str) -> Generator[Hooks]:
    """Up with these variables set; down afterwards."""
    up = checkout.docsmith("up", "--json", env=env)
    assert up.code == 0, up.notes
    hooks = Hooks(checkout, **up.json)
    try:
        yield hooks
    finally:
        hooks.api.close()
        checkout.docsmith("down")


@dataclass
class Endpoint:
    """A receiver on this machine with a subscription of its own."""

    hooks: Hooks
    receiver: Receiver
    webhook: dict[str, Any]

    @property
    def webhook_id(self) -> str:
        return str(self.webhook["webhook_id"])

    def send(self) -> str:
        return self.hooks.send(self.webhook_id)

    def now(self) -> dict[str, Any]:
        return self.hooks.ask("GET", f"/webhooks/{self.webhook_id}")

    def ids(self) -> list[str]:
        """What arrived, by `webhook-id`, in order."""
        return [request.headers["webhook-id"] for request in self.receiver.received]


def endpoint(hooks: Hooks, answer: Answer) -> Endpoint:
    """Started; it lives as long as the tests."""
    receiver = Receiver(answer).__enter__()
    return Endpoint(hooks, receiver, hooks.subscribe(receiver.url))


def _descendants(pid: int) -> list[int]:
    """The processes that a process started, from any of its threads, and those they started."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(listed).split():
            found += [int(child), *_descendants(int(child))]
    return found


def _runs(pid: int, function: str) -> bool:
    variables = _text(Path(f"/proc/{pid}/environ")).split("\0")
    return f"AWS_LAMBDA_FUNCTION_NAME={function}" in variables


def _text(file: Path) -> str:
    """Empty when its process is gone by now."""
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
