"""Replay: the operations of another run over the inputs of this task, without any author.

What comes of it is the state that an author would have left: SaveDocument folds it, the gate judges
it. Data that do not fit the plan end the task with every place that does not, not with a document
that is wrong in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsmith.documents.errors import DocumentError
from docsmith.documents.gate import finding_json
from docsmith.documents.model import Document, Finding, Severity
from docsmith.documents.rebinding import Misfit, misfit_in, rebound
from docsmith.domain.errors import NotFound, UnreadableFile, ValidationFailed
from docsmith.domain.rendering import PlanSource
from docsmith.domain.run import Revision
from docsmith.domain.task import Task
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.load_inputs import BRAND, LOGO, LoadInputs
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records

STALE = "stale_text"
MAX_TOLD = 20


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    inputs: LoadInputs

    def __call__(self, task: Task, fetched: Mapping[str, Any] | None) -> DocumentState:
        """The state over the new inputs. Raises `UnreadableFile`, and `ValidationFailed` with the
        operations that do not fit.
        """
        plan = PlanSource.model_validate(task.request["plan"])
        before = self.inputs.brought(task, self._state(plan))
        after, _ = self.inputs(task, _without_brand(before, task), fetched)
        try:
            made = rebound(before.document(self.objects), after.document(self.objects).inputs)
        except DocumentError as error:
            raise UnreadableFile(str(error)) from error
        lasting = task.request.get("stale") == "report"
        misfits = [m for m in made.misfits if not (m.stale and lasting)]
        if misfits:
            raise _refusal(misfits)
        remarks = tuple(_remark(misfit) for misfit in made.misfits)
        return after.after(made.document).with_(remarks=remarks)

    def _state(self, plan: PlanSource) -> DocumentState:
        stored = self.records.get(Revision, plan.run_id, plan.revision)
        try:
            if stored is None:
                raise NotFound
            return DocumentState.model_validate_json(self.objects.get(stored.value.state))
        except NotFound as gone:
            raise UnreadableFile("The run that the plan is taken from was deleted.") from gone


def _without_brand(state: DocumentState, task: Task) -> DocumentState:
    """A new brand takes the place of the old one as a whole, its logo with it."""
    if not task.request.get("brand"):
        return state
    kept = {name: slot for name, slot in state.slots.items() if name not in (BRAND, LOGO)}
    return state.with_(slots=kept)


def misfit_of(document: Document, findings: Sequence[Finding]) -> ValidationFailed:
    """What blocks the finished document, told by the operations that wrote those places."""
    return _refusal([misfit_in(document, finding) for finding in findings])


def _refusal(misfits: Sequence[Misfit]) -> ValidationFailed:
    first = misfits[0]
    more = f" ({len(misfits)} places in all)" if len(misfits) > 1 else ""
    message = f"The data do not fit the plan: {first.path}: {first.reason}.{more} {first.hint}"
    return ValidationFailed(message.strip(), detail=[_detail(m) for m in misfits[:MAX_TOLD]])


def _detail(misfit: Misfit) -> dict[str, str]:
    kind = STALE if misfit.stale else "operation"
    told = {"field": misfit.path, "message": misfit.reason, "type": kind, "hint": misfit.hint}
    return told if misfit.operation is None else told | {"operation": str(misfit.operation)}


def _remark(misfit: Misfit) -> dict[str, str]:
    severity = Severity.WARNING
    return finding_json(Finding(STALE, severity, misfit.path, misfit.reason, misfit.hint))


def summary_of(task: Task, state: DocumentState) -> str:
    """What was done; no figure, since nobody read the document."""
    plan = PlanSource.model_validate(task.request["plan"])
    title = str(task.request["prompt"]).splitlines()[0][:120]
    data = ", ".join(state.slots[slot].name for slot in plan.slots)
    over = f"over {data}" if data else "in another brand"
    told = (
        f"{title}: the plan of {plan.run_id}, revision {plan.revision}, {over}. No model was used."
    )
    stale = len(state.remarks)
    places = "1 place rests" if stale == 1 else f"{stale} places rest"
    return f"{told} {places} on the data before: see quality." if stale else told
