"""The second net: Step Functions says that an execution ended badly. May come late or twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.domain.task import Task
from docsmith.usecases.records import Records
from docsmith.usecases.sweep import Sweep


@dataclass(frozen=True, slots=True)
class SettleExecution:
    """The use case with what it needs."""

    records: Records
    sweep: Sweep

    def __call__(self, detail: Mapping[str, Any]) -> str:
        """`detail` is the event's; returns the name of the repair."""
        name = str(detail.get("name", ""))
        task_id = name.rpartition("-")[0] or self._named_in(detail)
        stored = self.records.get(Task, task_id)
        if stored is None:
            return "unknown"
        if stored.value.is_terminal or stored.value.execution_name != name:
            return "settled"
        return self.sweep.settle_task(stored)

    def _named_in(self, detail: Mapping[str, Any]) -> str:
        try:
            return str(json.loads(str(detail.get("input") or "{}")).get("task_id", ""))
        except ValueError:
            return ""
