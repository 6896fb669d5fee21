"""The whole path with a model, on a stack of its own: the real SDK in the agent's function, a
Messages API on the loopback.
"""

import io
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
from tests.e2e.checkout import copied
from tests.e2e.hooks import Hooks, running
from tests.e2e.stack import until_over
from tests.fakes.messages_api import MessagesApi
from tests.fakes.messages_script import Answer, Json, Refusal, Reply
from tests.fakes.messages_workbook import SHEET, answer_of

pytestmark = pytest.mark.e2e

TURNS = 5
Turned = Callable[[Reply], Answer]


@dataclass
class Provider:
    """The model's author: what it would answer, turned into what `faults` say, one a call."""

    faults: list[Turned] = field(default_factory=list[Turned])

    def __call__(self, body: Json) -> Answer:
        reply = answer_of(body, TURNS)
        if "output_config" in body or not self.faults:
            return reply
        return self.faults.pop(0)(reply)


@dataclass(frozen=True)
class Modelled:
    """A stack whose model is `api`, written by `provider`."""

    hooks: Hooks
    api: MessagesApi
    provider: Provider

    def submit(self, **fields: Any) -> str:
        body = {"prompt": "Three rows of figures", "async": True, **fields}
        return str(self.hooks.ask("POST", "/excel/generate", json=body)["task_id"])

    def ended(self, task_id: str) -> dict[str, Any]:
        return until_over(self.hooks.api, task_id)

    def redeploy(self, parameters: str) -> None:
        """The same checkout with other parameters: new versions of the functions that read them."""
        wanted = f"ModelProvider=anthropic,ModelUrl={self.api.url}{parameters}"
        up = self.hooks.checkout.docsmith("up", "--json", env={"DOCSMITH_PARAMETERS": wanted})
        assert up.code == 0, up.notes


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Generator[Modelled]:
    checkout = copied(tmp_path_factory.mktemp("modelled") / "checkout")
    provider = Provider()
    with MessagesApi(provider) as api:
        wanted = f"ModelProvider=anthropic,ModelUrl={api.url}"
        with running(checkout, DOCSMITH_PARAMETERS=wanted) as hooks:
            yield Modelled(hooks, api, provider)


@pytest.fixture(scope="module")
def first(stack: Modelled) -> dict[str, Any]:
    """A task whose model was busy once, and broke off once."""
    stack.provider.faults = [
        lambda reply: reply,
        lambda _: Refusal(429, {"retry-after": "2"}),
        lambda reply: reply.but(cut_after=5),
    ]
    return stack.ended(stack.submit())


def test_a_workbook_is_written_over_turns_through_a_busy_and_a_broken_provider(
    stack: Modelled, first: dict[str, Any]
) -> None:
    assert first["status"] == "completed", first.get("error")
    assert stack.api.problems == []
    assert first["usage"]["turns"] == TURNS
    assert first["result"]["summary"].startswith("3 rows")
    content = stack.hooks.api.get(first["result"]["download_url"], follow_redirects=True).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book[SHEET]["B"]][1:] == [20, 30, 40]


def test_its_usage_is_what_the_provider_counted(stack: Modelled, first: dict[str, Any]) -> None:
    spent = first["usage"]
    own = [call for call in stack.api.calls if "output_config" not in call.body]
    assert spent["cache_read"] <= sum(call.counted.read for call in own)
    assert spent["cache_read"] > 0
    assert first["credits_used"] >= 1
    ledger = stack.hooks.ask("GET", "/usage")["data"]
    assert [-e["credits"] for e in ledger if e.get("task_id") == first["task_id"]] == [
        first["credits_used"]
    ]


def test_a_cancel_hangs_up_on_the_model_within_15_s(stack: Modelled) -> None:
    streaming = len(stack.api.calls) + 2
    stack.api.gone.clear()
    stack.provider.faults = [lambda reply: reply.but(silent_after=4, silence_s=60.0)]
    task_id = stack.submit()
    _until(lambda: len(stack.api.calls) >= streaming)
    began = time.monotonic()
    stack.hooks.ask("POST", f"/tasks/{task_id}/cancel")
    assert stack.api.gone.wait(20)
    assert time.monotonic() - began <= 15.5
    task = stack.ended(task_id)
    assert (task["status"], task.get("credits_used")) == ("cancelled", None)


def test_a_run_is_resumed_by_a_new_version_of_the_function(
    stack: Modelled, first: dict[str, Any]
) -> None:
    before = stack.hooks.agent_version()
    stack.redeploy(",MaxTurns=50")
    assert stack.hooks.agent_version() != before
    asked = len(stack.api.calls)
    done = stack.ended(stack.submit(prompt="Rows once more", run_id=first["run_id"]))
    assert done["status"] == "completed", done.get("error")
    assert stack.api.problems == [], "thinking is as it was signed"
    sent = stack.api.calls[asked + 1].body["messages"]
    assert next(block["type"] for block in sent[1]["content"]) == "thinking"
    assert sum(message["role"] == "assistant" for message in sent) == TURNS


def _until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.1)
