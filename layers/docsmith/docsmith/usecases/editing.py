"""Editing by hand, as far as no document is needed: what is asked, what comes of it, who may.

The functions of the web know this much; only the function `document` knows how it is done.
"""

from typing import Any, Protocol

from docsmith.domain.errors import Conflict
from docsmith.domain.run import Revision, Run
from docsmith.domain.value import Value
from docsmith.usecases.records import Collision, Insert, Records, Remove, Replace, Stored

Json = dict[str, Any]


class EditRequest(Value):
    """Operations on the revision that the editor saw."""

    run_id: str
    organisation: str
    base_revision: int
    ops: tuple[Json, ...]


class Edited(Value):
    """The revision that an edit made; places that changed; what the checks say now."""

    revision: int
    changed: tuple[str, ...]
    computed: Json
    findings: tuple[Json, ...]


class Editing(Protocol):
    """The function that knows documents, as others reach it."""

    def __call__(self, request: EditRequest) -> Edited:
        """Raises `Conflict`, `ValidationFailed`, `NotFound`."""
        ...


class WindowRequest(Value):
    """A page of a sheet that the view of a revision counts and does not hold."""

    state: str
    view: str
    part: str
    cursor: int


class Windows(Protocol):
    """The function that knows documents, as readers of long sheets reach it."""

    def __call__(self, request: WindowRequest) -> Json:
        """Raises `NotFound`."""
        ...


def must_be_editable(run: Run, base: int) -> None:
    """Raises `Conflict` while a task is at work, and when `base` is not the head."""
    if run.active_task is not None:
        raise Conflict(
            "The agent is at work on this document: wait until it is done.",
            active_task=run.active_task,
            head=run.head,
        )
    if run.head != base:
        raise Conflict("The document was changed in the meantime.", head=run.head)


def commit_by_hand(
    run: Stored[Run],
    revision: Revision,
    *,
    records: Records,
    replaced: Stored[Revision] | None = None,
) -> None:
    """Make a revision the run's head, in the place of another one perhaps.

    Raises `Conflict` when somebody was faster.
    """
    head = run.value.with_(head=revision.number, updated_at=revision.created_at)
    gone = [Remove(replaced.value, replaced.version)] if replaced else []
    change = Replace(head, run.version, due_at=head.expires_at)
    try:
        records.transact(Insert(revision), change, *gone)
    except Collision as collision:
        raise Conflict("The document was changed in the meantime.") from collision
