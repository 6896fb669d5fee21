"""A customer's endpoint on this machine: records what arrives, answers as a test says.

It speaks through bare sockets, so that it can do what no HTTP server would: drip, break off, lie.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Condition, Thread
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Received:
    """One request. Header names in small letters; `at` is a moment of `time.monotonic`."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    server_name: str | None
    at: float


class Drop(Exception):
    """Raised by an answer: break the connection off with a reset."""


Answer = Callable[[Received, int], Iterable[bytes]]
"""Takes the request and its number, counted from 1; gives the bytes to send, in pieces."""


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {code} Said", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(code: int, *headers: str, body: bytes = b"") -> Answer:
    return lambda _request, _number: [status(code, *headers, body=body)]


class Receiver:
    """Listens from `with` to its end. `received` grows; `wait_for` waits until it has."""

    def __init__(
        self, answer: Answer | None = None, *, tls: ssl.SSLContext | None = None, port: int = 0
    ) -> None:
        self.answer: Answer = answer or always(200)
        self.received: list[Received] = []
        self.closed_early = 0
        """Connections that the other side closed before everything was sent."""
        self._names: dict[int, str | None] = {}
        self._tls = tls
        self._news = Condition()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        if tls is not None:
            tls.sni_callback = self._named

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def __enter__(self) -> "Receiver":
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing alone does not wake a thread that is in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def wait_for(self, count: int, *, seconds: float = 10) -> list[Received]:
        """The first `count` requests, as soon as they are here. Raises `TimeoutError`."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.received) >= count, timeout=seconds):
                raise TimeoutError(f"{len(self.received)} of {count} requests came")
            return self.received[:count]

    def _named(self, sock: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        self._names[id(sock)] = name

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            plain.settimeout(30)
            wire = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with wire:
                self._answer(wire, self._read(wire))
        except Drop:
            return
        except OSError:
            self.closed_early += 1

    def _read(self, wire: socket.socket) -> Received:
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw += _more(wire)
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += _more(wire)
        method, path, _ = first.split(" ")
        name = self._names.get(id(wire))
        return Received(method, path, headers, body, name, time.monotonic())

    def _answer(self, wire: socket.socket, request: Received) -> None:
        with self._news:
            self.received.append(request)
            number = len(self.received)
            self._news.notify_all()
        try:
            for piece in self.answer(request, number):
                wire.sendall(piece)
        except Drop:
            # A linger of 0 seconds makes close send a reset.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            raise


def _more(wire: socket.socket) -> bytes:
    part = wire.recv(65_536)
    if not part:
        raise ConnectionError("closed before the request was whole")
    return part
