"""A batch by an event of the deployment's bus, or by its schedule: nobody waits for an answer.

So what is wrong with the event is told on the batch itself, which then fails, and by webhook. Only
an event whose organisation there is not leaves nothing behind but a line in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from docsmith.domain.account import Organisation
from docsmith.domain.batch import Batch, ManifestPlace
from docsmith.domain.batch_line import first_problem
from docsmith.domain.batch_request import BatchByEvent
from docsmith.domain.clock import Clock
from docsmith.domain.errors import (
    AccessRefused,
    DocsmithError,
    Forbidden,
    Gone,
    IdempotencyConflict,
    InvalidRequest,
    NotFound,
    NotThere,
    ValidationFailed,
)
from docsmith.domain.task import Failure
from docsmith.usecases.objects import drop_prefix
from docsmith.usecases.records import Records
from docsmith.usecases.submit_batch import SubmitBatch, bounded, fingerprint_of
from docsmith.usecases.submit_generation import Caller

EVENTS = "events"
"""What stands for the API key of a batch that came by an event."""
_LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class RequestBatch:
    """The use case with what it needs. `bucket` is where manifests are, `base_url` our address."""

    records: Records
    submit: SubmitBatch
    clock: Clock
    bucket: str
    base_url: str

    def __call__(self, event: Mapping[str, Any]) -> Batch:
        """The batch, or the one that this event made before. Raises `NotFound`."""
        detail = event.get("detail")
        fields: dict[str, Any] = dict(detail) if isinstance(detail, Mapping) else {}  # pyright: ignore[reportUnknownArgumentType]
        delivered = f"event:{event.get('id', '')}"[:255]
        if fields.get("idempotency_key") is None:
            fields["idempotency_key"] = delivered
        organisation = self._organisation(fields.get("organisation"))
        try:
            request = BatchByEvent.model_validate(fields)
        except ValidationError as error:
            refused = ValidationFailed(first_problem(error))
            return self._refused(organisation, fields.get("webhook_url"), delivered, refused)
        return self._accepted(request, organisation, delivered)

    def _organisation(self, named: Any) -> Organisation:
        stored = self.records.get(Organisation, str(named)) if named else None
        if stored is None or stored.value.deleted_at is not None:
            raise NotFound("The event names no organisation that there is.")
        return stored.value

    def _accepted(self, request: BatchByEvent, organisation: Organisation, delivered: str) -> Batch:
        caller = self._caller(organisation, test=request.test)
        fingerprint = fingerprint_of(request, test=request.test)
        batch = self.submit.drafted(request, caller)
        try:
            batch = batch.with_(manifest=self._place(request, batch))
        except (InvalidRequest, AccessRefused, NotThere) as error:
            batch = _with_failure(batch, error)
        batch = self._with_callable_urls(batch, request)
        try:
            return self.submit.accept(batch, fingerprint)
        except (IdempotencyConflict, Gone) as error:
            # The key is another batch's: this one, which only tells so, is known by its event.
            told = _with_failure(batch, error).with_(idempotency_key=delivered)
            return self.submit.accept(told, fingerprint)

    def _refused(
        self, organisation: Organisation, told: Any, key: str, error: ValidationFailed
    ) -> Batch:
        """A batch of which nothing is known but whose it is, and who wants to be told."""
        callable_url = isinstance(told, str) and len(told) <= _LONGEST_URL
        request = BatchByEvent(
            organisation=organisation.organisation_id,
            manifest="-",
            webhook_url=told if callable_url else None,
            idempotency_key=key,
        )
        batch = self.submit.drafted(request, self._caller(organisation, test=True))
        failed = _with_failure(batch, error)
        fingerprint = fingerprint_of(request, test=True)
        return self.submit.accept(self._with_callable_urls(failed, request), fingerprint)

    def _with_callable_urls(self, batch: Batch, request: BatchByEvent) -> Batch:
        """A URL that may not be called fails the batch, and is not called."""
        try:
            self.submit.check_urls(request)
        except ValidationFailed as error:
            quiet = batch.defaults.with_(webhook_url=None)
            return _with_failure(batch, error).with_(webhook_url=None, defaults=quiet)
        return batch

    def _caller(self, organisation: Organisation, *, test: bool) -> Caller:
        return Caller.known_by(
            EVENTS, organisation, test=test, base_url=self.base_url, at=self.clock()
        )

    def _place(self, request: BatchByEvent, batch: Batch) -> ManifestPlace:
        if request.items is not None:
            return self.submit.inline(request.items, batch)
        key = (request.manifest or "").removeprefix(f"s3://{self.bucket}/")
        if not key.startswith(drop_prefix(batch.organisation)):
            raise Forbidden(f"A manifest lies under {drop_prefix(batch.organisation)}, not {key}.")
        place = self.submit.manifests.look(key)
        if place is None:
            raise NotFound(f"There is no manifest {key}.")
        return bounded(place)


def _with_failure(batch: Batch, error: DocsmithError) -> Batch:
    """Its first step ends it, and tells."""
    return batch.with_(failure=Failure.of(error))
