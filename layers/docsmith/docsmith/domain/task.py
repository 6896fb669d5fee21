"""A task: one execution against a run. Frozen; moving it returns a new task or raises `Conflict`.

    queued ──start──► running ──complete──► completed
      │                 ├──────fail───────► failed
      ├──cancel──►──────┴──cancel─────────► cancelled
      ├──fail─────────────────────────────► failed
      └──expire───────────────────────────► expired

Terminal states are final. The same rules stand again as conditions on the stored item.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from docsmith.domain.errors import Conflict, DocsmithError
from docsmith.domain.phase import Phase, progress_of
from docsmith.domain.pool import LEASE
from docsmith.domain.value import Value
from docsmith.domain.work import Draft, Outcome, Pointers


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_terminal(self) -> bool:
        return self not in (Status.QUEUED, Status.RUNNING)


class Kind(StrEnum):
    """What a task makes. The first three make documents."""

    EXCEL = "excel"
    WORD = "word"
    SLIDES = "slides"
    OUTLINE = "outline"
    ANALYZE = "analyze"
    HUMANIZE = "humanize"
    REWRITE = "rewrite"
    NEW_CONTENT = "new_content"

    @property
    def makes_document(self) -> bool:
        return self in (Kind.EXCEL, Kind.WORD, Kind.SLIDES)


class Mode(StrEnum):
    ACTION = "action"
    ASK = "ask"


QUEUE_LIMIT = timedelta(hours=24)
START_GRACE = timedelta(seconds=20)
RETENTION = timedelta(days=30)


class Failure(Value):
    """Why a task ended without a result: a code of the error tree, words that are safe to show."""

    code: str
    message: str
    facts: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, error: DocsmithError, **facts: Any) -> Self:
        return cls(code=error.code, message=error.message, facts=facts)


class Task(Value):
    """One execution. Times are UTC; `attempt` counts claims of steps and fences their writes."""

    task_id: str
    run_id: str
    organisation: str
    key_id: str
    kind: Kind
    mode: Mode = Mode.ACTION
    status: Status = Status.QUEUED
    phase: Phase | None = None
    turn_index: int = 0
    turns: int = 0
    """Turns that are done and stored; while one is under way `turn_index` is one more."""
    progress: int = 0
    attempt: int = 0
    start_no: int = 0
    pool: str
    request: dict[str, Any]
    base_url: str
    webhook_url: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    claimed_at: datetime | None = None
    """When its last step began."""
    ended_at: datetime | None = None
    stop_pending: bool = False
    """Whether it is over and its execution has still to be stopped."""
    restarted_at: datetime | None = None
    slot: int | None = None
    token: str | None = None
    """What wakes its execution, from Admit until its next step has begun."""
    hold: int = 0
    credits_used: int | None = None
    spent_usd: float = 0.0
    """What the models cost us so far, charged or not."""
    spent: dict[str, int] = Field(default_factory=dict)
    """Tokens so far, by phase and kind: `agent_turn.input`."""
    intents: tuple[str, ...] = ()
    """What preflight took the request for: `data_heavy`, `financial_model` …"""
    pointers: Pointers = Pointers()
    draft: Draft | None = None
    summary: str = ""
    answer: str | None = None
    """What the agent said when it finished, and its text when text was asked for."""
    quality: dict[str, Any] | None = None
    outcome: Outcome | None = None
    failure: Failure | None = None
    base_revision: int | None = None
    batch: str | None = None
    batch_item: int | None = None
    """The line of the batch's manifest that it was made for."""

    @property
    def is_terminal(self) -> bool:
        return self.status.is_terminal

    @property
    def writes_document(self) -> bool:
        """Whether this task leaves a revision; the others answer in text."""
        return self.kind.makes_document and self.mode is Mode.ACTION

    @property
    def replays(self) -> bool:
        """Whether it replays the plan of a run with other inputs, without any model."""
        return "plan" in self.request

    @property
    def execution_name(self) -> str:
        return f"{self.task_id}-{self.start_no}"

    @property
    def begun_at(self) -> datetime:
        """When its present execution was to start."""
        return self.restarted_at or self.created_at

    @property
    def has_reported(self) -> bool:
        """Whether a step of its present execution has begun, Admit aside."""
        return self.claimed_at is not None and self.claimed_at >= self.begun_at

    @property
    def timeout(self) -> timedelta:
        return timedelta(milliseconds=int(self.request.get("timeout_ms", 1_800_000)))

    @property
    def deadline(self) -> datetime:
        """When the task must be over: 24 h to be picked up, then `timeout_ms` from its start."""
        if self.started_at is None:
            return self.created_at + QUEUE_LIMIT
        return self.started_at + self.timeout

    @property
    def due_at(self) -> datetime:
        """When to look whether it still makes progress: a lease after its last step began."""
        if self.claimed_at is None:
            return self.deadline
        return min(self.claimed_at + LEASE, self.deadline)

    @property
    def forgotten_at(self) -> datetime | None:
        """When the store may let go of it; None while it is open."""
        return None if self.ended_at is None else self.ended_at + RETENTION

    @property
    def duration_ms(self) -> int | None:
        if self.ended_at is None:
            return None
        return round((self.ended_at - self.created_at).total_seconds() * 1000)

    def is_overdue(self, now: datetime) -> bool:
        return not self.is_terminal and now >= self.deadline

    def enter(self, phase: Phase, *, at: datetime, turn_index: int | None = None) -> Self:
        """Claim a step: running, in that phase, one attempt further; progress never falls."""
        self._must_be_open()
        turn = self.turn_index if turn_index is None else turn_index
        return self.with_(
            status=Status.RUNNING,
            started_at=self.started_at or at,
            claimed_at=at,
            phase=phase,
            turn_index=turn,
            progress=max(self.progress, progress_of(phase, turn)),
            attempt=self.attempt + 1,
            token=None,
        )

    def restart(self, *, at: datetime) -> Self:
        """Lost through no fault of its own: another execution goes on from the checkpoint."""
        self._must_be_open()
        changes = {"start_no": self.start_no + 1, "restarted_at": at}
        return self.with_(token=None, slot=None, **changes)

    def spend(self, phase: Phase, *, usd: float, tokens: dict[str, int]) -> Self:
        """Record what a model call cost, by phase."""
        spent = dict(self.spent)
        for kind, count in tokens.items():
            name = f"{phase}.{kind}"
            spent[name] = spent.get(name, 0) + count
        return self.with_(spent=spent, spent_usd=self.spent_usd + usd)

    def complete(self, outcome: Outcome, *, credits_used: int, at: datetime) -> Self:
        if self.status is not Status.RUNNING:
            raise Conflict(f"A task that is {self.status} cannot be completed.")
        done = {"outcome": outcome, "credits_used": credits_used, "progress": 100}
        return self._end(Status.COMPLETED, at, **done)

    def fail(self, failure: Failure, *, at: datetime) -> Self:
        return self._end(Status.FAILED, at, failure=failure)

    def cancel(self, failure: Failure, *, at: datetime) -> Self:
        return self._end(Status.CANCELLED, at, failure=failure)

    def expire(self, failure: Failure, *, at: datetime) -> Self:
        if self.status is not Status.QUEUED:
            raise Conflict(f"A task that is {self.status} cannot expire.")
        return self._end(Status.EXPIRED, at, failure=failure)

    def _end(self, status: Status, at: datetime, **changes: Any) -> Self:
        self._must_be_open()
        closed = {"status": status, "ended_at": at, "token": None, "hold": 0}
        return self.with_(**closed, **changes)

    def _must_be_open(self) -> None:
        if self.is_terminal:
            raise Conflict(f"The task is {self.status} already.", status=self.status.value)
