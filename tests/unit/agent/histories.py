"""Histories for tests, written short."""

from docsmith.agent.brief import compose_user_message
from docsmith.agent.turns import (
    History,
    Json,
    StopReason,
    ToolCall,
    ToolResult,
    ToolResults,
    Turn,
    Usage,
    UserMessage,
)
from docsmith.agent.wire import canonical


def task(prompt: str = "Create a report", **facts: object) -> UserMessage:
    return UserMessage(text=compose_user_message(prompt, "excel", **facts))  # type: ignore[arg-type]


def says(text: str, stop: StopReason = StopReason.END_TURN, tokens: int = 0) -> Turn:
    return Turn(
        blocks=({"type": "text", "text": text},), stop=stop, usage=Usage(input_tokens=tokens)
    )


def calls(name: str, number: int = 0, tokens: int = 0, **arguments: object) -> Turn:
    call = ToolCall(id=f"call_{number}", name=name, arguments=arguments)
    block = {"type": "tool_use", "id": call.id, "name": name, "input": arguments}
    return Turn(
        blocks=(block,),
        calls=(call,),
        stop=StopReason.TOOL_USE,
        usage=Usage(input_tokens=tokens),
    )


def answer(content: Json, number: int = 0, is_error: bool = False) -> ToolResults:
    text = canonical(content)
    result = ToolResult(call_id=f"call_{number}", content=text, is_error=is_error)
    return ToolResults(results=(result,))


def history(*entries: UserMessage | Turn | ToolResults) -> History:
    return History(entries=entries)
