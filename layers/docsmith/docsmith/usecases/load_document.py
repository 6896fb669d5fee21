"""Load: fetch what the request names, read it, and lay out the state that the agent starts from."""

import json
from dataclasses import dataclass
from typing import Any

from docsmith.documents.errors import UnreadableSource
from docsmith.documents.model import Format
from docsmith.documents.sources import describe, read_source
from docsmith.domain.errors import NotFound, UnreadableFile
from docsmith.domain.files import StoredFile
from docsmith.domain.run import Revision
from docsmith.domain.task import Task
from docsmith.usecases.claims import advance
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To, failed


@dataclass(frozen=True, slots=True)
class LoadDocument:
    """The step with what it needs. `max_rows` bounds a data source."""

    records: Records
    objects: Objects
    max_rows: int

    def __call__(self, task: Task) -> StepResult:
        revision = self._base_revision(task)
        state = self._start(task, revision)
        described: list[dict[str, Any]] = []
        try:
            for source in task.request.get("data_sources", ()):
                state, fact = self._source(state, source)
                described.append(fact)
        except UnreadableFile as unreadable:
            return failed(unreadable)
        pointers = task.pointers.with_(
            sources=self._write(task, "sources", json.dumps(described, ensure_ascii=False)),
            state=self._write(task, "state", state.model_dump_json()),
        )
        advance(task, records=self.records, pointers=pointers)
        restore = revision is not None and revision.conversation is not None
        return StepResult(outcome=To.RESTORE if restore else To.OK)

    def _base_revision(self, task: Task) -> Revision | None:
        if task.base_revision is None:
            return None
        stored = self.records.get(Revision, task.run_id, task.base_revision)
        if stored is None:
            raise NotFound("The revision to go on from is not there.")
        return stored.value

    def _start(self, task: Task, revision: Revision | None) -> DocumentState:
        """An uploaded document wins over the run's own; else the run's head; else an empty one."""
        init = task.request.get("init_file")
        if init is not None:
            return DocumentState(format=Format(task.kind.value), base=self._file(init).key)
        if revision is not None:
            return DocumentState.model_validate_json(self.objects.get(revision.state))
        return DocumentState(format=Format(task.kind.value))

    def _source(
        self, state: DocumentState, source: dict[str, str]
    ) -> tuple[DocumentState, dict[str, Any]]:
        file = self._file(source["file_id"])
        content = self.objects.get(file.key)
        try:
            table = read_source(
                content, kind=source["kind"], name=file.name, max_rows=self.max_rows
            )
        except UnreadableSource as unreadable:
            raise UnreadableFile(f"{file.name}: {unreadable.reason}") from unreadable
        state, slot = state.with_file(file, kind=source["kind"], content=content)
        return state, {"slot": slot, **describe(table)}

    def _file(self, file_id: str) -> StoredFile:
        stored = self.records.get(StoredFile, file_id)
        if stored is None:
            raise UnreadableFile(f"The file {file_id} was deleted.")
        return stored.value

    def _write(self, task: Task, name: str, text: str) -> str:
        key = step_key(task, name)
        self.objects.put_new(key, text.encode(), content_type="application/json")
        return key
