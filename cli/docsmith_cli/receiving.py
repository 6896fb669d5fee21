"""A receiver of webhooks on this machine: takes POSTs, hands them on, answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from docsmith_cli.problems import UsageProblem

_LARGEST_BODY = 1_000_000


@dataclass(frozen=True)
class Webhook:
    """One request as it came: the body byte by byte."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Receiver(ThreadingHTTPServer):
    """Calls `take` for each webhook, one at a time; `take` answers False when it has enough."""

    daemon_threads = True

    def __init__(self, port: int, *, answer: int, take: Callable[[Webhook], bool]) -> None:
        self.answer = answer
        self.take = take
        self.turn = Lock()
        self.enough = False
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise UsageProblem(f"cannot listen on port {port}: {error.strerror}") from error

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def receive(self) -> None:
        """Until there is enough."""
        self.timeout = 0.5
        while not self.enough:
            self.handle_request()


class _Handler(BaseHTTPRequestHandler):
    server: Receiver  # pyright: ignore[reportIncompatibleVariableOverride] - it serves only this

    def do_POST(self) -> None:
        size = min(int(self.headers.get("Content-Length") or 0), _LARGEST_BODY)
        webhook = Webhook(self.path, dict(self.headers), self.rfile.read(size))
        self.send_response(self.server.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()
        with self.server.turn:
            if not self.server.enough:
                self.server.enough = not self.server.take(webhook)

    def log_message(self, format: str, *args: Any) -> None:
        """The command prints what came in its own words."""
