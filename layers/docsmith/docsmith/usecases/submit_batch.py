"""Accept a batch: one transaction writes it and its key, then its machine starts.

Nothing of the manifest is read here: the machine does that, with the object pinned by its ETag.
What was written but not started is found by the sweep.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docsmith.domain.batch import MAX_MANIFEST, Batch, ManifestPlace
from docsmith.domain.batch_request import BatchByHttp, BatchRequest
from docsmith.domain.clock import Clock
from docsmith.domain.errors import (
    Gone,
    IdempotencyConflict,
    NotFound,
    PayloadTooLarge,
    ServiceUnavailable,
    UpstreamError,
    ValidationFailed,
)
from docsmith.domain.files import FileStatus, StoredFile
from docsmith.domain.idempotency import REMEMBERED, IdempotencyRecord, digest_of_key
from docsmith.domain.ids import BATCH, Entropy, new_id
from docsmith.domain.task import START_GRACE
from docsmith.usecases.check_url import check_webhook_url
from docsmith.usecases.manifests import Manifests
from docsmith.usecases.objects import batch_prefix
from docsmith.usecases.ports import Executions, Objects
from docsmith.usecases.records import Collision, Insert, Records, Write
from docsmith.usecases.submit_generation import Caller

_TRIES = 6


@dataclass(frozen=True, slots=True)
class SubmitBatch:
    """The use case with what it needs. `executions` are those of the batches' machine, which has
    `concurrency` lines of a batch in hand at once.
    """

    records: Records
    objects: Objects
    manifests: Manifests
    executions: Executions
    clock: Clock
    entropy: Entropy
    concurrency: int
    allowed_hosts: tuple[str, ...] = ()

    def __call__(self, request: BatchByHttp, caller: Caller) -> Batch:
        """The batch of a call, or the one that an earlier call with its key made.

        Raises `NotFound`, `ValidationFailed`, `PayloadTooLarge`, `IdempotencyConflict`.
        """
        self.check_urls(request)
        batch = self.drafted(request, caller)
        fingerprint = fingerprint_of(request, test=batch.test)
        known = self._known(batch, fingerprint)
        if known is not None:
            return known
        place = self._place(request, batch)
        return self.accept(batch.with_(manifest=place), fingerprint)

    def drafted(self, request: BatchRequest, caller: Caller) -> Batch:
        """A batch that is not written yet, without its manifest."""
        now = self.clock()
        return Batch(
            batch_id=new_id(BATCH, at=now, entropy=self.entropy),
            organisation=caller.organisation.organisation_id,
            key_id=caller.key.key_id,
            test=caller.key.test,
            base_url=caller.base_url,
            defaults=request.defaults,
            max_credits=request.max_credits,
            dry_run=request.dry_run,
            webhook_url=request.webhook_url,
            idempotency_key=request.idempotency_key,
            created_at=now,
        )

    def accept(self, batch: Batch, fingerprint: str) -> Batch:
        """Write it and start it, unless its key is known."""
        for _ in range(_TRIES):
            known = self._known(batch, fingerprint)
            if known is not None:
                return known
            try:
                self.records.transact(*self._writes(batch, fingerprint), token=batch.batch_id)
            except Collision:
                continue
            self._start(batch)
            return batch
        raise ServiceUnavailable("Too many requests at once for this key: try again.")

    def check_urls(self, request: BatchRequest) -> None:
        """Raises `ValidationFailed`."""
        for field, url in (
            ("webhook_url", request.webhook_url),
            ("defaults.webhook_url", request.defaults.webhook_url),
        ):
            if url is not None:
                check_webhook_url(url, self.allowed_hosts, field=field)

    def inline(self, items: Sequence[dict[str, Any]], batch: Batch) -> ManifestPlace:
        """The items of a request as a manifest of their own."""
        key = batch_prefix(batch.organisation, batch.batch_id) + "manifest.jsonl"
        content = "\n".join(map(json.dumps, items)).encode()
        self.objects.put_new(key, content, content_type="application/x-ndjson")
        place = self.manifests.look(key)
        assert place is not None
        return place

    def _place(self, request: BatchByHttp, batch: Batch) -> ManifestPlace:
        if request.items is not None:
            return self.inline(request.items, batch)
        stored = self.records.get(StoredFile, request.file_id or "")
        if stored is None or stored.value.organisation != batch.organisation:
            raise NotFound(f"There is no file {request.file_id}.")
        if stored.value.status is not FileStatus.READY:
            raise ValidationFailed(f"The bytes of {request.file_id} were not uploaded yet.")
        place = self.manifests.look(stored.value.key)
        if place is None:
            raise NotFound(f"There is no file {request.file_id}.")
        return bounded(place.with_(name=stored.value.name))

    def _known(self, batch: Batch, fingerprint: str) -> Batch | None:
        if batch.idempotency_key is None:
            return None
        digest = batch_digest(batch.idempotency_key)
        record = self.records.get(IdempotencyRecord, batch.organisation, digest)
        if record is None:
            return None
        if record.value.fingerprint != fingerprint:
            raise IdempotencyConflict
        stored = self.records.get(Batch, record.value.task_id)
        if stored is None:
            raise Gone("The batch that this idempotency key made was deleted.")
        return stored.value

    def _writes(self, batch: Batch, fingerprint: str) -> list[Write]:
        now = self.clock()
        writes: list[Write] = [Insert(batch, due_at=now + START_GRACE)]
        if batch.idempotency_key is None:
            return writes
        memory = IdempotencyRecord(
            organisation=batch.organisation,
            digest=batch_digest(batch.idempotency_key),
            fingerprint=fingerprint,
            task_id=batch.batch_id,
            created_at=now,
        )
        return [*writes, Insert(memory, expires_at=now + REMEMBERED)]

    def _start(self, batch: Batch) -> None:
        """The batch is accepted by now: when this fails, the sweep starts it."""
        with suppress(UpstreamError):
            given = start_of(batch, concurrency=self.concurrency)
            self.executions.start(batch.execution_name, given)


def start_of(batch: Batch, *, concurrency: int) -> dict[str, Any]:
    """What the machine is given."""
    start_no = batch.start_no
    return {"batch_id": batch.batch_id, "start_no": start_no, "concurrency": concurrency}


def bounded(place: ManifestPlace) -> ManifestPlace:
    """Raises `PayloadTooLarge`."""
    if place.size > MAX_MANIFEST:
        limit = f"{MAX_MANIFEST // 1_000_000} MB"
        raise PayloadTooLarge(f"A manifest may have {limit}: divide it into several.")
    return place


def fingerprint_of(request: BatchRequest, *, test: bool) -> str:
    """What two requests with one key must share. A live key never gets a test key's batch."""
    asked = request.model_dump(mode="json", exclude={"idempotency_key"})
    return hashlib.sha256(json.dumps([test, asked], sort_keys=True).encode()).hexdigest()


def batch_digest(key: str) -> str:
    """Apart from the keys of tasks: those are printable."""
    return digest_of_key(f"\0batch\0{key}")
