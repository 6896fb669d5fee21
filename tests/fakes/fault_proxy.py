"""A proxy in front of a local AWS that breaks chosen calls, as networks and machines do.

Functions reach it by AWS_ENDPOINT_URL. A fault names a call by service and operation, a text that
its body must hold and which of those calls it is; the call is cut off (or refused, or let through)
before or after it took effect, and something else may happen at that very moment.
"""

import http.client
import json
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "expect"}
_SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/")
SDK_TRIES = 4
"""How often our clients try a call: a fault that lasts so many calls reaches the function."""


@dataclass
class Fault:
    """`call` is `service.Operation` (for S3 and Lambda `service.METHOD`). It strikes `times` calls
    from the `nth` on. `refusal` is an error's name, answered as 400; without one the connection is
    cut, unless `cuts` is false. `act` gets the body of the call.
    """

    call: str
    holding: str = ""
    nth: int = 1
    times: int = 1
    after: bool = False
    cuts: bool = True
    refusal: str | None = None
    act: Callable[[str], object] = lambda body: None
    seen: int = 0
    struck: Event = field(default_factory=Event)

    def takes(self, call: str, body: str) -> bool:
        """Whether it strikes this call; counts it."""
        if call != self.call or self.holding not in body:
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


class FaultProxy:
    """Listens from `with` to its end; what it forwards goes to this `port` of the machine."""

    def __init__(self, port: int) -> None:
        self.faults: list[Fault] = []
        self.calls: list[str] = []
        self._lock = Lock()
        proxy = self

        class Handler(_Handler):
            owner = proxy
            target = port

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "FaultProxy":
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault_for(self, call: str, body: str) -> Fault | None:
        with self._lock:
            self.calls.append(call)
            struck = [fault for fault in self.faults if fault.takes(call, body)]
        return struck[0] if struck else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: FaultProxy
    target: int

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = body.decode(errors="replace").replace('\\"', '"')
        fault = self.owner.fault_for(_call(self.command, self.path, dict(self.headers)), text)
        if fault is None:
            self._give(self._forwarded(body))
            return
        answer = self._forwarded(body) if fault.after else None
        fault.act(text)
        fault.struck.set()
        if fault.refusal is not None:
            self._refuse(fault.refusal)
        elif fault.cuts:
            self._cut()
        else:
            self._give(answer or self._forwarded(body))

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815 - the base's names

    def _forwarded(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes] | None:
        """None when nobody listens, as while the stack restarts."""
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=330)
        headers = {n: v for n, v in self.headers.items() if n.lower() not in _HOP}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _give(self, got: tuple[http.client.HTTPResponse, bytes] | None) -> None:
        if got is None:
            self._cut()
            return
        answer, content = got
        size = answer.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", size or str(len(content)))
        with suppress(OSError):  # whoever asked may have been killed
            self.end_headers()
            self.wfile.write(content)

    def _refuse(self, name: str) -> None:
        content = json.dumps({"__type": name, "message": "refused by a test"}).encode()
        self.send_response_only(400)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(content)

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def handle(self) -> None:
        with suppress(ConnectionError):  # the one who asked was killed
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def _call(method: str, path: str, headers: Mapping[str, str]) -> str:
    scope = _SCOPE.search(headers.get("Authorization", ""))
    service = scope[1] if scope else "unsigned"
    target = headers.get("X-Amz-Target", "")
    if target:
        return f"{service}.{target.rpartition('.')[2]}"
    if path.startswith("/service/"):
        return f"{service}.{path.rpartition('/')[2]}"
    return f"{service}.{method}"
