"""Apply what a person changed in the editor: the agent's own operations, as a revision by hand.

Each edit is a revision of its own, so that its number says whether an editor saw the last one. The
run's head is changed on condition that it is the base still and that no task is at work on it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from docsmith.documents.errors import DocumentError
from docsmith.documents.interface import apply, project, render
from docsmith.documents.model import Applied, Document, Finding, OperationError
from docsmith.domain.clock import Clock
from docsmith.domain.documents import ending_of, media_type_of
from docsmith.domain.errors import NotFound, ValidationFailed
from docsmith.domain.ids import Entropy, ulid
from docsmith.domain.run import Author, Revision, Run
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.document_tools import parse_operations
from docsmith.usecases.editing import Edited, EditRequest, commit_by_hand, must_be_editable
from docsmith.usecases.objects import run_prefix
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records, Stored
from docsmith.usecases.view_document import store_view

_SHOWN = 50

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
        state = DocumentState.model_validate_json(self.objects.get(base.state))
        before = state.document(self.objects)
        applied = _applied(before, request.ops)
        revision = self._revision(run.value, base, state, applied, request.ops)
        commit_by_hand(run, revision, records=self.records)
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

    def _base(self, request: EditRequest) -> Revision:
        stored = self.records.get(Revision, request.run_id, request.base_revision)
        if stored is None:
            raise NotFound("There is no such revision.")
        return stored.value

    def _revision(
        self, run: Run, base: Revision, state: DocumentState, applied: Applied, ops: Sequence[Json]
    ) -> Revision:
        """Stores the document, its state and its view under keys of their own."""
        now = self.clock()
        content = render(applied.document)
        own = ulid(at=now, entropy=self.entropy)
        stem = f"{run_prefix(run.organisation, run.run_id)}edits/{base.number + 1:06d}-{own}"
        document, kept = f"{stem}.{ending_of(run.kind)}", f"{stem}.state.json"
        self.objects.put_new(document, content, content_type=media_type_of(run.kind))
        after = state.after(applied.document).model_dump_json().encode()
        self.objects.put_new(kept, after, content_type="application/json")
        return base.with_(
            number=base.number + 1,
            author=Author.HAND,
            task_id=None,
            base=base.number,
            schema_version=state.schema_version,
            state=kept,
            document=document,
            view=store_view(project(applied.document), f"{stem}.view", self.objects),
            conversation=None,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            summary=summary_of(ops),
            created_at=now,
            quality={"checks": [], "warnings": _shown(applied.findings)},
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


def summary_of(ops: Sequence[Mapping[str, Any]]) -> str:
    """What a reader of the history sees of an edit: where, and what stands there now."""
    told = [line for op in ops for line in _told(op)]
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return ("; ".join(told[:3]) + more) or "Edited by hand."


def _told(op: Mapping[str, Any]) -> list[str]:
    match op.get("op"):
        case "set_cells":
            cells: Sequence[Mapping[str, Any]] = op.get("cells", ())
            return [f"{op.get('sheet')}!{c.get('cell')}: {_short(c.get('value'))}" for c in cells]
        case "set_text":
            return [f"Text {op.get('block')}: {_short(op.get('text'))}"]
        case "set_slot":
            return [f"Slide {op.get('slide')}, {op.get('slot')}: {_short(op.get('value'))}"]
        case "table_cell":
            return [f"Slide {op.get('slide')}, {op.get('table')}: {_short(op.get('value'))}"]
        case other:
            return [str(other).replace("_", " ")]


def _short(value: Any) -> str:
    if value is None:
        return "emptied"
    text = " / ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return text if len(text) <= 60 else text[:59] + "…"
