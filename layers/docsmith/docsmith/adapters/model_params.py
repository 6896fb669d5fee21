"""A request as the Messages API takes it: tools, system, history, in an order that never changes.

The provider's cache matches by prefix, so the same history must always give the same bytes: blocks
go back as they came, keys keep their order, and marks for the cache stand where the call before had
its end. Knows no SDK: plain dictionaries out.
"""

from collections.abc import Mapping
from typing import Any

from docsmith.agent.model import ModelRequest, Picture, ToolSpec
from docsmith.agent.turns import History, Json, ToolResult, Turn, UserMessage

_CACHED = {"type": "ephemeral"}
_MARKED_MESSAGES = 2
"""The end of this call, to be read by the next one, and the end of the one before."""


def params_of(request: ModelRequest, *, max_tokens: int) -> Json:
    """The body of a call. No sampling parameters, forced tools, prefills: models refuse them."""
    params: Json = {
        "model": request.model,
        "max_tokens": max_tokens,
        "system": [{"type": "text", "text": request.system, "cache_control": _CACHED}],
        "messages": _marked(messages_of(request.history, request.pictures)),
    }
    if request.tools:
        params["tools"] = [_tool(spec) for spec in request.tools]
    output = _output_config(request)
    return params | ({"output_config": output} if output else {})


def messages_of(history: History, pictures: Mapping[str, Picture]) -> list[Json]:
    """The conversation. An answer without content is left out: the API takes no empty message."""
    messages: list[Json] = []
    for entry in history.entries:
        match entry:
            case UserMessage(text=text):
                content: list[Json] = [{"type": "text", "text": text}]
                messages.append({"role": "user", "content": content})
            case Turn(blocks=blocks):
                content = [dict(block) for block in blocks if _can_return(block)]
                messages += [{"role": "assistant", "content": content}] if content else []
            case _:
                content = [_result(result, pictures) for result in entry.results]
                messages.append({"role": "user", "content": content})
    return messages


def _can_return(block: Mapping[str, Any]) -> bool:
    """Not an empty text, nor thinking that was cut off before its signature: both are refused."""
    if block.get("type") == "text":
        return bool(str(block.get("text", "")).strip())
    return block.get("type") != "thinking" or bool(block.get("signature"))


def _result(result: ToolResult, pictures: Mapping[str, Picture]) -> Json:
    answer: Json = {"type": "tool_result", "tool_use_id": result.call_id, "content": result.content}
    shown = [pictures[key] for key in result.images if key in pictures]
    if shown:
        text: Json = {"type": "text", "text": result.content}
        answer["content"] = [text, *(_image(picture) for picture in shown)]
    return answer | ({"is_error": True} if result.is_error else {})


def _image(picture: Picture) -> Json:
    source = {"type": "base64", "media_type": picture.media_type, "data": picture.data}
    return {"type": "image", "source": source}


def _marked(messages: list[Json]) -> list[Json]:
    """Marks the ends of the last user messages; the last block of one can always be marked."""
    users = [index for index, message in enumerate(messages) if message["role"] == "user"]
    for index in users[-_MARKED_MESSAGES:]:
        content = messages[index]["content"]
        content[-1] = {**content[-1], "cache_control": _CACHED}
    return messages


def _tool(spec: ToolSpec) -> Json:
    return {
        "name": spec.name,
        "description": spec.description,
        "input_schema": spec.input_schema,
    }


def _output_config(request: ModelRequest) -> Json:
    config: Json = {}
    if request.effort is not None:
        config["effort"] = request.effort
    if request.output_schema is not None:
        config["format"] = {"type": "json_schema", "schema": request.output_schema}
    return config
