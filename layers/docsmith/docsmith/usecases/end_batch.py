"""End a batch: one transaction for its state, its counts, and who is told. Exactly one end wins."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docsmith.domain.batch import Batch, BatchItem, BatchStatus, Counts, counts_of
from docsmith.domain.clock import Clock, iso
from docsmith.domain.ids import Entropy
from docsmith.domain.task import Failure, Status
from docsmith.domain.webhook import Event
from docsmith.usecases.end_line import COUNTER
from docsmith.usecases.objects import batch_prefix
from docsmith.usecases.ports import AlreadyThere, DeliveryQueue, Objects
from docsmith.usecases.records import Collision, Insert, Records, Replace, Stored, every
from docsmith.usecases.tell import News, announcement_of, deliveries_of

_TRIES = 6
RESULTS = "results.jsonl"


@dataclass(frozen=True, slots=True)
class EndBatch:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    deliveries: DeliveryQueue
    clock: Clock
    entropy: Entropy

    def __call__(
        self, batch_id: str, status: BatchStatus, *, failure: Failure | None = None
    ) -> Batch:
        """The batch as it ended, by us or by whoever was faster.

        Its results lie in the bucket before it is said to be over.
        """
        for _ in range(_TRIES):
            stored = self.records.get(Batch, batch_id)
            if stored is None:
                raise LookupError(batch_id)
            if stored.value.is_terminal:
                return stored.value
            self._store_results(stored.value)
            ended = self._ended(stored.value, status, failure)
            if self._commit(stored, ended):
                return ended
        raise Collision(())

    def _ended(self, batch: Batch, status: BatchStatus, failure: Failure | None) -> Batch:
        """What was never begun counts as what became of the whole."""
        counts = counts_now(batch, records=self.records)
        if not batch.dry_run:
            stopped = status is BatchStatus.CANCELLED
            counts = counts.closed(Status.CANCELLED if stopped else Status.FAILED)
        return batch.end(status, counts=counts, at=self.clock(), failure=failure)

    def _commit(self, stored: Stored[Batch], ended: Batch) -> bool:
        news = News(
            event=Event.BATCH_COMPLETED,
            organisation=ended.organisation,
            own_url=ended.told_to,
            facts=facts_of(ended),
        )
        now = self.clock()
        deliveries = deliveries_of(news, records=self.records, now=now, entropy=self.entropy)
        try:
            self.records.transact(
                Replace(ended, stored.version, due_at=ended.expires_at),
                *(Insert(delivery, due_at=delivery.due_at) for delivery in deliveries),
                announcement_of(ended.batch_id, ended.organisation, now=now),
            )
        except Collision:
            return False
        for delivery in deliveries:
            self.deliveries.send(delivery.delivery_id)
        self.deliveries.send(ended.batch_id)
        return True

    def _store_results(self, batch: Batch) -> None:
        """Every line that was begun, as JSON Lines. A line's end is final: so is the file."""
        lines = [_encoded(result_facts(item)) for item in items_of(batch, records=self.records)]
        content = "".join(f"{line}\n" for line in lines).encode()
        with suppress(AlreadyThere):  # an end that did not come about left it
            self.objects.put_new(results_key(batch), content, content_type="application/x-ndjson")


def results_key(batch: Batch) -> str:
    return batch_prefix(batch.organisation, batch.batch_id) + RESULTS


def items_of(batch: Batch, *, records: Records) -> Iterator[BatchItem]:
    """Every line that was begun, in order."""
    return (stored.value for stored in every(BatchItem, batch.batch_id, records=records))


def result_facts(item: BatchItem) -> dict[str, Any]:
    """What a line came to, without links: those are made when they are read."""
    facts: dict[str, Any] = {"line": item.number, "key": item.key, "status": item.status.value}
    facts |= {"task_id": item.task_id, "run_id": item.run_id, "file_name": item.file_name}
    facts["credits_used"] = item.credits_used
    if item.failure is not None:
        facts["error"] = {"code": item.failure.code, "message": item.failure.message}
    return {name: value for name, value in facts.items() if value is not None}


def facts_of(batch: Batch) -> dict[str, Any]:
    """The body of `batch.completed`."""
    counts = counts_of(batch, {})
    facts: dict[str, Any] = {
        "batch_id": batch.batch_id,
        "status": batch.status.value,
        "dry_run": batch.dry_run,
        "counts": counts.model_dump(exclude={"credits_used"}),
        "credits_used": counts.credits_used,
        "estimated_credits": batch.estimate,
        "results_url": f"{batch.base_url}/batches/{batch.batch_id}/results",
        "ended_at": iso(batch.ended_at or batch.created_at),
    }
    if batch.failure is not None:
        facts["error"] = {"code": batch.failure.code, "message": batch.failure.message[:2000]}
    return facts


def _encoded(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def counts_now(batch: Batch, *, records: Records) -> Counts:
    if batch.counts is not None:
        return counts_of(batch, {})
    return counts_of(batch, records.counters(COUNTER, batch.batch_id))
