"""What a history says of its present task: the one that the last message from `brief` began.

Counted and read here, judged in `decide`.
"""

from itertools import pairwise

from docsmith.agent.brief import is_task
from docsmith.agent.compact import is_digest, turns_before
from docsmith.agent.tools import Tool
from docsmith.agent.turns import (
    Entry,
    History,
    StopReason,
    ToolCall,
    ToolResult,
    ToolResults,
    Turn,
    UserMessage,
)
from docsmith.agent.wire import as_list, parsed


def blocking(history: History) -> list[object]:
    for turn, results in reversed(_exchanges(history)):
        for call in turn.calls:
            result = _result_of(call, results) if call.name == Tool.FINISH else None
            if found := as_list(parsed(result.content).get("findings")) if result else []:
                return found
    return []


def just_compacted(history: History) -> bool:
    """Whether nothing but overflows came since the digest, so that another gains nothing."""
    rest = [entry for entry in history.entries if not _overflowed(entry)]
    return isinstance(rest[-1], UserMessage) and is_digest(rest[-1]) if rest else False


def _overflowed(entry: Entry) -> bool:
    return isinstance(entry, Turn) and entry.stop is StopReason.CONTEXT_OVERFLOW


def _task_entries(history: History) -> tuple[Entry, ...]:
    for index in range(len(history.entries) - 1, -1, -1):
        entry = history.entries[index]
        if isinstance(entry, UserMessage) and is_task(entry):
            return history.entries[index:]
    return history.entries


def turns_used(history: History) -> int:
    task = _task_entries(history)
    turns = sum(isinstance(entry, Turn) for entry in task)
    return turns + sum(turns_before(entry) for entry in task if isinstance(entry, UserMessage))


def _exchanges(history: History) -> list[tuple[Turn, ToolResults]]:
    task = _task_entries(history)
    return [(a, b) for a, b in pairwise(task) if isinstance(a, Turn) and isinstance(b, ToolResults)]


def finish_call(history: History) -> ToolCall | None:
    exchanges = _exchanges(history)
    calls = exchanges[-1][0].calls if exchanges else ()
    return next((call for call in calls if call.name == Tool.FINISH), None)


def accepted(call: ToolCall, results: ToolResults) -> bool:
    result = _result_of(call, results)
    if result is None or result.is_error:
        return False
    return parsed(result.content).get("finished") is True


def _result_of(call: ToolCall, results: ToolResults) -> ToolResult | None:
    return next((result for result in results.results if result.call_id == call.id), None)


def refused_finishes(history: History) -> list[ToolCall]:
    return [
        call
        for turn, results in _exchanges(history)
        for call in turn.calls
        if call.name == Tool.FINISH and not accepted(call, results)
    ]


def failed_turns(history: History) -> int:
    """How many exchanges at the end held nothing but errors."""
    count = 0
    for _, results in reversed(_exchanges(history)):
        if not all(result.is_error for result in results.results):
            break
        count += 1
    return count


def idle_turns(history: History) -> int:
    """How many turns at the end called no tool, nudges between them passed over."""
    count = 0
    for entry in reversed(_task_entries(history)):
        if isinstance(entry, ToolResults):
            break
        count += isinstance(entry, Turn)
    return count


def text_of(turn: Turn) -> str:
    texts = [str(block.get("text", "")) for block in turn.blocks if block.get("type") == "text"]
    return "\n".join(texts).strip()
