"""One batch of many lines, with the offline author and a pool of eight: all made, none twice.

`python -m tests.bench batch [LINES]`. The manifest is submitted twice under one key, as a nightly
job that is not sure would. The stack is given a pool of eight and a map as wide, unless
DOCSMITH_PARAMETERS says otherwise.
"""

import os
import time
from collections.abc import Iterator
from typing import Any

import httpx
from tests.bench.load import enterprise
from tests.bench.measure import Figure, Verdict, within
from tests.e2e.stack import listed, up

POOL = 8
_POLL_S = 2
_LIMIT_S = 4 * 3600


def figures(lines: int = 500) -> list[Figure]:
    os.environ.setdefault("DOCSMITH_PARAMETERS", f"PoolSize={POOL},BatchConcurrency={POOL}")
    with enterprise(up()).client() as client:
        file_id = _manifest(client, lines)
        first, second = (_submitted(client, file_id) for _ in range(2))
        assert first == second, "one key made two batches"
        began = time.monotonic()
        seen = list(_states(client, first))
        seconds = time.monotonic() - began
        results = listed(client, f"/batches/{first}/results")
        tasks = listed(client, "/tasks")
    widest = max(state["counts"]["running"] for state in seen)
    what = f"{lines} lines of one batch, offline author, pool of {POOL}"
    kept = (_lost(results, lines), _twice(results, tasks), _unmade(results))
    return [
        Figure(
            f"{what}: lost, made twice, not completed",
            "0, 0, 0",
            "{}, {}, {}".format(*kept),
            "",
            within(sum(kept), 0),
        ),
        Figure(f"{what}: in hand at once", f"≤ {POOL}", str(widest), "", within(widest, POOL)),
        Figure(
            f"{what}: lines a minute",
            "",
            f"{lines / seconds * 60:.0f}",
            f"{seconds:.0f} s in all",
            Verdict.INFORMATIVE,
        ),
    ]


def _manifest(client: httpx.Client, lines: int) -> str:
    rows = "".join(f"b{number},Branch {number},{1000 + number}\n" for number in range(lines))
    content = f"key,branch,budget\n{rows}".encode()
    file = {"file": ("lines.csv", content, "text/csv")}
    answer = client.post("/files", data={"purpose": "reference"}, files=file)
    return str(answer.raise_for_status().json()["file_id"])


def _submitted(client: httpx.Client, file_id: str) -> str:
    defaults = {
        "format": "word",
        "prompt_template": "A memo about the budget of {branch}, which is {budget} euros",
        "file_name": "Memo {branch}",
    }
    body = {"file_id": file_id, "defaults": defaults, "idempotency_key": f"bench {file_id}"}
    return str(client.post("/batches", json=body).raise_for_status().json()["batch_id"])


def _states(client: httpx.Client, batch_id: str) -> Iterator[dict[str, Any]]:
    limit = time.monotonic() + _LIMIT_S
    while True:
        state = client.get(f"/batches/{batch_id}").raise_for_status().json()
        yield state
        if state["status"] in ("completed", "failed", "cancelled"):
            return
        assert time.monotonic() < limit, state
        time.sleep(_POLL_S)


def _lost(results: list[dict[str, Any]], lines: int) -> int:
    """Lines that no result speaks of; the header is the first line of the file."""
    return len(set(range(2, lines + 2)) - {one["line"] for one in results})


def _twice(results: list[dict[str, Any]], tasks: list[dict[str, Any]]) -> int:
    """Tasks and runs beyond one a line."""
    runs = {one["run_id"] for one in results}
    return (len(results) - len(runs)) + (len(tasks) - len(results))


def _unmade(results: list[dict[str, Any]]) -> int:
    return sum(one["status"] != "completed" for one in results)
