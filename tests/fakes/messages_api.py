"""A Messages API on the loopback, so that the real SDK runs: streams, tools, usage, faults.

    with MessagesApi([Reply().says("Hello.")]) as api:
        client = anthropic_client(base_url=api.url)

It answers from a script, one answer a call, or asks an author: a function from the request's body
to an answer. Requests that the provider would refuse are refused (`messages_rules`), and what a
call reads from the prompt cache is found by comparing prefixes (`messages_cache`). Bedrock's path
and framing are served as well.
"""

import json
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from tests.fakes import event_stream
from tests.fakes.messages_cache import CHARACTERS_PER_TOKEN, Count, PrefixCache, size_of
from tests.fakes.messages_rules import problem_of, signature_of, summary_signature
from tests.fakes.messages_script import Answer, Json, Refusal, Reply

Author = Callable[[Json], Answer]
_PIECE = 40
_EVENT_AT_FAULT = 2
_BEDROCK = re.compile(r"^/model/(?P<model>[^/]+)/invoke-with-response-stream$")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was answered: its body, its key, what its input counted as."""

    body: Json
    key: str
    counted: Count
    output_tokens: int = 0


class MessagesApi:
    """The server. `window` is the longest input in tokens; `calls` is what came, in order.

    With `summarizes` it answers requests to compact; else the script does.
    """

    def __init__(
        self,
        script: Iterable[Answer] | Author,
        *,
        window: int = 1_000_000,
        summarizes: bool = False,
    ) -> None:
        self._summarizes = summarizes
        self._author = script if callable(script) else _reader(script)
        self._window = window
        self._cache = PrefixCache()
        self._lock = Lock()
        self._numbers = count(1)
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self.connections = 0
        self.gone = Event()
        """Set when a client hung up before its answer was complete."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and hang up on everybody: nobody waits for an answer that is still to come."""
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()

    def answer(self, body: Json, key: str) -> tuple[Answer, Count]:
        """What to answer, with thinking signed and calls numbered."""
        with self._lock:
            problem = problem_of(body)
            if problem is not None:
                self.problems.append(problem)
                return Refusal(400, message=problem), Count(0, 0, 0)
            size = size_of(body)
            if size > self._window:
                told = f"prompt is too long: {size} tokens > {self._window} maximum"
                return Refusal(400, message=told), Count(0, 0, 0)
            answer = self._author(body)
            if "compaction" in body and self._summarizes:
                answer = Reply().summarizes(f"What {len(body['messages'])} messages said.")
            if isinstance(answer, Refusal):
                return answer, Count(0, 0, 0)
            counted = self._cache.count(body)
            reply = self._finished(answer, body)
            self.calls.append(Call(body, key, counted, _tokens(reply)))
            return reply, counted

    def _finished(self, reply: Reply, body: Json) -> Reply:
        return reply.but(blocks=tuple(self._block(block, body) for block in reply.blocks))

    def _block(self, block: Json, body: Json) -> Json:
        if block["type"] == "thinking":
            signature = signature_of(block["thinking"], body["model"], body["messages"])
            return {**block, "signature": signature}
        if block["type"] == "compaction":
            return {**block, "signature": summary_signature(block["content"])}
        if block["type"] == "tool_use" and not block["id"]:
            return {**block, "id": f"toolu_{next(self._numbers):06d}"}
        return block


def _reader(script: Iterable[Answer]) -> Author:
    answers = iter(script)

    def read(body: Json) -> Answer:
        return next(answers, Refusal(500, message="The script is over."))

    return read


def message_of(reply: Reply, counted: Count, model: str) -> Json:
    """An answer that is no stream."""
    message = _head(counted, model)
    message["usage"]["output_tokens"] = _tokens(reply)
    return message | {"content": list(reply.blocks), "stop_reason": reply.reason}


def events_of(reply: Reply, counted: Count, model: str) -> Iterator[tuple[str, Json]]:
    """The events of an answer, in the order in which the provider streams them."""
    yield "message_start", {"message": _head(counted, model)}
    yield "ping", {}
    for index, block in enumerate(reply.blocks):
        last = index == len(reply.blocks) - 1
        yield "content_block_start", {"index": index, "content_block": _begun(block)}
        for delta in _deltas(block, halved=reply.unfinished and last):
            yield "content_block_delta", {"index": index, "delta": delta}
        yield "content_block_stop", {"index": index}
    delta = {"stop_reason": reply.reason, "stop_sequence": None}
    yield "message_delta", {"delta": delta, "usage": {"output_tokens": _tokens(reply)}}
    yield "message_stop", {}


def _head(counted: Count, model: str) -> Json:
    usage = {
        "input_tokens": counted.uncached,
        "cache_read_input_tokens": counted.read,
        "cache_creation_input_tokens": counted.written,
        "output_tokens": 1,
    }
    message: Json = {"id": "msg_1", "type": "message", "role": "assistant", "model": model}
    return message | {"content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}


def _begun(block: Json) -> Json:
    empty = {"text": "", "thinking": "", "signature": "", "input": {}}
    return {key: empty.get(key, value) for key, value in block.items()}


def _deltas(block: Json, *, halved: bool) -> Iterator[Json]:
    match block["type"]:
        case "text":
            yield from ({"type": "text_delta", "text": part} for part in _parts(block["text"]))
        case "thinking":
            for part in _parts(block["thinking"]):
                yield {"type": "thinking_delta", "thinking": part}
            yield {"type": "signature_delta", "signature": block["signature"]}
        case _:
            text = json.dumps(block["input"])
            text = text[: len(text) // 2] if halved else text
            for part in _parts(text):
                yield {"type": "input_json_delta", "partial_json": part}


def _parts(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


def _tokens(reply: Reply) -> int:
    """What an answer counts as output."""
    if reply.output_tokens is not None:
        return reply.output_tokens
    return 1 + len(json.dumps(reply.blocks)) // CHARACTERS_PER_TOKEN


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    api: MessagesApi

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.open: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.api.connections += 1
        self.open.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One connection, several requests: HTTP/1.1 with chunked streams."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: tests read `calls`."""

    def do_POST(self) -> None:
        body: Json = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self._bedrock = _BEDROCK.match(self.path)
        if self._bedrock:
            body |= {"model": unquote(self._bedrock["model"]), "stream": True}
        answer, counted = self.server.api.answer(body, self._key())
        if isinstance(answer, Refusal):
            self._send(answer.status, answer.body, answer.headers)
        elif not body.get("stream"):
            self._send(200, message_of(answer, counted, body["model"]), {})
        elif answer.first_byte_s and self._hung_up_within(answer.first_byte_s):
            self.server.api.gone.set()
        else:
            self._stream(answer, counted, body["model"])

    def _key(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def _send(self, status: int, body: Json, headers: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, reply: Reply, counted: Count, model: str) -> None:
        self.send_response(200)
        kind = "application/vnd.amazon.eventstream" if self._bedrock else "text/event-stream"
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.send_header("request-id", "req_1")
        self.end_headers()
        try:
            broken = self._events(reply, events_of(reply, counted, model))
        except OSError:
            self.server.api.gone.set()
        else:
            self._break() if broken else self.wfile.write(b"0\r\n\r\n")

    def _events(self, reply: Reply, events: Iterator[tuple[str, Json]]) -> bool:
        """Send them, faults included; answers whether the connection is to break now."""
        for number, (name, data) in enumerate(events):
            if number in (reply.cut_after, reply.ends_after):
                return number == reply.cut_after
            text = json.dumps({"type": name, **data})
            if number == _EVENT_AT_FAULT and reply.error is not None:
                fault = {"type": "error", "error": {"type": reply.error, "message": "No."}}
                name, text = "error", json.dumps(fault)
            if number == _EVENT_AT_FAULT and reply.garbled:
                text = "{not json"
            self._event(name, text)
            if reply.silent_after == number:
                self._hung_up_within(reply.silence_s)
        return False

    def _event(self, name: str, text: str) -> None:
        content = f"event: {name}\ndata: {text}\n\n".encode()
        if self._bedrock:
            content = self._framed(name, text)
        if content:
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")

    def _framed(self, name: str, text: str) -> bytes:
        if name == "error":
            return event_stream.fault(json.loads(text)["error"]["type"], "No.")
        return event_stream.chunk(json.loads(text)) if name != "ping" else b""

    def _break(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _hung_up_within(self, seconds: float) -> bool:
        """Wait, and notice a client that goes away meanwhile."""
        self.connection.settimeout(seconds)
        try:
            return self.connection.recv(1, socket.MSG_PEEK) == b""
        except TimeoutError:
            return False
        except OSError:
            return True
        finally:
            self.connection.settimeout(None)
