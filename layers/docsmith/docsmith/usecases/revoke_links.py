"""Take back what opens a run without an API key: one link, or every link and session at once."""

from collections.abc import Callable
from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound
from docsmith.domain.run import Run
from docsmith.usecases.records import Collision, Records, Replace

_TRIES = 8


@dataclass(frozen=True, slots=True)
class RevokeLinks:
    """The use case with what it needs. Every call by ticket reads the run: it counts at once."""

    records: Records
    clock: Clock

    def __call__(self, run_id: str, organisation: str, link_id: str | None = None) -> None:
        """That link, or all that was made so far.

        Raises `NotFound`, `Gone`, or `Conflict` when too many were revoked one by one.
        """
        now = self.clock()
        if link_id is None:
            self._change(run_id, organisation, lambda run: run.without_links(at=now))
        else:
            self._change(run_id, organisation, lambda run: run.without_link(link_id, at=now))

    def _change(self, run_id: str, organisation: str, change: Callable[[Run], Run]) -> None:
        for _ in range(_TRIES):
            stored = self.records.get(Run, run_id)
            if stored is None or stored.value.organisation != organisation:
                raise NotFound("There is no such run.")
            run = change(stored.value.must_be_there(self.clock()))
            try:
                self.records.transact(Replace(run, stored.version, due_at=run.expires_at))
            except Collision:
                continue
            return
        raise Collision(())
