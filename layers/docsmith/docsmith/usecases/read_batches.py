"""Read batches: one or a page, how far each is, its first errors, and its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from docsmith.domain.batch import FIRST_ERRORS, Batch, BatchItem, Counts, LineFailure
from docsmith.domain.errors import NotFound
from docsmith.usecases.end_batch import counts_now
from docsmith.usecases.records import Page, Records


@dataclass(frozen=True, slots=True)
class ReadBatches:
    """The reads with what they need."""

    records: Records

    def batch(self, batch_id: str, organisation: str) -> Batch:
        """Raises `NotFound`."""
        stored = self.records.get(Batch, batch_id)
        if stored is None or stored.value.organisation != organisation:
            raise NotFound("There is no such batch.")
        return stored.value

    def counts(self, batch: Batch) -> Counts:
        return counts_now(batch, records=self.records)

    def errors(self, batch: Batch) -> Sequence[LineFailure]:
        """Those of the first lines that failed."""
        page = self.records.page(LineFailure, batch.batch_id, limit=FIRST_ERRORS)
        return [stored.value for stored in page.records]

    def page(self, organisation: str, *, limit: int, cursor: str | None) -> Page[Batch]:
        """Newest first."""
        return self.records.page(Batch, organisation, after=cursor, limit=limit, newest_first=True)

    def lines(self, batch: Batch, *, limit: int, cursor: str | None) -> Page[BatchItem]:
        """Lines that were begun, in order."""
        return self.records.page(BatchItem, batch.batch_id, after=cursor, limit=limit)
