"""Batches in memory: the use cases over the fakes, and what the machine would do with them."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.manifests import InMemoryManifests
from tests.fakes.nouns import BASE_URL

from docsmith.domain.batch import Batch, BatchItem, Counts
from docsmith.domain.batch_line import Line
from docsmith.domain.batch_request import BatchByHttp
from docsmith.domain.task import Task
from docsmith.usecases.await_line import AwaitLine, FailLine
from docsmith.usecases.cancel_batch import CancelBatch
from docsmith.usecases.end_batch import EndBatch, items_of
from docsmith.usecases.finish_batch import FinishBatch
from docsmith.usecases.import_source import ImportSource
from docsmith.usecases.read_batches import ReadBatches
from docsmith.usecases.read_manifest import ReadManifest, lines_key, read_lines
from docsmith.usecases.request_batch import RequestBatch
from docsmith.usecases.run_line import SubmitLine
from docsmith.usecases.step import To
from docsmith.usecases.submit_batch import SubmitBatch
from docsmith.usecases.submit_generation import Caller
from docsmith.usecases.sweep_batches import SweepBatches

if TYPE_CHECKING:
    from tests.fakes.world import World

BUCKET = "bucket"


@dataclass
class Batches:
    """The machine of batches by hand: each step is a call.

    One fake holds the executions of both machines: their names differ, and a token is answered
    whichever machine waits with it, as Step Functions does.
    """

    world: "World"

    def __post_init__(self) -> None:
        world = self.world
        self.executions = world.executions
        self.manifests = InMemoryManifests(world.objects)
        self.submit = SubmitBatch(
            records=world.records,
            objects=world.objects,
            manifests=self.manifests,
            executions=self.executions,
            clock=world.clock,
            entropy=world.entropy,
            concurrency=2,
        )
        self.request = RequestBatch(
            records=world.records,
            submit=self.submit,
            clock=world.clock,
            bucket=BUCKET,
            base_url=BASE_URL,
        )
        self.end = EndBatch(
            records=world.records,
            objects=world.objects,
            deliveries=world.deliveries,
            clock=world.clock,
            entropy=world.entropy,
        )
        self.read_manifest = ReadManifest(
            records=world.records,
            objects=world.objects,
            manifests=self.manifests,
            end=self.end,
            clock=world.clock,
            model=world.submit.model,
        )
        self.submit_line = SubmitLine(
            records=world.records,
            submit=world.submit,
            render=world.render,
            sources=ImportSource(
                records=world.records, objects=world.objects, manifests=self.manifests
            ),
            clock=world.clock,
            model=world.submit.model,
        )
        self.await_line = AwaitLine(
            records=world.records, executions=world.executions, clock=world.clock
        )
        self.fail_line = FailLine(records=world.records, end=world.end, clock=world.clock)
        self.finish = FinishBatch(
            records=world.records,
            objects=world.objects,
            end=self.end,
            fail=self.fail_line,
            clock=world.clock,
        )
        self.cancel = CancelBatch(
            records=world.records,
            executions=self.executions,
            end_task=world.end,
            end=self.end,
            clock=world.clock,
        )
        self.sweep = SweepBatches(
            records=world.records,
            objects=world.objects,
            executions=world.executions,
            cancel=self.cancel,
            finish=self.finish,
            clock=world.clock,
            concurrency=2,
        )
        self.read = ReadBatches(world.records)

    def asked(self, *items: dict[str, Any], caller: Caller | None = None, **fields: Any) -> Batch:
        """A batch of these lines that was just accepted."""
        defaults = {"format": "excel", "prompt_template": "A budget for {name}"}
        body = {"items": list(items), "defaults": defaults, **fields}
        return self.submit(BatchByHttp.model_validate(body), caller or self.world.caller())

    def begun(self, *items: dict[str, Any], caller: Caller | None = None, **fields: Any) -> Batch:
        """A batch whose manifest was read."""
        batch = self.asked(*items, caller=caller, **fields)
        self.read_manifest(batch.batch_id)
        return self.now(batch)

    def lines(self, batch: Batch) -> list[Line]:
        """What the map goes through."""
        return list(read_lines(self.world.objects.get(lines_key(batch))))

    def hand_in(self, batch: Batch, line: Line) -> Task | None:
        """The first two steps of a line: its task, with a token that waits for its end."""
        start_no = self.now(batch).start_no
        if self.submit_line(batch.batch_id, start_no, line).outcome is not To.OK:
            return None
        self.wait(batch, line)
        item = self.item(batch, line.number)
        return self.world.records_get(Task, item.task_id or "")

    def wait(self, batch: Batch, line: Line) -> str:
        now = self.now(batch)
        token = f"line {line.number} of {now.execution_name}"
        self.executions.wait_with(token, name=now.execution_name)
        self.await_line(batch.batch_id, now.start_no, line.number, token)
        return token

    def made(self, batch: Batch) -> Batch:
        """The machine goes all the way: every line's document is made."""
        for line in self.lines(batch):
            task = self.hand_in(batch, line)
            if task is not None:
                self.world.completed(self.world.running(task))
        self.finish(batch.batch_id, self.now(batch).start_no)
        return self.now(batch)

    def now(self, batch: Batch) -> Batch:
        return self.world.records_get(Batch, batch.batch_id)

    def item(self, batch: Batch, number: int) -> BatchItem:
        return self.world.records_get(BatchItem, batch.batch_id, number)

    def items(self, batch: Batch) -> list[BatchItem]:
        return list(items_of(batch, records=self.world.records))

    def counts(self, batch: Batch) -> Counts:
        return self.read.counts(self.now(batch))

    def results(self, batch: Batch) -> list[dict[str, Any]]:
        """The lines of the file in the bucket."""
        key = f"orgs/{batch.organisation}/batches/{batch.batch_id}/results.jsonl"
        return [json.loads(line) for line in self.world.objects.get(key).splitlines()]
