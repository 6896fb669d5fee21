"""What the Messages API answered, as our values: a message as a turn, an error as ours.

Which errors mean what:

    429, 529, `rate_limit_error` and `overloaded_error` in a stream    ModelBusy, with its wait
    413, and 400 that names the context                                a turn, CONTEXT_OVERFLOW
    other 4xx: key, model or request were refused                      ModelFailed, not repeated
    5xx, connection, time-out, cut or malformed stream                 UpstreamError, repeated
"""

import logging
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import anthropic
import httpx2
from anthropic.types import Message
from anthropic.types import Usage as Counted

from docsmith.agent.model import ModelBusy
from docsmith.agent.turns import Json, StopReason, ToolCall, Turn, Usage
from docsmith.agent.wire import as_object
from docsmith.domain.clock import Clock
from docsmith.domain.errors import ModelFailed, UpstreamError

LONGEST_WAIT_S = 900.0
_RATE_LIMITED, _OVERLOADED = 429, 529
_DEFAULT_WAIT_S = {_RATE_LIMITED: 30.0, _OVERLOADED: 15.0}
_BUSY_TYPES = {
    "rate_limit_error": _RATE_LIMITED,
    "throttlingException": _RATE_LIMITED,
    "overloaded_error": _OVERLOADED,
    "serviceUnavailableException": _OVERLOADED,
}
_CONTEXT_WORDS = ("prompt is too long", "context limit", "context window", "input is too long")
_STOPS = {
    "end_turn": StopReason.END_TURN,
    "stop_sequence": StopReason.END_TURN,
    "compaction": StopReason.END_TURN,
    "tool_use": StopReason.TOOL_USE,
    "max_tokens": StopReason.MAX_TOKENS,
    "pause_turn": StopReason.PAUSE_TURN,
    "refusal": StopReason.REFUSAL,
    "model_context_window_exceeded": StopReason.CONTEXT_OVERFLOW,
}

_log = logging.getLogger("docsmith")


def turn_of(message: Message, *, model: str, cut: frozenset[int]) -> Turn:
    """The message with its blocks verbatim. `cut` are the positions of unfinished tool calls.

    `model` is what was asked for: a run is pinned to it, and the price table knows it. Raises
    `UpstreamError` for a message without a known end.
    """
    stop = _STOPS.get(message.stop_reason or "")
    if stop is None:
        raise UpstreamError("The model's answer broke off.")
    calls = tuple(
        ToolCall(id=block.id, name=block.name, arguments=_arguments(block), cut=index in cut)
        for index, block in enumerate(message.content)
        if block.type == "tool_use"
    )
    return Turn(
        blocks=tuple(block_of(block) for block in message.content),
        calls=calls,
        usage=usage_of(message.usage),
        stop=stop,
        model=model,
    )


def block_of(block: Any) -> Json:
    """A content block as the provider sent it: nothing added, nothing left out."""
    return block.model_dump(mode="json", by_alias=True, exclude_unset=True)


def usage_of(usage: Counted) -> Usage:
    return Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cache_read_input_tokens or 0,
        cache_write_tokens=usage.cache_creation_input_tokens or 0,
    )


def overflow(model: str) -> Turn:
    """The turn that a request too long for the model amounts to."""
    return Turn(blocks=(), stop=StopReason.CONTEXT_OVERFLOW, model=model)


def is_overflow(error: Exception) -> bool:
    if isinstance(error, anthropic.ContentTooLargeError):
        return True
    told = isinstance(error, anthropic.BadRequestError)
    return told and any(words in str(error).lower() for words in _CONTEXT_WORDS)


def busy_or_none(error: Exception, *, clock: Clock) -> ModelBusy | None:
    """The wait that the provider asks for, when that is what the error says."""
    if not isinstance(error, anthropic.APIStatusError):
        return None
    kind = error.status_code
    if kind not in _DEFAULT_WAIT_S:
        kind = _BUSY_TYPES.get(str(error.type), 0)
    if not kind:
        return None
    wait = _retry_after(error.response.headers, clock)
    return ModelBusy(min(LONGEST_WAIT_S, _DEFAULT_WAIT_S[kind] if wait is None else wait))


def fault_of(error: Exception) -> ModelFailed | UpstreamError:
    """What a step is told of an error that is no outcome. Details go to the log, not to clients."""
    if isinstance(error, anthropic.APIStatusError):
        known = {"status": error.status_code, "type": error.type, "request": error.request_id}
        _log.warning("the provider answered with an error", extra={"provider": known})
        if 400 <= error.status_code < 500 and not may_repeat(error):
            return ModelFailed(_REFUSALS.get(error.status_code))
        return UpstreamError("The model's provider reported an error.")
    _log.warning("the call of the provider broke", extra={"error": type(error).__name__})
    return UpstreamError("The model's answer broke off.")


def may_repeat(error: Exception) -> bool:
    """Whether the same call may work at once: nothing was answered, nothing billed.

    A time-out while reading is not repeated here: what was read by the model may be billed.
    """
    if isinstance(error, anthropic.APITimeoutError):
        return isinstance(error.__cause__, httpx2.ConnectTimeout)
    if isinstance(error, anthropic.APIStatusError):
        return error.status_code in (408, 409) or error.status_code >= 500
    return isinstance(error, anthropic.APIConnectionError)


_REFUSALS = {
    401: "The model's provider does not accept the key: set it with `docsmith secrets set`.",
    402: "The account at the model's provider cannot pay.",
    403: "The key lacks the permission for this model.",
    404: "The model's provider knows no model of this name.",
}


def _arguments(block: Any) -> Json:
    return as_object(block.input)


def _retry_after(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Seconds from `retry-after-ms` or `retry-after`, which may be a date; None when absent."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    try:
        until = parsedate_to_datetime(headers["retry-after"])
        return max(0.0, (until - clock()).total_seconds())
    except (KeyError, ValueError, TypeError):
        return None
