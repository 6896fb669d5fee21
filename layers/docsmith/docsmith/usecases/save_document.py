"""Save: pass the document through the gate, fold its operations into the file, store it.

The view that the editor reads is written beside it.
"""

import hashlib
from dataclasses import dataclass

from docsmith.documents.gate import MAX_WARNINGS, Verdict, finding_json, finding_of, verdict
from docsmith.documents.interface import check, checks_of, project, render
from docsmith.documents.model import Document
from docsmith.domain.documents import ending_of, media_type_of
from docsmith.domain.errors import QualityGateFailed, StorageError
from docsmith.domain.run import Run
from docsmith.domain.task import Task
from docsmith.domain.work import Draft
from docsmith.usecases.claims import advance
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.name_document import file_name_of
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.replay_plan import misfit_of
from docsmith.usecases.step import StepResult, To, failed
from docsmith.usecases.store_view import store_view


@dataclass(frozen=True, slots=True)
class SaveDocument:
    """The step with what it needs."""

    records: Records
    objects: Objects

    def __call__(self, task: Task) -> StepResult:
        """Raises `QualityGateFailed` when a blocking finding stands; of a plan that is replayed,
        the operations at fault are told instead.
        """
        state, document = self._read(task)
        remarks = (finding_of(remark) for remark in state.remarks)
        gate = verdict((*check(document), *remarks), checks_of(document.format))
        if task.replays and not gate.passed:
            return failed(misfit_of(document, gate.blocking))
        _must_pass(gate)
        content = render(document)
        ending = ending_of(task.kind)
        key = step_key(task, "document", suffix=ending)
        self.objects.put_new(key, content, content_type=media_type_of(task.kind))
        stem = step_key(task, "view").removesuffix(".json")
        view = store_view(project(document), stem, self.objects, task)
        run = self.records.get(Run, task.run_id)
        draft = Draft(
            number=(run.value.head if run else 0) + 1,
            file_name=file_name_of(task, content, self.records),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            schema_version=state.schema_version,
        )
        pointers = task.pointers.with_(document=key, view=view)
        quality = gate.as_json()
        advance(task, records=self.records, pointers=pointers, draft=draft, quality=quality)
        return StepResult(outcome=To.OK)

    def _read(self, task: Task) -> tuple[DocumentState, Document]:
        if task.pointers.state is None:
            raise StorageError("There is no document to save.")
        state = DocumentState.model_validate_json(self.objects.get(task.pointers.state))
        return state, state.document(self.objects)


def _must_pass(gate: Verdict) -> None:
    if not gate.passed:
        first = gate.blocking[0]
        raise QualityGateFailed(
            f"{len(gate.blocking)} blocking findings; the first: {first.message} ({first.place})",
            findings=[finding_json(finding) for finding in gate.blocking[:MAX_WARNINGS]],
        )
