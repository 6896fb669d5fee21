"""The life of tasks as a machine that searches: any order of calls, steps, losses and sweeps.

Whatever happens, these hold: an end is final; a pool is never larger than its size and nobody holds
two slots; balance, holds and ledger tell one story; a run is locked by an open task or by none; and
after enough sweeps every task has ended or can still go on.
"""

# pyright: reportUnknownVariableType=false
# `multiple()` without values has no type to give.

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from tests.fakes.world import World

from docsmith.domain.account import Tier
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import (
    Conflict,
    Gone,
    IdempotencyConflict,
    InsufficientCredits,
    UpstreamError,
)
from docsmith.domain.pool import LEASE, SlotLease, Waiter
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import QUEUE_LIMIT, START_GRACE, Failure, Phase, Status, Task
from docsmith.domain.webhook import EVENT_OF, Delivery
from docsmith.usecases.claims import Superseded, TaskOver, advance, claim
from docsmith.usecases.pool import PoolSizes, hold_slot, retake_slot
from docsmith.usecases.records import Stored
from docsmith.usecases.submit_generation import Caller

PHASES = st.sampled_from([p for p in Phase if p is not Phase.DISPATCHING_WEBHOOK])
SECONDS = [timedelta(seconds=5), START_GRACE, LEASE]
JUMPS = st.sampled_from([*SECONDS * 3, timedelta(minutes=31), QUEUE_LIMIT])


class LifeOfTasks(RuleBasedStateMachine):
    """Two organisations, one of which uses a test key too, and a pool of two."""

    tasks: Bundle[str] = Bundle("tasks")
    claims: Bundle[Task] = Bundle("claims")

    @initialize()
    def open_the_house(self) -> None:
        self.world = World(pools=PoolSizes(live=2, test=1, sync=1))
        rich = self.world.organisation("Rich", tier=Tier.PRO, credits=10_000)
        poor = self.world.organisation("Poor", credits=320)
        self.gifts = {rich.organisation_id: 10_000, poor.organisation_id: 320}
        self.callers = [
            self.world.caller(rich),
            self.world.caller(poor),
            self.world.caller(rich, test=True),
        ]
        self.ended: dict[str, Task] = {}
        self.tokens: list[tuple[str, str]] = []
        self.old_events: list[dict[str, Any]] = []

    # What clients do.

    @rule(target=tasks, who=st.integers(0, 2), key=st.sampled_from([None, "a", "b"]))
    def submit(self, who: int, key: str | None) -> Any:
        caller = self.callers[who]
        try:
            return self.world.submitted(caller, idempotency_key=key).task_id
        except InsufficientCredits:
            assert self.world.balance(caller.organisation)["available"] < 150
            return multiple()
        except IdempotencyConflict:
            assert who != 1, "only one organisation has a live and a test key"
            return multiple()

    @rule(target=tasks, task_id=tasks)
    def resume(self, task_id: str) -> Any:
        task = self.read(task_id)
        if task is None:
            return multiple()
        try:
            return self.world.submitted(self.owner_of(task), run_id=task.run_id).task_id
        except Conflict:
            run = self.world.read.run(task.run_id, task.organisation)
            assert run.active_task is not None
        except (Gone, InsufficientCredits):
            pass
        return multiple()

    @rule(task_id=tasks, seriously=st.integers(0, 3))
    def cancel(self, task_id: str, seriously: int) -> None:
        task = self.read(task_id)
        if task is None or (seriously and not task.is_terminal):
            return
        try:
            ended = self.world.cancel(task_id, task.organisation)
            assert ended.status is Status.CANCELLED
        except Conflict:
            assert self.read_there(task_id).status not in (Status.CANCELLED, Status.RUNNING)

    @rule(task_id=tasks, seriously=st.integers(0, 3))
    def delete_its_run(self, task_id: str, seriously: int) -> None:
        task = self.read(task_id)
        if task is None or seriously:
            return
        try:
            self.world.delete_run(task.run_id, task.organisation)
        except Gone:
            return
        assert self.read_there(task_id).is_terminal
        assert not [key for key in self.world.objects.stored if f"/{task.run_id}/" in key]

    # What the machine does, also twice and late.

    @rule(which=st.integers(0, 9), again=st.booleans())
    def admit(self, which: int, again: bool) -> None:
        """Any running execution stands in line, one that was admitted before as well."""
        self.world.executions.broken = False
        names = self.world.executions.running()
        if not names:
            return
        name = names[which % len(names)]
        task_id = name.rpartition("-")[0]
        token = self.world.executions.wait_with(f"{name}/{len(self.tokens)}", name=name)
        self.tokens.append((task_id, token))
        for _ in range(1 + again):
            self.world.admit.queue(task_id, token)

    @rule(target=claims, which=st.integers(0, 9), times=st.integers(1, 4))
    def run_on(self, which: int, times: int) -> Any:
        """What mostly happens: an execution is admitted and its steps follow each other."""
        self.admit(which, False)
        claimed = [self.step(which, phase) for phase in list(Phase)[:times]]
        return multiple(*(task for task in claimed if isinstance(task, Task)))

    @rule(target=claims, which=st.integers(0, 9), phase=PHASES)
    def step(self, which: int, phase: Phase) -> Any:
        """A step of an execution that was granted its slot; a zombie's step too."""
        granted = self.granted()
        if not granted:
            return multiple()
        task_id = granted[which % len(granted)]
        try:
            return claim(task_id, phase, records=self.world.records, now=self.world.clock())
        except TaskOver:
            assert self.read(task_id) is None or self.read_there(task_id).is_terminal
            return multiple()

    @rule(claimed=claims, usd=st.sampled_from([0.0, 0.011, 0.4]))
    def achieve(self, claimed: Task, usd: float) -> None:
        before = self.read_there(claimed.task_id)
        try:
            after = advance(
                claimed,
                records=self.world.records,
                spent_usd=before.spent_usd + usd,
                turns=before.turns + 1,
            )
        except TaskOver:
            assert before.is_terminal
        except Superseded:
            assert before.attempt > claimed.attempt
        else:
            assert before.attempt == claimed.attempt
            assert after.progress >= before.progress

    @rule(claimed=claims)
    def heartbeat(self, claimed: Task) -> None:
        task = self.read_there(claimed.task_id)
        hold_slot(task, records=self.world.records, now=self.world.clock())

    @rule(claimed=claims)
    def acquire(self, claimed: Task) -> None:
        if self.read_there(claimed.task_id).is_terminal:
            return
        self.world.admit.acquire(self.read_there(claimed.task_id))

    @rule(which=st.integers(0, 9), doubled=st.booleans())
    def finish(self, which: int, doubled: bool) -> None:
        running = [t for t in self.world.records.every(Task) if t.status is Status.RUNNING]
        if not running:
            return
        task = running[which % len(running)]
        run = self.world.records.get(Run, task.run_id)
        assert run is not None
        saved = self.world.saved(task, usd=task.spent_usd, number=run.value.head + 1)
        for _ in range(1 + doubled):
            self.world.finish.finish(saved)
        self.world.executions.end(task.execution_name)
        assert self.read_there(task.task_id).status is Status.COMPLETED

    @rule(claimed=claims)
    def fail(self, claimed: Task) -> None:
        """FailTask, also of an execution that was overtaken."""
        if self.read(claimed.task_id) is not None:
            self.world.end.fail(claimed.task_id, Failure(code="model_error", message="No."))

    # What goes wrong.

    @rule(which=st.integers(0, 9), aborted=st.booleans())
    def lose_an_execution(self, which: int, aborted: bool) -> None:
        names = self.world.executions.running()
        if not names:
            return
        lose = self.world.executions.abort if aborted else self.world.executions.end
        lose(names[which % len(names)])
        self.old_events.append({"name": names[which % len(names)]})

    @rule(position=st.integers(0, 5))
    def tell_of_a_loss(self, position: int) -> None:
        """The status-change event: late, out of order, or again."""
        if not self.old_events:
            return
        try:
            self.world.settle(self.old_events[position % len(self.old_events)])
        except UpstreamError:
            assert self.world.executions.broken

    @rule()
    def the_machine_does_not_answer_for_a_while(self) -> None:
        self.world.executions.broken = True

    @rule(jump=JUMPS)
    def time_passes(self, jump: timedelta) -> None:
        self.world.clock.now += jump

    @rule(mended=st.booleans())
    def sweep(self, mended: bool) -> None:
        self.world.executions.broken &= not mended
        self.world.sweep()
        self.world.delete_run.sweep()

    @rule(task_id=tasks)
    def retake(self, task_id: str) -> None:
        stored = self.world.records.get(Task, task_id)
        if stored is not None and self.lost_its_slot(stored):
            size = self.world.pools.of(stored.value.pool)
            retake_slot(stored, size=size, records=self.world.records, now=self.world.clock())

    # What must hold.

    @invariant()
    def an_end_is_final(self) -> None:
        for task in self.world.records.every(Task):
            settled = task.with_(stop_pending=False)
            if task.task_id in self.ended:
                assert settled == self.ended[task.task_id]
            elif task.is_terminal:
                self.ended[task.task_id] = settled
                assert task.hold == 0
                assert task.ended_at is not None

    @invariant()
    def nobody_holds_two_slots_and_no_pool_is_too_large(self) -> None:
        leases = self.world.records.every(SlotLease)
        now = self.world.clock()
        owners = Counter(lease.owner for lease in leases if not lease.is_over(now))
        assert all(count == 1 for count in owners.values()), owners
        for pool in ("live", "test"):
            size = self.world.pools.of(pool)
            assert all(lease.number < size for lease in leases if lease.pool == pool)

    @invariant()
    def what_is_over_holds_neither_slot_nor_place(self) -> None:
        places = {lease.owner for lease in self.world.records.every(SlotLease)}
        places |= {waiter.task_id for waiter in self.world.records.every(Waiter)}
        assert not places & self.ended.keys()

    @invariant()
    def balance_holds_and_ledger_tell_one_story(self) -> None:
        tasks = self.world.records.every(Task)
        entries = self.world.records.every(LedgerEntry)
        for owner, gift in self.gifts.items():
            held = sum(task.hold for task in tasks if task.organisation == owner)
            moved = sum(entry.credits for entry in entries if entry.organisation == owner)
            counters = self.world.records.counters("balance", owner)
            assert counters.get("held", 0) == held
            assert counters["available"] == moved - held
            assert moved <= gift
            still_open = sum(t.organisation == owner and not t.is_terminal for t in tasks)
            assert self.world.records.counters("tasks", owner).get("open", 0) == still_open

    @invariant()
    def only_what_is_completed_is_charged_and_once(self) -> None:
        charged = {
            entry.task_id: -entry.credits
            for entry in self.world.records.every(LedgerEntry)
            if entry.task_id
        }
        for task in self.ended.values():
            assert charged.get(task.task_id, 0) == (task.credits_used or 0)
            assert task.status is Status.COMPLETED or not task.credits_used

    @invariant()
    def a_run_is_locked_by_an_open_task_or_by_none(self) -> None:
        tasks = {task.task_id: task for task in self.world.records.every(Task)}
        active = {run.active_task for run in self.world.records.every(Run)} - {None}
        assert active == {task_id for task_id, task in tasks.items() if not task.is_terminal}

    @invariant()
    def a_runs_head_is_its_last_revision(self) -> None:
        revisions = Counter(r.run_id for r in self.world.records.every(Revision))
        for run in self.world.records.every(Run):
            assert revisions[run.run_id] == (0 if run.deleted_at else run.head)

    @invariant()
    def every_open_task_is_in_the_sweeps_view(self) -> None:
        for task in self.world.records.every(Task):
            due = self.world.records.due_at(task)
            assert (due is None) == (task.is_terminal and not task.stop_pending)
            assert (
                task.is_terminal
                or due is None
                or due <= task.deadline
                or due <= self.world.clock() + LEASE
            )

    def teardown(self) -> None:
        """After enough sweeps every task has ended: the machine never reports again."""
        if not hasattr(self, "world"):
            return
        self.world.executions.broken = False
        for _ in range(8):
            self.world.clock.advance(hours=6)
            for name in self.world.executions.running():
                self.world.executions.end(name)
            self.world.sweep()
        open_tasks = [t for t in self.world.records.every(Task) if not t.is_terminal]
        assert open_tasks == []
        assert not [t for t in self.world.records.every(Task) if t.stop_pending]
        for owner in self.gifts:
            assert self.world.records.counters("balance", owner).get("held", 0) == 0
        self.an_end_is_final()
        self.balance_holds_and_ledger_tell_one_story()
        self.only_what_is_completed_is_charged_and_once()

    # Looking.

    def read(self, task_id: str) -> Task | None:
        stored = self.world.records.get(Task, task_id)
        return stored.value if stored else None

    def read_there(self, task_id: str) -> Task:
        task = self.read(task_id) or self.ended.get(task_id)
        assert task is not None
        return task

    def owner_of(self, task: Task) -> Caller:
        test = task.pool == "test"
        return next(
            caller
            for caller in self.callers
            if caller.organisation.organisation_id == task.organisation and caller.key.test is test
        )

    def granted(self) -> list[str]:
        """Tasks whose execution, this one or one before, was woken."""
        woken = set(self.world.executions.granted)
        return sorted({task_id for task_id, token in self.tokens if token in woken})

    def lost_its_slot(self, stored: Stored[Task]) -> bool:
        task = stored.value
        if task.status is not Status.RUNNING or task.slot is None:
            return False
        lease = self.world.records.get(SlotLease, task.pool, task.slot)
        return lease is None or lease.value.owner != task.task_id


TestLifeOfTasks = LifeOfTasks.TestCase
TestLifeOfTasks.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_each_end_is_told_to_the_url_of_its_request() -> None:
    world = World()
    for end in ("complete", "fail", "cancel", "expire"):
        task = world.submitted(webhook_url="https://hook.test/")
        if end == "complete":
            world.completed(world.running(task))
        elif end == "fail":
            world.finish.fail({"task_id": task.task_id})
        elif end == "cancel":
            world.end.cancel(task.task_id)
        else:
            world.end.expire(task.task_id)
        told = [d for d in world.records.every(Delivery) if d.task_id == task.task_id]
        assert [d.event for d in told] == [EVENT_OF[world.task(task).status]]
