"""Async tasks of twenty clients, a pool of eight: none lost, none doubled, each charged once.

`python -m tests.bench load [TASKS]`. The tasks cost something: a Messages API on the loopback
answers in a model's place, so that usage, prices, hold, charge and ledger are the real ones. The
stack is given a pool of eight, unless DOCSMITH_PARAMETERS says otherwise.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.bench.load_clients import Told, together, work_through
from tests.bench.measure import Figure, Verdict, percentile, within
from tests.bench.meter import Meter
from tests.e2e.stack import Stack, docsmith, listed, up
from tests.fakes.messages_api import MessagesApi
from tests.fakes.messages_offline import offline_author

CLIENTS = 20
CREDITS = 1_000_000
_LOOK_S = 5


@dataclass(frozen=True, slots=True)
class Books:
    """What the organisation's own lists say when all is over."""

    tasks: list[dict[str, Any]]
    runs: list[dict[str, Any]]
    charges: list[dict[str, Any]]
    balance: int
    held: int


def figures(tasks: int = 25) -> list[Figure]:
    with MessagesApi(offline_author) as model:
        os.environ.setdefault("DOCSMITH_PARAMETERS", _parameters(model))
        stack = enterprise(up())
        with Meter(stack.url) as meter:
            began = time.monotonic()
            told = _all_clients(stack, tasks, meter, model)
            seconds = time.monotonic() - began
        assert not model.problems, model.problems[:3]
    return [
        *kept(tasks, told, read_books(stack)),
        *_times(tasks, told, seconds),
        *_calls(tasks, meter),
    ]


def _parameters(model: MessagesApi) -> str:
    provider = f"ModelProvider=anthropic,Model=claude-sonnet-5-5,ModelUrl={model.url}"
    return f"PoolSize=8,{provider}"


def enterprise(stack: Stack, operate: Callable[..., str] = docsmith) -> Stack:
    """A key of an organisation that no limit of a smaller tier slows down, with credits.
    `operate` is the stack's command.
    """
    made = json.loads(operate("orgs", "create", "Load", "--tier", "enterprise", "--json"))
    organisation = made["organisation_id"]
    operate("credits", "add", organisation, str(CREDITS))
    key = json.loads(operate("keys", "create", organisation, "--json"))
    return Stack(url=stack.url, api_key=key["api_key"])


def _all_clients(stack: Stack, tasks: int, meter: Meter, model: MessagesApi) -> Told:
    keys = [f"load-{number}" for number in range(tasks)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        shares = [keys[first::CLIENTS] for first in range(CLIENTS)]
        working = [clients.submit(work_through, stack, share) for share in shares]
        while not all(one.done() for one in working):
            time.sleep(_LOOK_S)
            meter.read()
            model.calls.clear()  # conversations of hundreds of tasks would fill the memory
    return together([one.result() for one in working])


def read_books(stack: Stack) -> Books:
    with stack.client() as client:
        account = client.get("/verify").raise_for_status().json()
        return Books(
            tasks=listed(client, "/tasks"),
            runs=listed(client, "/runs"),
            charges=[entry for entry in listed(client, "/usage") if entry.get("task_id")],
            balance=account["balance"],
            held=account["held"],
        )


def kept(tasks: int, told: Told, books: Books) -> list[Figure]:
    """The promises: by what clients saw, and by the organisation's books."""
    lost = tasks - len(told.ended)
    twice = len(books.tasks) - tasks + sum(run.get("head") != 1 for run in books.runs)
    failed = sum(task["status"] != "completed" for task in told.ended.values())
    wrong = _wrongly_charged(told, books)
    what = f"{tasks} async tasks from {CLIENTS} clients, pool of 8"
    return [
        Figure(
            f"{what}: lost, doubled, not completed, not charged exactly once",
            "0, 0, 0, 0",
            f"{lost}, {twice}, {failed}, {wrong}",
            "",
            within(lost + abs(twice) + failed + wrong, 0),
        )
    ]


def _wrongly_charged(told: Told, books: Books) -> int:
    """Tasks without exactly one entry of what they cost, and whether the balance disagrees."""
    entries = Counter(entry["task_id"] for entry in books.charges)
    charged = {entry["task_id"]: -entry["credits"] for entry in books.charges}
    wrong = 0
    for task_id, task in told.ended.items():
        once = entries[task_id] == 1 and task["credits_used"] >= 1
        wrong += not (once and charged[task_id] == task["credits_used"])
    left = CREDITS - sum(task["credits_used"] for task in told.ended.values())
    return wrong + ((books.balance, books.held) != (left, 0))


def _times(tasks: int, told: Told, seconds: float) -> list[Figure]:
    return [
        _info(tasks, "throughput", f"{tasks / seconds * 60:.0f} a minute"),
        _info(tasks, "submit", _percentiles(told.submits)),
        _info(tasks, "poll", _percentiles(told.polls)),
        _info(tasks, "time in queue", _percentiles(told.queued)),
    ]


def _calls(tasks: int, meter: Meter) -> list[Figure]:
    measured = f"{meter.of('dynamodb') / tasks:.0f}, {meter.of('states') / tasks:.1f}"
    return [_info(tasks, "DynamoDB, Step Functions calls per task, polls included", measured)]


def _info(tasks: int, what: str, measured: str) -> Figure:
    return Figure(f"{tasks} tasks: {what}", "", measured, "", Verdict.INFORMATIVE)


def _percentiles(seconds: list[float]) -> str:
    return f"p50 {percentile(seconds, 50):.2f} s, p95 {percentile(seconds, 95):.2f} s"
