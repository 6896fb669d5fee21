"""Accept a request: one transaction writes the task, its run, its key and its hold; then it starts.

What was written but not started (the process died in between) is found by the sweep, since the task
is due `START_GRACE` after its creation until its execution has reported.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from docsmith.domain.account import ApiKey, Organisation
from docsmith.domain.batch import LINE_RETENTION, BatchItem
from docsmith.domain.clock import Clock
from docsmith.domain.credits import OFFLINE, estimate
from docsmith.domain.errors import (
    Conflict,
    Gone,
    IdempotencyConflict,
    InsufficientCredits,
    NotFound,
    RateLimited,
    ServiceUnavailable,
    UpstreamError,
)
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.idempotency import REMEMBERED, IdempotencyRecord, digest_of_key
from docsmith.domain.ids import RUN, TASK, Entropy, new_id
from docsmith.domain.run import Run
from docsmith.domain.spend import NO_CAPS, DailyCaps
from docsmith.domain.task import START_GRACE, Kind, Task
from docsmith.usecases.cap_spend import CapSpend
from docsmith.usecases.check_inputs import check_inputs
from docsmith.usecases.check_url import check_webhook_url
from docsmith.usecases.ports import Executions
from docsmith.usecases.records import Collision, Count, Insert, Records, Replace, Stored, Write

_TRIES = 6
Line = Stored[BatchItem]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the address they reached us at."""

    organisation: Organisation
    key: ApiKey
    base_url: str

    @property
    def pool(self) -> str:
        return "test" if self.key.test else "live"

    @classmethod
    def known_by(
        cls, key_id: str, organisation: Organisation, *, test: bool, base_url: str, at: datetime
    ) -> Self:
        """Who asked by a batch: of the key only the id is at hand."""
        owner = organisation.organisation_id
        key = ApiKey(
            key_id=key_id, organisation=owner, digest="", hint="", test=test, created_at=at
        )
        return cls(organisation=organisation, key=key, base_url=base_url)


@dataclass(frozen=True, slots=True)
class Submitted:
    """The task of a request; `attached` when an earlier request with this key had made it."""

    task: Task
    attached: bool


@dataclass(frozen=True, slots=True)
class SubmitGeneration:
    """The use case with what it needs. `model` is what live keys use; test keys use none.

    `allowed_hosts` may be called over http and on any port. `caps` bound what models cost a day.
    """

    records: Records
    executions: Executions
    clock: Clock
    entropy: Entropy
    model: str
    allowed_hosts: tuple[str, ...] = ()
    caps: DailyCaps = NO_CAPS

    def __call__(
        self, request: GenerationRequest, kind: Kind, caller: Caller, *, line: Line | None = None
    ) -> Submitted:
        """With a `line` the task is written together with that line's place in its batch.

        Raises any `InvalidRequest`, `AccessRefused` or `NotThere`, `Conflict`, and
        `ServiceUnavailable` at a daily cap.
        """
        self._check_urls(request)
        for _ in range(_TRIES):
            known = self._attached(request, kind, caller)
            if known is not None:
                return known
            if self.caps.is_set and not caller.key.test:
                CapSpend(self.records, self.clock, self.caps)(caller.organisation.organisation_id)
            task = self._write(request, kind, caller, line)
            if task is not None:
                self._start(task)
                return Submitted(task=task, attached=False)
        raise ServiceUnavailable("Too many requests at once for this run or key: try again.")

    def _attached(self, request: GenerationRequest, kind: Kind, caller: Caller) -> Submitted | None:
        if request.idempotency_key is None:
            return None
        digest = digest_of_key(request.idempotency_key)
        known = self.records.get(IdempotencyRecord, caller.organisation.organisation_id, digest)
        if known is None:
            return None
        if known.value.fingerprint != _fingerprint(request, kind, caller.pool):
            raise IdempotencyConflict
        task = self.records.get(Task, known.value.task_id)
        if task is None:
            raise Gone("The task that this idempotency key made was deleted.")
        return Submitted(task=task.value, attached=True)

    def _write(
        self, request: GenerationRequest, kind: Kind, caller: Caller, line: Line | None
    ) -> Task | None:
        """The one transaction. None: somebody was faster, look again."""
        now = self.clock()
        owner = caller.organisation.organisation_id
        check_inputs(request, kind, organisation=owner, records=self.records)
        run = self._run(request, kind, caller, now)
        task = self._task(request, kind, caller, run.value, now, line)
        locked = run.value.lock(task.task_id, at=now)
        limits = caller.organisation.tier.limits
        owner = caller.organisation.organisation_id
        writes: list[Write] = [
            Insert(task, due_at=now + START_GRACE),
            Replace(locked, run.version, due_at=locked.expires_at)
            if run.version
            else Insert(locked, due_at=locked.expires_at),
            Count("tasks", owner, add={"open": 1}, below={"open": limits.queued + limits.running}),
        ]
        if task.hold:
            held = {"available": -task.hold, "held": task.hold}
            writes.append(Count("balance", owner, add=held, at_least={"available": task.hold}))
        if request.idempotency_key is not None:
            writes.append(self._remember(request, kind, task, now))
        if line is not None:
            held, ends = line.value.held_by(task), now + LINE_RETENTION
            writes.append(Replace(held, line.version, expires_at=ends))
        return self._commit(task, writes, caller)

    def _commit(self, task: Task, writes: list[Write], caller: Caller) -> Task | None:
        try:
            self.records.transact(*writes, token=task.task_id)
        except Collision as collision:
            counts = [write for i in collision.refused if isinstance(write := writes[i], Count)]
            if counts and len(counts) == len(collision.refused):
                raise self._refusal(counts[0], task, caller) from collision
            return None  # a run or a key was taken as well: who took it decides the answer
        return task

    def _refusal(
        self, count: Count, task: Task, caller: Caller
    ) -> InsufficientCredits | RateLimited:
        if count.kind == "tasks":
            return RateLimited("Too many tasks are queued: wait until some are done.")
        owner = caller.organisation.organisation_id
        balance = self.records.counters("balance", owner).get("available", 0)
        text = f"This needs {task.hold} credits; the balance is {balance}."
        return InsufficientCredits(text, required=task.hold, balance=balance)

    def _remember(
        self, request: GenerationRequest, kind: Kind, task: Task, now: datetime
    ) -> Insert:
        record = IdempotencyRecord(
            organisation=task.organisation,
            digest=digest_of_key(request.idempotency_key or ""),
            fingerprint=_fingerprint(request, kind, task.pool),
            task_id=task.task_id,
            created_at=now,
        )
        return Insert(record, expires_at=now + REMEMBERED)

    def _run(
        self, request: GenerationRequest, kind: Kind, caller: Caller, now: datetime
    ) -> Stored[Run]:
        """The run to resume, or a new one (version 0)."""
        owner = caller.organisation.organisation_id
        if request.run_id is None:
            run = Run(
                run_id=new_id(RUN, at=now, entropy=self.entropy),
                organisation=owner,
                kind=kind,
                title=request.prompt[:120],
                created_at=now,
                updated_at=now,
            )
            return Stored(run, version=0)
        known = self.records.get(Run, request.run_id)
        if known is None or known.value.organisation != owner:
            raise NotFound("There is no such run.")
        run = known.value.must_be_there(now)
        if run.kind is not kind and (kind, run.kind) != (Kind.ANALYZE, Kind.EXCEL):
            raise Conflict(f"This run is of kind `{run.kind}`, not `{kind}`.")
        return known

    def _task(
        self,
        request: GenerationRequest,
        kind: Kind,
        caller: Caller,
        run: Run,
        now: datetime,
        line: Line | None,
    ) -> Task:
        model = OFFLINE if caller.key.test or not request.needs_model else self.model
        return Task(
            task_id=new_id(TASK, at=now, entropy=self.entropy),
            run_id=run.run_id,
            organisation=caller.organisation.organisation_id,
            key_id=caller.key.key_id,
            kind=kind,
            mode=request.mode,
            pool=caller.pool,
            request=request.stored(),
            base_url=caller.base_url,
            webhook_url=request.webhook_url,
            created_at=now,
            hold=estimate(kind, model=model, max_credits=request.max_credits),
            base_revision=run.head or None,
            batch=line.value.batch_id if line else None,
            batch_item=line.value.number if line else None,
        )

    def _check_urls(self, request: GenerationRequest) -> None:
        if request.webhook_url is not None:
            check_webhook_url(request.webhook_url, self.allowed_hosts)
        if request.brand is not None and request.brand.logo_url is not None:
            check_webhook_url(request.brand.logo_url, self.allowed_hosts, field="brand.logo_url")

    def _start(self, task: Task) -> None:
        """The task is accepted by now: when this fails, the sweep starts it."""
        with suppress(UpstreamError):
            self.executions.start(task.execution_name, {"task_id": task.task_id})


def _fingerprint(request: GenerationRequest, kind: Kind, pool: str) -> str:
    """A live key never gets what a test key made."""
    return f"{pool}:{request.fingerprint(kind)}"
