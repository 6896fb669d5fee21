"""The agent's tools on a document in memory: a loop that drives a `Model` from prompt to finish.

It runs the tools of `usecases.document_tools` on the real documents; only the storage between turns
is missing. Used to try the offline author end to end.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docsmith.agent.brief import compose_user_message
from docsmith.agent.decide import CallModel, Compact, ExecutePlan, Fail, Finish, Limits, next_action
from docsmith.agent.model import Model, ModelRequest
from docsmith.agent.turns import History, Json, ToolResults, UserMessage
from docsmith.documents.interface import render
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.sources import describe, read_input
from docsmith.usecases.document_tools import Workbench

MAX_ROWS = 200_000
TODAY = "2026-11-24"


@dataclass(frozen=True, slots=True)
class Session:
    """A run in memory: its document, its conversation, how the last task ended."""

    model: Model
    document: Document
    history: History = field(default_factory=History)
    ended: Finish | Fail | None = None

    @property
    def bytes(self) -> bytes:
        return render(self.document)

    @property
    def summary(self) -> str:
        assert isinstance(self.ended, Finish), self.ended
        return self.ended.summary

    def ask(self, prompt: str, *, described: bool = True, today: str | None = TODAY) -> "Session":
        """Run one task to its end. Without `described` the model has to read its sources first."""
        sources = [
            {"slot": slot, "name": given.name}
            | (describe(read_input(given, max_rows=MAX_ROWS)) if described else {})
            for slot, given in self.document.inputs.items()
        ]
        text = compose_user_message(
            prompt,
            self.document.format.value,
            sources,
            resuming=bool(self.document.ops),
            today=today,
        )
        return self._run(self.history.plus(UserMessage(text=text)))

    def _run(self, history: History) -> "Session":
        bench = Workbench(document=self.document, max_rows=MAX_ROWS)
        while True:
            action = next_action(history, Limits())
            match action:
                case Finish() | Fail():
                    return Session(self.model, bench.document, history, action)
                case CallModel():
                    request = ModelRequest(model="", system="", tools=(), history=history)
                    history = history.plus(self.model.complete(request))
                case ExecutePlan(calls=calls):
                    results = []
                    for call in calls:
                        bench, result = bench.run(call)
                        results.append(result)
                    history = history.plus(ToolResults(results=tuple(results)))
                case Compact():
                    raise AssertionError("no history of a test is that long")


def session(model: Model, *files: Path, format: Format = Format.EXCEL) -> Session:
    """A new run with these files as its data sources, in slots `data1`, `data2` …"""
    inputs = {f"data{number}": _input(path) for number, path in enumerate(files, 1)}
    return Session(model, Document(format=format, inputs=inputs))


def calls_of(history: History) -> Sequence[tuple[str, Mapping[str, object]]]:
    """Every call the model made, in order."""
    calls: list[tuple[str, Json]] = []
    for entry in history.entries:
        calls += [(call.name, call.arguments) for call in getattr(entry, "calls", ())]
    return calls


def _input(path: Path) -> Input:
    content = path.read_bytes()
    kind = path.suffix.lstrip(".")
    return Input(kind, path.name, content, hashlib.sha256(content).hexdigest())
