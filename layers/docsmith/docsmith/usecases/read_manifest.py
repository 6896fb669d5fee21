"""The first step of a batch: read the manifest once, judge every line, and write down what it is.

What was judged is stored as one object that nobody changes any more: the map reads it, and so does
whoever repeats this step. Lines that will not do are over from the start, each with its reason.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from docsmith.domain.batch import LINE_RETENTION, Batch, BatchItem, BatchStatus
from docsmith.domain.batch_line import Line, LineMaker
from docsmith.domain.clock import Clock
from docsmith.domain.credits import OFFLINE, estimate
from docsmith.domain.errors import AccessRefused, Conflict, InvalidRequest, NotThere
from docsmith.domain.manifest import read_manifest
from docsmith.domain.task import Failure
from docsmith.usecases.end_batch import EndBatch
from docsmith.usecases.end_line import counted, failure_writes
from docsmith.usecases.judge_line import JudgeLine
from docsmith.usecases.manifests import Manifests
from docsmith.usecases.objects import batch_prefix
from docsmith.usecases.ports import AlreadyThere, Objects
from docsmith.usecases.records import Collision, Insert, Records, Replace, Stored, Write
from docsmith.usecases.step import StepResult, To

LOOK_AGAIN = timedelta(minutes=1)
_AT_ONCE = 30
"""Lines of one transaction: two records each, and the batch's counters."""


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """The use case with what it needs. `model` is what live keys use; test keys use none."""

    records: Records
    objects: Objects
    manifests: Manifests
    end: EndBatch
    clock: Clock
    model: str
    allowed_hosts: tuple[str, ...] = ()

    def __call__(self, batch_id: str) -> StepResult:
        """`ok` with the key of the lines, `finish` after a dry run, `over` when there is nothing
        to make: the batch has failed then, or ended meanwhile.
        """
        stored = self.records.get(Batch, batch_id)
        if stored is None or stored.value.status is BatchStatus.CANCELLING:
            return StepResult(outcome=To.OVER)
        batch = stored.value
        if batch.is_terminal:
            return StepResult(outcome=To.OVER)
        if batch.status is BatchStatus.RUNNING:
            return _go_on(batch)
        if batch.failure is not None:
            return self._fail(batch, batch.failure)
        try:
            lines = self._judged(batch)
        except (InvalidRequest, AccessRefused, NotThere, Conflict) as error:
            return self._fail(batch, Failure.of(error))
        self._refuse([line for line in lines if line.failure is not None], batch)
        return self._begin(stored, lines)

    def _fail(self, batch: Batch, failure: Failure) -> StepResult:
        self.end(batch.batch_id, BatchStatus.FAILED, failure=failure)
        return StepResult(outcome=To.OVER)

    def _judged(self, batch: Batch) -> Sequence[Line]:
        """What was stored first counts, whoever reads what later."""
        key = lines_key(batch)
        if self.objects.info(key) is None:
            lines = self._lines(batch)
            content = "\n".join(line.model_dump_json(exclude_none=True) for line in lines)
            with suppress(AlreadyThere):
                self.objects.put_new(key, content.encode(), content_type="application/x-ndjson")
                return lines
        return read_lines(self.objects.get(key))

    def _lines(self, batch: Batch) -> Sequence[Line]:
        place = batch.manifest
        assert place is not None, "what is accepted without one has failed"
        rows = read_manifest(self.manifests.read(place), name=place.name)
        judge = JudgeLine(self.records, self.manifests, batch.organisation, self.allowed_hosts)
        maker = LineMaker.of(batch.defaults, name_of=judge.name_of, is_source=judge.is_source)
        return [judge(line) for line in maker.lines(rows)]

    def _refuse(self, lines: Sequence[Line], batch: Batch) -> None:
        """Write what is over from the start, some lines at a time; repeating writes nothing twice,
        since the same lines always go together.
        """
        rest = iter(lines)
        while some := list(islice(rest, _AT_ONCE)):
            now = self.clock()
            writes: list[Write] = [counted(batch.batch_id, now, add={"failed": len(some)})]
            for line in some:
                assert line.failure is not None
                item = item_of(line, batch, at=now).failed(line.failure, at=now)
                writes.append(Insert(item, expires_at=now + LINE_RETENTION))
                writes += failure_writes(item, now=now)
            try:
                self.records.transact(*writes)
            except Collision:
                continue  # an attempt before this one wrote them

    def _begin(self, stored: Stored[Batch], lines: Sequence[Line]) -> StepResult:
        good = [line for line in lines if line.failure is None]
        expected = sum(estimate_of(line, stored.value, model=self.model) for line in good)
        begun = stored.value.begin(total=len(lines), estimate=expected, at=self.clock())
        try:
            self.records.transact(Replace(begun, stored.version, due_at=self.clock() + LOOK_AGAIN))
        except Collision:
            return self(begun.batch_id)
        return _go_on(begun)


def _go_on(batch: Batch) -> StepResult:
    facts = {"key": lines_key(batch)}
    return StepResult(outcome=To.FINISH if batch.dry_run else To.OK, facts=facts)


def lines_key(batch: Batch) -> str:
    """The judged lines, as JSON Lines."""
    return batch_prefix(batch.organisation, batch.batch_id) + "lines.jsonl"


def read_lines(content: bytes) -> Sequence[Line]:
    return [Line.model_validate_json(line) for line in content.split(b"\n") if line]


def estimate_of(line: Line, batch: Batch, *, model: str) -> int:
    """Credits that its task is expected to use; none when a plan is replayed."""
    if line.kind is None:
        return 0
    own = line.request.get("max_credits")
    return estimate(line.kind, model=OFFLINE if batch.test else model, max_credits=own)


def item_of(line: Line, batch: Batch, *, at: datetime) -> BatchItem:
    """The place of a line that begins now."""
    return BatchItem(
        batch_id=batch.batch_id,
        organisation=batch.organisation,
        number=line.number,
        key=line.key,
        created_at=at,
    )
