"""A task as the API tells it, and what it looks like to somebody who waits.

Knows the contract's words for a task's state; knows no HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PHASES = {
    "preflight": "checking the request",
    "acquiring_pool": "taking a place",
    "loading_doc": "reading the files",
    "restoring_state": "remembering the run",
    "agent_turn": "thinking",
    "executing_plan": "writing",
    "compacting_context": "tidying its notes",
    "saving_doc": "saving",
    "uploading_result": "storing the result",
    "dispatching_webhook": "telling subscribers",
}
TERMINAL = frozenset({"completed", "failed", "cancelled", "expired"})


@dataclass(frozen=True, kw_only=True)
class Task:
    """`progress` is 0 to 100; `raw` is the whole answer, for --json.

    `unchanged_s` is for how many seconds nobody has heard anything new.
    """

    task_id: str
    run_id: str
    status: str
    phase: str | None
    turn: int
    progress: int
    queue_position: int | None
    raw: Mapping[str, Any]
    unchanged_s: int = 0

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in TERMINAL

    @property
    def is_completed(self) -> bool:
        """Whether there is a result."""
        return self.status == "completed"

    @property
    def result(self) -> Mapping[str, Any]:
        """The result of a completed task; empty before."""
        return self.raw.get("result") or {}

    @property
    def error(self) -> Mapping[str, Any]:
        """`{code, message}` of a task that ended without a result; empty otherwise."""
        return self.raw.get("error") or {}


def from_json(body: Mapping[str, Any]) -> Task:
    """The task in an answer of `GET /tasks/{id}`; unknown fields stay in `raw`."""
    return Task(
        task_id=str(body["task_id"]),
        run_id=str(body.get("run_id") or ""),
        status=str(body["status"]),
        phase=body.get("phase"),
        turn=int(body.get("turn_index") or 0),
        progress=int(body.get("progress") or 0),
        queue_position=body.get("queue_position"),
        raw=body,
    )


def describe(task: Task) -> str:
    """The state in a few words: `writing (turn 3), for 40 s now`."""
    still = f", for {task.unchanged_s} s now" if task.unchanged_s else ""
    return _state(task) + still


def _state(task: Task) -> str:
    if task.status == "queued":
        place = task.queue_position
        return f"waiting, number {place} in the queue" if place else "waiting"
    if task.is_terminal:
        return task.status
    words = PHASES.get(task.phase or "", task.phase or "starting")
    return f"{words} (turn {task.turn})" if task.turn else words


def why(task: Task) -> str:
    """One sentence on a task that ended without a result, and a line a place when it tells of
    several.
    """
    code = task.error.get("code")
    said = task.error.get("message") or f"the task was {task.status}"
    first = f"{task.task_id} {task.status}: {said}" + (f" [{code}]" if code else "")
    places: list[Mapping[str, str]] = list(task.error.get("detail") or ())
    more = [f"  {one.get('field', '')}: {one.get('message', '')}" for one in places[1:]]
    return "\n".join([first, *more])
