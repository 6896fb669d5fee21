"""The `Model` port over the Messages API, streamed, with the SDK's own retries switched off.

The SDK would obey any `retry-after` while a Lambda function is paid for; here a busy provider is an
outcome (`ModelBusy`), a broken call is repeated while nothing was answered and time is left, and
everything else is a fault for the state machine. The client, and with it the pool of connections,
lives as long as the function's environment.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2
from anthropic import Anthropic
from anthropic.types import Message

from docsmith.adapters.leashed import Connection, leashed, pause
from docsmith.adapters.model_answers import (
    busy_or_none,
    fault_of,
    is_overflow,
    may_repeat,
    overflow,
    turn_of,
)
from docsmith.adapters.model_params import params_of
from docsmith.agent.model import UNLEASHED, Leash, ModelRequest
from docsmith.agent.turns import Json, Turn
from docsmith.domain.clock import Clock
from docsmith.domain.errors import UpstreamError

if TYPE_CHECKING:
    from anthropic.lib.bedrock import AnthropicBedrock

    Client = Anthropic | AnthropicBedrock
    Call = Callable[[Client, Connection], tuple[Message, frozenset[int]]]

TRIES = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 8.0
SILENCE_S = 120.0
"""How long a stream may say nothing: the provider sends pings while a model thinks."""
TOKENS_PER_S = 40
"""Slow on purpose: what a model writes surely in the time left."""
LEAST_TOKENS = 1_024
SUMMARY_TOKENS = 8_000
COMPACTION = "compact-2026-09-04"
_TIMEOUT = httpx2.Timeout(SILENCE_S, connect=5.0)


@dataclass(frozen=True, slots=True)
class AnthropicModel:
    """`client` answers the client to use now; `spread` is a number in 0..1 that spreads pauses."""

    client: "Callable[[], Client]"
    clock: Clock
    sleep: Callable[[float], None]
    spread: Callable[[], float]

    def complete(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        params = params_of(request, max_tokens=tokens_within(request.max_tokens, leash))
        return self._until_answered(request.model, partial(_stream, params), leash)

    def summarize(self, request: ModelRequest, leash: Leash = UNLEASHED) -> Turn:
        """The conversation as one signed block, to stand first in what is sent later."""
        room = min(SUMMARY_TOKENS, request.max_tokens)
        params = params_of(request, max_tokens=tokens_within(room, leash))
        params = {name: params[name] for name in params if name != "output_config"}
        turn = self._until_answered(request.model, partial(_compact, params), leash)
        if not any(block.get("type") == "compaction" for block in turn.blocks):
            raise UpstreamError("The provider gave no summary.")
        return turn

    def _until_answered(self, model: str, call: "Call", leash: Leash) -> Turn:
        """Repeats a call that broke before its answer; every other error becomes one of ours."""
        for number in range(1, TRIES + 1):
            try:
                message, cut = leashed(partial(call, self.client()), leash)
                return turn_of(message, model=model, cut=cut)
            except anthropic.AnthropicError as error:
                if is_overflow(error):
                    return overflow(model)
                busy = busy_or_none(error, clock=self.clock)
                if busy is not None:
                    raise busy from error
                if number == TRIES or not may_repeat(error):
                    raise fault_of(error) from error
            pause(self._pause_s(number), leash, self.sleep)
        raise AssertionError("the last try returns or raises")

    def _pause_s(self, number: int) -> float:
        longest = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (number - 1))
        return longest * (0.5 + 0.5 * self.spread())


def tokens_within(wanted: int, leash: Leash) -> int:
    """What may be written in the time left, at most what was wanted."""
    within = leash.seconds_left() * TOKENS_PER_S
    return int(min(wanted, max(LEAST_TOKENS, within)))


def _stream(
    params: Json, client: "Client", connection: Connection
) -> tuple[Message, frozenset[int]]:
    """The whole message, and which of its tool calls were cut off."""
    written: dict[int, str] = {}
    try:
        with _opened(client, params) as stream:
            connection.opened(stream.response)
            for event in stream:
                if event.type == "content_block_delta" and event.delta.type == "input_json_delta":
                    written[event.index] = written.get(event.index, "") + event.delta.partial_json
            message: Message = stream.get_final_message()
    except (httpx2.HTTPError, ValueError, IndexError, AssertionError) as broken:
        # What the SDK lets through: a connection that breaks inside the stream, events that are no
        # JSON or stand in no order, a stream that ends before its message began.
        raise fault_of(broken) from broken
    return message, frozenset(index for index, text in written.items() if not _is_json(text))


def _opened(client: "Client", params: Json) -> Any:
    """A stream; a conversation that begins with a summary is taken by the beta interface alone."""
    messages: list[Json] = params["messages"]
    if messages and messages[0]["content"][0].get("type") == "compaction":
        return client.beta.messages.stream(**params, betas=[COMPACTION], timeout=_TIMEOUT)
    return client.messages.stream(**params, timeout=_TIMEOUT)


def _compact(
    params: Json, client: "Client", connection: Connection
) -> tuple[Message, frozenset[int]]:
    """A summary of the conversation. It comes at once, not as a stream."""
    del connection
    beta: Any = client.beta.messages
    wanted = {"compaction": {"type": "summarize"}, "betas": [COMPACTION]}
    return beta.create(**params, **wanted, timeout=_TIMEOUT), frozenset()


def _is_json(text: str) -> bool:
    try:
        json.loads(text or "{}")
    except ValueError:
        return False
    return True


def anthropic_client(*, base_url: str | None = None) -> Anthropic:
    """A client without a key: `with_key` adds the one of the moment, and keeps the connections."""
    return Anthropic(api_key="none", base_url=base_url, max_retries=0, http_client=pooled_http())


def with_key(client: Anthropic, key: Callable[[], str]) -> Callable[[], Anthropic]:
    return lambda: client.with_options(api_key=key())


def pooled_http() -> Any:
    """Idle connections are kept for the pauses between turns, in which a document is written."""
    limits = httpx2.Limits(max_connections=10, max_keepalive_connections=4, keepalive_expiry=120.0)
    return anthropic.DefaultHttpxClient(limits=limits, follow_redirects=False)
