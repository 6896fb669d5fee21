"""The local stack as tests use it: started once through the command, spoken to over HTTP."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack: `url` ends in `/api/v1`."""

    url: str
    api_key: str

    def client(self, key: str | None = None) -> httpx.Client:
        headers = {"X-API-Key": key or self.api_key}
        return httpx.Client(base_url=self.url, headers=headers, timeout=320)


def docsmith(*arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run the command; its standard output. Fails with what it said on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "docsmith_cli.main", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "cli"), **(environment or {})},
        check=False,
    )
    assert done.returncode == 0, f"docsmith {' '.join(arguments)}: {done.stderr[-3000:]}"
    return done.stdout


def up() -> Stack:
    answer: dict[str, Any] = json.loads(docsmith("up", "--json").strip().splitlines()[-1])
    return Stack(url=answer["url"], api_key=answer["api_key"])


def until_over(client: httpx.Client, task_id: str, *, limit_s: float = 300) -> dict[str, Any]:
    """Long-poll until the task ends."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        answer = client.get(f"/tasks/{task_id}", params={"wait": 20})
        task: dict[str, Any] = answer.raise_for_status().json()
        if task["status"] not in ("queued", "running"):
            return task
    raise AssertionError(f"{task_id} did not end in {limit_s} s")


def listed(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """All of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=query).raise_for_status().json()
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
