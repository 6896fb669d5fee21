"""Render: the plan of a run with other data or another brand, as a run of its own, without a model.

The new run goes through the same machine as any other: admitted, claimed, gated, announced. Only
LoadDocument differs, which replays the plan instead of handing over to an author. The run that
the plan is taken from is only read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound, ValidationFailed
from docsmith.domain.rendering import NewData, PlanSource, Rendering, RenderRequest
from docsmith.domain.run import Revision, Run
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.ports import Objects
from docsmith.usecases.read_tasks import Read
from docsmith.usecases.records import Records
from docsmith.usecases.submit_generation import Caller, Line, SubmitGeneration, Submitted

DATA_KINDS = frozenset({"csv", "tsv", "json", "xlsx"})


@dataclass(frozen=True, slots=True)
class RenderRun:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    submit: SubmitGeneration
    clock: Clock

    def __call__(
        self, run_id: str, request: RenderRequest, caller: Caller, *, line: Line | None = None
    ) -> Submitted:
        """The task that makes the document, in a run of its own.

        Raises `NotFound` or `Gone` for the run, `ValidationFailed` when the data sources do not
        answer the plan's inputs one to one, and whatever `SubmitGeneration` raises. That the data
        do not fit the operations is only found by the task: it fails with `validation_error`.
        """
        read = Read(records=self.records, clock=self.clock)
        run = read.run(run_id, caller.organisation.organisation_id)
        revision = self._revision(run, request.revision)
        state = DocumentState.model_validate_json(self.objects.get(revision.state))
        plan = PlanSource(
            run_id=run.run_id,
            revision=revision.number,
            file_name=revision.file_name,
            slots=matched(request.data_sources or (), data_slots(state)),
        )
        title = run.title.strip() or "Document"
        rendering = Rendering.model_validate({**dict(request), "plan": plan, "prompt": title})
        return self.submit(rendering, run.kind, caller, line=line)

    def _revision(self, run: Run, number: int | None) -> Revision:
        if not run.kind.makes_document or not run.head:
            raise ValidationFailed("This run has no document yet: there is no plan to render.")
        stored = self.records.get(Revision, run.run_id, number or run.head)
        if stored is None:
            raise NotFound(f"There is no revision {number} of this run.")
        return stored.value


def data_slots(state: DocumentState) -> Mapping[str, str]:
    """The inputs that operations of a plan read as data, and the file that each was, in order."""
    read = set(_slots_in(state.ops))
    return {
        name: slot.name
        for name, slot in state.slots.items()
        if slot.kind in DATA_KINDS and name in read
    }


def _slots_in(value: Any) -> Iterator[str]:
    """Every value of a field `slot`, however deep."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if isinstance(fields.get("slot"), str):
            yield fields["slot"]
        for inner in fields.values():
            yield from _slots_in(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("Sequence[Any]", value):
            yield from _slots_in(inner)


def matched(given: Sequence[NewData], slots: Mapping[str, str]) -> tuple[str, ...]:
    """The slot of each new file: the one it names, else the next that none names.

    Raises `ValidationFailed`. Slots that nobody names keep their data only when every file names
    one: a list that is too short is a mistake more often than a wish.
    """
    named = [data.slot for data in given if data.slot is not None]
    for index, data in enumerate(given):
        field = f"data_sources.{index}.slot"
        if data.slot is not None and data.slot not in slots:
            raise _refused(field, f"The plan has no input '{data.slot}'", slots)
        if data.slot is not None and named.count(data.slot) > 1:
            raise _refused(field, f"The input '{data.slot}' is named twice", slots)
    free = [name for name in slots if name not in named]
    unnamed = len(given) - len(named)
    if unnamed and unnamed != len(free):
        reason = f"The plan reads {_files(len(slots))}, this gives {_files(len(given))}"
        raise _refused("data_sources", reason, slots)
    rest = iter(free)
    return tuple(data.slot or next(rest) for data in given)


def _files(count: int) -> str:
    return f"{count} data source" if count == 1 else f"{count} data sources"


def _refused(field: str, reason: str, slots: Mapping[str, str]) -> ValidationFailed:
    listed = ", ".join(f"{name} ({file})" for name, file in slots.items()) or "none"
    message = f"{reason}. Its inputs: {listed}."
    detail = [{"field": field, "message": message, "type": "data_sources"}]
    return ValidationFailed(message, detail=detail)
