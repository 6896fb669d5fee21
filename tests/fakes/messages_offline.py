"""The offline author behind the Messages API: what a model would answer, without a script.

The body's messages are read back into our history, the author decides, and its turn becomes a
reply, with a thought before it so that signed thinking is on the way in every turn.
"""

from collections.abc import Mapping
from typing import Any

from tests.fakes.messages_script import Json, Reply

from docsmith.agent.model import ModelRequest, ToolSpec
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.turns import History, ToolCall, ToolResult, ToolResults, Turn, UserMessage


def offline_author(body: Json) -> Reply:
    """An `Author` for `MessagesApi`."""
    tools = tuple(ToolSpec.model_validate(tool) for tool in body.get("tools", []))
    request = ModelRequest(model="", system="", tools=tools, history=history_of(body))
    turn = OfflineModel().complete(request)
    reply = Reply().thinks("What comes next follows from what was answered.")
    for block in turn.blocks:
        if block["type"] == "text":
            reply = reply.says(block["text"])
        else:
            reply = reply.calls(block["name"], **block["input"])
    return reply


def history_of(body: Mapping[str, Any]) -> History:
    """The conversation in a request."""
    entries: list[UserMessage | Turn | ToolResults] = []
    for message in body["messages"]:
        content: list[Json] = message["content"]
        if message["role"] == "assistant":
            entries.append(Turn(blocks=tuple(content), calls=_calls(content)))
        elif content[0]["type"] == "tool_result":
            entries.append(ToolResults(results=tuple(_result(block) for block in content)))
        else:
            entries.append(UserMessage(text=content[0]["text"]))
    return History(entries=tuple(entries))


def _calls(content: list[Json]) -> tuple[ToolCall, ...]:
    uses = [block for block in content if block["type"] == "tool_use"]
    return tuple(ToolCall(id=b["id"], name=b["name"], arguments=b["input"]) for b in uses)


def _result(block: Json) -> ToolResult:
    told = block["content"]
    text = told if isinstance(told, str) else told[0]["text"]
    return ToolResult(
        call_id=block["tool_use_id"], content=text, is_error=block.get("is_error", False)
    )
