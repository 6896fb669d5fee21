"""What a model is sent for a task: its system text, its tools, the form of its answer.

Everything here is the same for every task of one kind and mode, byte by byte: it is the first part
of the prefix that the provider's cache holds.
"""

from collections.abc import Mapping
from functools import cache

from docsmith.agent.model import ModelRequest, Picture, ToolSpec
from docsmith.agent.outline import OUTLINE_SCHEMA
from docsmith.agent.prompt import outline_text, system_text, text_system_text
from docsmith.agent.tools import tool_specs
from docsmith.agent.turns import History, Json
from docsmith.documents.operations.formats import operations_of
from docsmith.domain.documents import format_of
from docsmith.domain.task import Kind, Task


def request_for(
    task: Task,
    history: History,
    *,
    model: str,
    max_tokens: int,
    pictures: Mapping[str, Picture],
) -> ModelRequest:
    """The request of the next call."""
    return ModelRequest(
        model=model,
        system=_system(task),
        tools=_tools(task),
        history=history,
        max_tokens=max_tokens,
        output_schema=OUTLINE_SCHEMA if task.kind is Kind.OUTLINE else None,
        pictures=pictures,
    )


def _system(task: Task) -> str:
    if task.kind is Kind.OUTLINE:
        return outline_text()
    format = format_of(task.kind)
    if format is None:
        return text_system_text(task.kind.value)
    return system_text(format, "action" if task.writes_document else "ask")


def _tools(task: Task) -> tuple[ToolSpec, ...]:
    """Short texts need none; whoever only answers may only read."""
    format = format_of(task.kind)
    if format is None:
        return ()
    return tool_specs(_schema(format), sources=True, read_only=not task.writes_document)


@cache
def _schema(format: str) -> Json:
    return operations_of(format).json_schema()
