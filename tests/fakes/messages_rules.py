"""What the Messages API refuses, as far as we must keep to it: `problem_of` a body.

Strict where the provider is: no forced tool, no sampling parameters, no prefill, every tool call
answered in the next message, thinking blocks as they were signed, at most four marks of the cache.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_SAMPLING = ("temperature", "top_p", "top_k")
_MARKS = 4


def problem_of(body: Json) -> str | None:
    """The first rule that a request breaks, in words; None when it is in order."""
    return next(_problems(body), None)


def signature_of(thinking: str, model: str, before: list[Json]) -> str:
    """Binds thinking to the model and to the conversation that it came from."""
    text = json.dumps([model, thinking, [plain(message) for message in before]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def summary_signature(content: str) -> str:
    return hashlib.sha256(f"summary:{content}".encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value without the marks of the cache, which are no content."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "cache_control"}
    return [plain(item) for item in value] if isinstance(value, list) else value


def _problems(body: Json) -> Iterator[str]:
    for name in _SAMPLING:
        if name in body:
            yield f"{name}: this model takes no sampling parameters"
    if body.get("tool_choice", {}).get("type") in ("any", "tool"):
        yield "tool_choice: this model cannot be forced to use a tool"
    if "budget_tokens" in body.get("thinking", {}):
        yield "thinking: this model takes no budget"
    if not body.get("max_tokens"):
        yield "max_tokens: required"
    if json.dumps(body).count('"cache_control"') > _MARKS:
        yield f"cache_control: at most {_MARKS} marks"
    if "compaction" in body and "output_config" in body:
        yield "compaction: not together with output_config"
    yield from _in_messages(body)


def _in_messages(body: Json) -> Iterator[str]:
    messages: list[Json] = body.get("messages", [])
    if not messages:
        yield "messages: at least one"
    for index, message in enumerate(messages):
        if not message["content"]:
            yield f"messages.{index}: content must not be empty"
        for place, block in enumerate(message["content"]):
            if block["type"] == "compaction":
                yield from _in_summary(block, index + place)
            if block["type"] == "text" and not block["text"].strip():
                yield f"messages.{index}: text content blocks must be non-empty"
            if block["type"] == "thinking":
                yield from _in_thinking(block, body["model"], messages[:index], index)
        following = messages[index + 1] if index + 1 < len(messages) else None
        yield from _unanswered(message, following, index)
    if messages and messages[-1]["role"] == "assistant" and not _is_paused(messages[-1]):
        yield "messages: this model does not support assistant message prefill"


def _in_thinking(block: Json, model: str, before: list[Json], index: int) -> Iterator[str]:
    if block["signature"] != signature_of(block["thinking"], model, before):
        yield f"messages.{index}: thinking blocks cannot be modified or moved"


def _in_summary(block: Json, place: int) -> Iterator[str]:
    if place:
        yield "compaction: the block is not the first of the conversation"
    if block["signature"] != summary_signature(block["content"]):
        yield "compaction: the content differs from what its signature recorded"


def _unanswered(message: Json, following: Json | None, index: int) -> Iterator[str]:
    used = [block["id"] for block in message["content"] if block["type"] == "tool_use"]
    answered = [
        block["tool_use_id"]
        for block in (following or {"content": []})["content"]
        if block["type"] == "tool_result"
    ]
    if used and used != answered:
        yield f"messages.{index}: tool_use without its tool_result in the next message"


def _is_paused(message: Json) -> bool:
    """Our scripts pause with a text that says so; a pause is the one answer that may stand last."""
    return any("(paused)" in str(block.get("text", "")) for block in message["content"])
