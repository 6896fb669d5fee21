"""Apply what a person changed in the editor: the agent's own operations, as a revision by hand.

Each edit has a number of its own, which says whether an editor saw the last one; the run's head is
changed on condition that it is the base still and that no task is at work on it. Edits that follow
each other within ten minutes are one revision all the same: the later takes the earlier's place,
whose files go, so that neither the history nor the store grows with every keystroke.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from docsmith.documents.errors import DocumentError
from docsmith.documents.interface import apply, project, render
from docsmith.documents.model import Applied, Document, Finding, OperationError
from docsmith.domain.clock import Clock
from docsmith.domain.documents import ending_of, media_type_of
from docsmith.domain.errors import DocsmithError, NotFound, ValidationFailed
from docsmith.domain.ids import Entropy, ulid
from docsmith.domain.run import Author, Revision, Run
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.document_tools import parse_operations
from docsmith.usecases.editing import Edited, EditRequest, commit_by_hand, must_be_editable
from docsmith.usecases.objects import run_prefix
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records, Stored
from docsmith.usecases.store_view import store_view
from docsmith.usecases.touched_places import summary_of, touched_by

_SHOWN = 50
_STATE = ".state.json"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApplyEdit:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    clock: Clock
    entropy: Entropy

    def __call__(self, request: EditRequest) -> Edited:
        """Raises `Conflict` for a stale base or a run at work, `ValidationFailed` for operations
        that were refused.
        """
        run = self._run(request)
        base = self._base(request)
        state = DocumentState.model_validate_json(self.objects.get(base.value.state))
        before = state.document(self.objects)
        applied = _applied(before, request.ops)
        now = self.clock()
        replaced = base if base.value.takes_in(now) else None
        revision = _follows(base.value, request.ops, now)
        revision = self._stored(run.value, revision, state, applied)
        commit_by_hand(run, revision, records=self.records, replaced=replaced)
        if replaced is not None:
            self._forget(replaced.value)
        return Edited(
            revision=revision.number,
            changed=applied.changed,
            computed=dict(applied.computed),
            findings=tuple(_shown(applied.findings)),
        )

    def _run(self, request: EditRequest) -> Stored[Run]:
        stored = self.records.get(Run, request.run_id)
        if stored is None or stored.value.organisation != request.organisation:
            raise NotFound("There is no such run.")
        run = stored.value.must_be_there(self.clock())
        must_be_editable(run, request.base_revision)
        return stored

    def _base(self, request: EditRequest) -> Stored[Revision]:
        stored = self.records.get(Revision, request.run_id, request.base_revision)
        if stored is None:
            raise NotFound("There is no such revision.")
        return stored

    def _forget(self, replaced: Revision) -> None:
        """What cannot be deleted now goes with the run: the edit was taken all the same."""
        with suppress(DocsmithError):
            self.objects.delete_prefix(replaced.state.removesuffix(_STATE) + ".")

    def _stored(
        self, run: Run, revision: Revision, state: DocumentState, applied: Applied
    ) -> Revision:
        """With its document, its state and its view under keys of their own."""
        content = render(applied.document)
        own = ulid(at=revision.created_at, entropy=self.entropy)
        stem = f"{run_prefix(run.organisation, run.run_id)}edits/{revision.number:06d}-{own}"
        document, kept = f"{stem}.{ending_of(run.kind)}", f"{stem}{_STATE}"
        self.objects.put_new(document, content, content_type=media_type_of(run.kind))
        after = state.after(applied.document).model_dump_json().encode()
        self.objects.put_new(kept, after, content_type="application/json")
        return revision.with_(
            schema_version=state.schema_version,
            state=kept,
            document=document,
            view=store_view(project(applied.document), f"{stem}.view", self.objects, run),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            quality={"checks": [], "warnings": _shown(applied.findings)},
        )


def _follows(base: Revision, ops: Sequence[Json], now: datetime) -> Revision:
    """The revision by hand that an edit of `base` makes, or goes on with; its files are base's."""
    goes_on = base.takes_in(now)
    touched = touched_by(ops, base.touched if goes_on else {})
    return base.with_(
        number=base.number + 1,
        author=Author.HAND,
        task_id=None,
        base=base.base if goes_on else base.number,
        conversation=None,
        summary=summary_of(touched),
        created_at=now,
        restored=None,
        began=base.began if goes_on else now,
        edits=base.edits + 1 if goes_on else 1,
        touched=touched,
    )


def _applied(document: Document, given: Sequence[Json]) -> Applied:
    ops, errors = parse_operations(list(given), document.format)
    if errors:
        raise _refused(errors)
    try:
        applied = apply(document, ops)
    except DocumentError as error:
        raise ValidationFailed(str(error)) from error
    if not applied.ok:
        raise _refused(applied.errors)
    return applied


def _refused(errors: Sequence[OperationError]) -> ValidationFailed:
    first = errors[0]
    message = f"{first.reason}: {first.hint}" if first.hint else first.reason
    detail = [{"field": e.path, "message": e.reason, "type": "operation"} for e in errors]
    return ValidationFailed(message[:1].upper() + message[1:], detail=detail)


def _shown(findings: Sequence[Finding]) -> list[Json]:
    return [asdict(finding) for finding in findings[:_SHOWN]]
