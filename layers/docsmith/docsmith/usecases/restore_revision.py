"""Go back to an earlier revision: a new one by hand with the same document; nothing is lost."""

from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound
from docsmith.domain.run import Author, Revision, Run
from docsmith.usecases.editing import commit_by_hand, must_be_editable
from docsmith.usecases.records import Records


@dataclass(frozen=True, slots=True)
class RestoreRevision:
    """The use case with what it needs."""

    records: Records
    clock: Clock

    def __call__(self, run_id: str, organisation: str, number: int) -> Revision:
        """The new head. Raises `NotFound`, or `Conflict` while a task is at work."""
        run = self.records.get(Run, run_id)
        if run is None or run.value.organisation != organisation:
            raise NotFound("There is no such run.")
        run.value.must_be_there(self.clock())
        must_be_editable(run.value, run.value.head)
        stored = self.records.get(Revision, run_id, number)
        if stored is None:
            raise NotFound("There is no such revision.")
        restored = stored.value.with_(
            number=run.value.head + 1,
            author=Author.HAND,
            task_id=None,
            base=run.value.head,
            conversation=None,
            restored=number,
            began=None,
            edits=0,
            touched={},
            summary=f"Revision {number} restored.",
            created_at=self.clock(),
        )
        commit_by_hand(run, restored, records=self.records)
        return restored
