"""Load: fetch what the request names, read it, and lay out the state that the agent starts from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.documents.errors import DocumentError
from docsmith.documents.interface import read
from docsmith.documents.model import Format, Scope
from docsmith.domain.documents import ending_of, format_of
from docsmith.domain.errors import InvalidRequest, NotFound, UnreadableFile
from docsmith.domain.run import Revision
from docsmith.domain.task import Kind, Task
from docsmith.usecases.claims import advance
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.load_inputs import LoadInputs
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.replay_plan import ReplayPlan, summary_of
from docsmith.usecases.step import StepResult, To, failed

_FOLDERS = {b"xl/": Format.EXCEL, b"word/": Format.WORD, b"ppt/": Format.SLIDES}


@dataclass(frozen=True, slots=True)
class LoadDocument:
    """The step with what it needs. `max_rows` bounds a data source."""

    records: Records
    objects: Objects
    max_rows: int

    def __call__(self, task: Task, fetched: Mapping[str, Any] | None = None) -> StepResult:
        """`fetched` is what became of the brand's logo, once somebody was sent for it."""
        format = format_of(task.kind)
        if format is None or _is_under_way(task):
            return StepResult(outcome=To.OK)
        brand: Mapping[str, Any] = task.request.get("brand") or {}
        logo = brand.get("logo_url")
        if logo and fetched is None:
            return StepResult(outcome=To.FETCH, facts={"url": logo})
        if task.replays:
            return self._replay(task, fetched)
        revision = self._base_revision(task)
        try:
            state = self._start(task, Format(format), revision)
            state, facts = self._inputs(task, state, fetched)
        except UnreadableFile as unreadable:
            return failed(unreadable)
        pointers = task.pointers.with_(
            sources=self._write(task, "sources", json.dumps(facts, ensure_ascii=False)),
            state=self._write(task, "state", state.model_dump_json()),
        )
        advance(task, records=self.records, pointers=pointers)
        return StepResult(outcome=To.OK if revision is None else To.RESTORE)

    def _replay(self, task: Task, fetched: Mapping[str, Any] | None) -> StepResult:
        """A plan instead of an author: the document stands when it is loaded."""
        replay = ReplayPlan(records=self.records, objects=self.objects, inputs=self._inputs)
        try:
            state = replay(task, fetched)
        except InvalidRequest as misfit:
            return failed(misfit)
        pointers = task.pointers.with_(state=self._write(task, "state", state.model_dump_json()))
        advance(task, records=self.records, pointers=pointers, summary=summary_of(task, state))
        return StepResult(outcome=To.SAVE)

    @property
    def _inputs(self) -> LoadInputs:
        return LoadInputs(records=self.records, objects=self.objects, max_rows=self.max_rows)

    def _base_revision(self, task: Task) -> Revision | None:
        if task.base_revision is None:
            return None
        stored = self.records.get(Revision, task.run_id, task.base_revision)
        if stored is None:
            raise NotFound("The revision to go on from is not there.")
        return stored.value

    def _start(self, task: Task, format: Format, revision: Revision | None) -> DocumentState:
        """An uploaded document wins over the run's own; else the run's head; else an empty one."""
        init = task.request.get("init_file")
        if init is not None:
            return self._uploaded(task, format, str(init))
        if revision is not None:
            return DocumentState.model_validate_json(self.objects.get(revision.state))
        return DocumentState(format=format)

    def _uploaded(self, task: Task, format: Format, file_id: str) -> DocumentState:
        """The state that stands on an uploaded document. Raises `UnreadableFile`."""
        file, key, content = self._inputs.copied(task, file_id)
        held = _format_in(content)
        if held is not None and held is not format:
            wanted = ending_of(Kind(format.value))
            raise UnreadableFile(f"{file.name}: this is no .{wanted} file but a .{held.extension}.")
        state = DocumentState(format=format, base=key)
        try:
            read(state.document(self.objects), Scope())
        except DocumentError as unreadable:
            raise UnreadableFile(f"{file.name}: {unreadable}") from unreadable
        return state

    def _write(self, task: Task, name: str, text: str) -> str:
        key = step_key(task, name)
        self.objects.put_new(key, text.encode(), content_type="application/json")
        return key


def _is_under_way(task: Task) -> bool:
    """A restarted task goes on with the document that its conversation speaks of."""
    return task.pointers.state is not None and task.pointers.conversation is not None


def _format_in(content: bytes) -> Format | None:
    """What an Office file holds, by the folders that its directory names; None for other files."""
    directory = content[-65_536:]
    found = [format for folder, format in _FOLDERS.items() if folder in directory]
    return found[0] if len(found) == 1 and content.startswith(b"PK") else None
