"""End a task: one transaction for task, run, revision, ledger, hold and deliveries.

Everything that a terminal task means is written here, by whoever ends it: the last step, the
failing step, a cancel, the sweep. Exactly one of them wins, since each names the task's version.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from docsmith.domain.clock import Clock
from docsmith.domain.credits import LedgerEntry
from docsmith.domain.errors import Cancelled, Expired, UpstreamError
from docsmith.domain.ids import Entropy
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import START_GRACE, Failure, Task
from docsmith.domain.webhook import EVENT_OF, Delivery
from docsmith.domain.work import Outcome
from docsmith.usecases.cap_spend import spend_writes
from docsmith.usecases.end_line import wake_line, writes_of_end
from docsmith.usecases.pool import PoolSizes, grant_free_slots, release_slot
from docsmith.usecases.ports import DeliveryQueue, Executions
from docsmith.usecases.records import Collision, Count, Insert, Records, Replace, Stored, Write
from docsmith.usecases.tell import News, announcement_of, deliveries_of

_TRIES = 12


@dataclass(frozen=True, slots=True)
class EndTask:
    """The use case with what it needs. With `announce` the event bus is told of every task."""

    records: Records
    executions: Executions
    deliveries: DeliveryQueue
    clock: Clock
    entropy: Entropy
    pools: PoolSizes
    announce: bool = False

    def complete(
        self, task_id: str, outcome: Outcome, *, credits_used: int, revision: Revision | None
    ) -> Task:
        """The work is done: the revision becomes the run's head and the credits are charged."""
        move = partial(Task.complete, outcome=outcome, credits_used=credits_used, at=self.clock())
        return self._end(task_id, move, revision=revision)

    def fail(self, task_id: str, failure: Failure, *, stop: bool = False) -> Task:
        """`stop` when it is not the execution itself that reports the failure."""
        move = partial(Task.fail, failure=failure, at=self.clock())
        return self._end(task_id, move, stop=stop)

    def cancel(self, task_id: str, *, message: str | None = None) -> Task:
        move = partial(Task.cancel, failure=Failure.of(Cancelled(message)), at=self.clock())
        return self._end(task_id, move, stop=True)

    def expire(self, task_id: str) -> Task:
        move = partial(Task.expire, failure=Failure.of(Expired()), at=self.clock())
        return self._end(task_id, move, stop=True)

    def _end(
        self,
        task_id: str,
        move: Callable[[Task], Task],
        *,
        revision: Revision | None = None,
        stop: bool = False,
    ) -> Task:
        """Returns the task as it ended, by us or by whoever was faster. `stop` when it is not its
        own execution that ends it.
        """
        for _ in range(_TRIES):
            stored = self.records.get(Task, task_id)
            if stored is None:
                raise LookupError(task_id)
            if stored.value.is_terminal:
                self.tidy(stored.value)
                return stored.value
            ended = move(stored.value).with_(stop_pending=stop)
            news = self._commit(stored, ended, revision)
            if news is not None:
                self.tidy(ended)  # first: the queue may take its time to fail
                self._tell(news)
                with suppress(UpstreamError):  # the sweep stops it again
                    return self.stop_execution(Stored(ended, stored.version + 1))
                return ended
        raise Collision(())

    def stop_execution(self, ended: Stored[Task]) -> Task:
        """Stop what may still run for a task that is over. Raises `UpstreamError`: the task stays
        due until it is done. An execution that goes on meanwhile can write nothing.
        """
        task = ended.value
        if not task.stop_pending:
            return task
        self.executions.stop(task.execution_name, cause=f"task {task.status}")
        stopped = task.with_(stop_pending=False)
        with suppress(Collision):
            self.records.transact(Replace(stopped, ended.version, expires_at=task.forgotten_at))
        return stopped

    def _commit(
        self, stored: Stored[Task], ended: Task, revision: Revision | None
    ) -> Sequence[str] | None:
        """What is to be told now, by its id; None when somebody was faster."""
        deliveries = self._deliveries(ended)
        stopped_by = self.clock() + START_GRACE if ended.stop_pending else None
        writes = [
            Replace(ended, stored.version, due_at=stopped_by, expires_at=ended.forgotten_at),
            *self._run(ended, revision),
            *self._accounts(stored.value, ended),
            *spend_writes(ended, now=self.clock()),
            *writes_of_end(ended, records=self.records, now=self.clock()),
            *(Insert(delivery, due_at=delivery.due_at) for delivery in deliveries),
            *self._announcement(ended),
        ]
        try:
            self.records.transact(*writes)
        except Collision:
            return None
        announced = [ended.task_id] if self.announce else []
        return [delivery.delivery_id for delivery in deliveries] + announced

    def _tell(self, news: Sequence[str]) -> None:
        for identity in news:
            self.deliveries.send(identity)

    def _run(self, ended: Task, revision: Revision | None) -> list[Write]:
        run = self.records.get(Run, ended.run_id)
        writes: list[Write] = []
        if run is not None and run.value.active_task in (ended.task_id, None):
            head = revision.number if revision else None
            unlocked = run.value.unlock(head=head, at=self.clock())
            writes.append(Replace(unlocked, run.version, due_at=unlocked.expires_at))
        if revision is not None:
            writes.append(Insert(revision))
        return writes

    def _accounts(self, before: Task, ended: Task) -> list[Write]:
        owner = ended.organisation
        used = ended.credits_used or 0
        writes: list[Write] = [Count("tasks", owner, add={"open": -1})]
        if before.hold or used:
            back = {"available": before.hold - used, "held": -before.hold}
            writes.append(Count("balance", owner, add=back))
        if used or ended.spent_usd:
            writes.append(Insert(self._entry(ended, used)))
        return writes

    def _entry(self, ended: Task, used: int) -> LedgerEntry:
        return LedgerEntry(
            organisation=ended.organisation,
            entry_id=ended.task_id,
            credits=-used,
            reason=f"task {ended.status}",
            task_id=ended.task_id,
            run_id=ended.run_id,
            detail={"spent_usd": round(ended.spent_usd, 6), **ended.spent},
            created_at=self.clock(),
        )

    def _announcement(self, ended: Task) -> list[Write]:
        if not self.announce:
            return []
        return [announcement_of(ended.task_id, ended.organisation, now=self.clock())]

    def _deliveries(self, ended: Task) -> Sequence[Delivery]:
        news = News(
            event=EVENT_OF[ended.status],
            organisation=ended.organisation,
            own_url=ended.webhook_url,
            task_id=ended.task_id,
            run_id=ended.run_id,
        )
        return deliveries_of(news, records=self.records, now=self.clock(), entropy=self.entropy)

    def tidy(self, task: Task) -> None:
        """Free the slot, give it to the next, and wake the map that waits for the task's line.
        Whatever is dropped here, the sweep repeats.
        """
        release_slot(task, records=self.records)
        grant_free_slots(
            task.pool,
            size=self.pools.of(task.pool),
            records=self.records,
            executions=self.executions,
            now=self.clock(),
        )
        wake_line(task, records=self.records, executions=self.executions, now=self.clock())
