"""Whatever happens to a batch, in whatever order: nothing twice, nothing lost, counted as it is."""

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.fakes.world import World

from docsmith.domain.batch import BatchItem, BatchStatus
from docsmith.domain.errors import Conflict
from docsmith.domain.task import Failure, Status, Task
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.step import To

NUMBERS = st.integers(min_value=1, max_value=4)
BAD = 3
HOOK = "https://customer.test/hook"


class LifeOfABatch(RuleBasedStateMachine):
    """Four lines, of which the third will never do."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.batches = self.world.batches
        items = [{"name": "A"}, {"name": "B"}, {"format": "pdf"}, {"name": "D"}]
        self.batch = self.batches.begun(*items, webhook_url=HOOK)
        self.lines = self.batches.lines(self.batch)

    @property
    def start_no(self) -> int:
        return self.batches.now(self.batch).start_no

    def item(self, number: int) -> BatchItem | None:
        stored = self.world.records.get(BatchItem, self.batch.batch_id, number)
        return stored.value if stored else None

    def open_task(self, number: int) -> Task | None:
        item = self.item(number)
        stored = self.world.records.get(Task, item.task_id) if item and item.task_id else None
        return stored.value if stored and not stored.value.is_terminal else None

    @rule(number=NUMBERS, age=st.integers(min_value=0, max_value=1))
    def a_line_is_submitted(self, number: int, age: int) -> None:
        """By the execution of now, or by one that was replaced and does not know it."""
        start_no = max(self.start_no - age, 0)
        self.batches.submit_line(self.batch.batch_id, start_no, self.lines[number - 1])

    @rule(number=NUMBERS)
    def a_line_is_waited_for(self, number: int) -> None:
        if self.item(number) is not None:
            self.batches.wait(self.batch, self.lines[number - 1])

    @rule(number=NUMBERS, hears=st.booleans())
    def a_task_ends_well(self, number: int, hears: bool) -> None:
        task = self.open_task(number)
        if task is None or task.status is not Status.QUEUED:
            return
        saved = self.world.saved(self.world.running(task))
        self.world.executions.broken = not hears
        self.world.finish.finish(saved)
        self.world.executions.broken = False

    @rule(number=NUMBERS)
    def a_task_fails(self, number: int) -> None:
        task = self.open_task(number)
        if task is not None:
            failure = Failure(code="model_error", message="It did not answer.")
            self.world.end.fail(task.task_id, failure, stop=True)

    @rule(number=NUMBERS)
    def a_step_of_a_line_breaks_for_good(self, number: int) -> None:
        self.batches.fail_line(self.batch.batch_id, self.start_no, self.lines[number - 1], {})

    @rule()
    def the_machine_is_lost(self) -> None:
        self.world.executions.end(self.batches.now(self.batch).execution_name)

    @rule()
    def the_sweep_comes(self) -> None:
        self.world.clock.advance(minutes=2)
        self.batches.sweep()

    @rule()
    def the_map_comes_to_its_end(self) -> None:
        self.batches.finish(self.batch.batch_id, self.start_no)

    @precondition(lambda self: not self.batches.now(self.batch).is_terminal)
    @rule(odds=st.integers(min_value=0, max_value=9))
    def somebody_cancels(self, odds: int) -> None:
        if odds == 0:
            self.batches.cancel(self.batch.batch_id, self.batch.organisation)

    @invariant()
    def a_line_has_one_task(self) -> None:
        made = Counter(task.batch_item for task in self.world.records.every(Task))
        assert set(made.values()) <= {1}
        assert BAD not in made

    @invariant()
    def the_counters_say_what_the_lines_are(self) -> None:
        counts = self.batches.counts(self.batch)
        if self.batches.now(self.batch).is_terminal:
            assert (counts.over, counts.queued, counts.running) == (4, 0, 0)
            return
        stand = Counter(item.status for item in self.batches.items(self.batch))
        assert counts.total == 4
        for status in (Status.RUNNING, Status.COMPLETED, Status.FAILED, Status.CANCELLED):
            assert getattr(counts, status.value) == stand[status], status

    @invariant()
    def the_end_is_told_once(self) -> None:
        deliveries = self.world.records.every(Delivery)
        told = [one for one in deliveries if one.event is Event.BATCH_COMPLETED]
        assert len(told) == int(self.batches.now(self.batch).is_terminal)

    def teardown(self) -> None:
        """Left to itself, it comes to its end; and whoever waits for a line has heard."""
        for _ in range(8):
            if self.batches.now(self.batch).is_terminal:
                break
            self._pass()
        assert self.batches.now(self.batch).is_terminal
        self.world.clock.advance(minutes=2)
        self.batches.sweep()
        assert [item for item in self.batches.items(self.batch) if item.token] == []
        assert [item for item in self.batches.items(self.batch) if not item.is_over] == []
        waiting = self.world.executions.waiting.values()
        assert [name for name in waiting if name.startswith(self.batch.batch_id)] == []

    def _pass(self) -> None:
        self.the_sweep_comes()
        for line in self.lines:
            outcome = self.batches.submit_line(self.batch.batch_id, self.start_no, line).outcome
            if outcome is To.OK:
                self.batches.wait(self.batch, line)
            self.a_task_ends_well(line.number, hears=True)
        try:
            self.the_map_comes_to_its_end()
        except Conflict:
            assert self.batches.now(self.batch).status is not BatchStatus.RUNNING


LifeOfABatch.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestLifeOfABatch = LifeOfABatch.TestCase
