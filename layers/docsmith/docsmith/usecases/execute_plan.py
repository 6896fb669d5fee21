"""Run what the model asked for: every call of the last turn, in order, each with an answer.

A plan that was run already, by a try whose answer was lost, is not run on top of itself.
"""

import json
from dataclasses import dataclass

from docsmith.agent.turns import ToolCall, ToolResult, ToolResults
from docsmith.domain.errors import StorageError
from docsmith.domain.task import Task
from docsmith.usecases.claims import advance
from docsmith.usecases.document_state import DocumentState
from docsmith.usecases.document_tools import Workbench
from docsmith.usecases.objects import step_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Records
from docsmith.usecases.step import StepResult, To


@dataclass(frozen=True, slots=True)
class ExecutePlan:
    """The step with what it needs. `max_rows` bounds a data source."""

    records: Records
    objects: Objects
    max_rows: int

    def __call__(self, task: Task) -> StepResult:
        state, calls = self._read(task)
        if self._was_run(task, calls):
            return StepResult(outcome=To.FINISH if task.summary else To.OK)
        bench = Workbench(
            document=state.document(self.objects), max_rows=self.max_rows, slots=state.slots
        )
        results: list[ToolResult] = []
        for call in calls:
            bench, result = bench.run(call)
            results.append(result)
        pointers = task.pointers.with_(
            state=self._write(task, "state", state.after(bench.document).model_dump_json()),
            results=self._write(
                task, "results", ToolResults(results=tuple(results)).model_dump_json()
            ),
        )
        finished = {"summary": bench.summary} if bench.summary is not None else {}
        advance(task, records=self.records, pointers=pointers, **finished)
        return StepResult(outcome=To.FINISH if finished else To.OK)

    def _was_run(self, task: Task, calls: list[ToolCall]) -> bool:
        if task.pointers.results is None:
            return False
        known = ToolResults.model_validate_json(self.objects.get(task.pointers.results))
        return [result.call_id for result in known.results] == [call.id for call in calls]

    def _read(self, task: Task) -> tuple[DocumentState, list[ToolCall]]:
        pointers = task.pointers
        if pointers.state is None or pointers.plan is None:
            raise StorageError("There is no plan to execute.")
        state = DocumentState.model_validate_json(self.objects.get(pointers.state))
        calls = json.loads(self.objects.get(pointers.plan))
        return state, [ToolCall.model_validate(call) for call in calls]

    def _write(self, task: Task, name: str, text: str) -> str:
        key = step_key(task, name)
        self.objects.put_new(key, text.encode(), content_type="application/json")
        return key
