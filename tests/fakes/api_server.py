"""A loopback HTTP server that speaks the contract for files, submission and tasks.

The task walks through the states it was given, one per poll that waits, and stays in the last one.
What was received is kept in `received` and `files` for the test to look at.
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "sk_test_0123456789012345678901234567"
RUN = "run_01JD0000000000000000000000"
TASK = "task_01JD0000000000000000000000"

QUEUED = {"status": "queued", "progress": 0, "queue_position": 2}
RUNNING = {"status": "running", "phase": "agent_turn", "turn_index": 2, "progress": 40}
COMPLETED: dict[str, Any] = {
    "status": "completed",
    "progress": 100,
    "credits_used": 7,
    "duration_ms": 4200,
    "result": {"summary": "A workbook with 3 sheets."},
}
BATCH = "bat_01JD0000000000000000000000"
READING = {"status": "queued", "counts": {"total": 0}}
IN_HAND = {"status": "running", "counts": {"total": 3, "queued": 1, "running": 1, "completed": 1}}
MADE: dict[str, Any] = {
    "status": "completed",
    "counts": {"total": 3, "completed": 3},
    "credits_used": 21,
}
FAILED = {"status": "failed", "progress": 60, "error": {"code": "timeout", "message": "Too slow."}}


@dataclass
class Answer:
    """An HTTP answer; a mapping as `body` is sent as JSON."""

    status: int = 200
    body: Mapping[str, Any] | bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])


def refusal(status: int, code: str, message: str, **facts: Any) -> Answer:
    """The error envelope."""
    body = {"success": False, "error": code, "message": message, "request_id": "r", **facts}
    return Answer(status, body)


@dataclass
class FakeApi:
    """The API's state; `refuse` holds answers to give first, by path, before the real ones."""

    states: Sequence[Mapping[str, Any]] = (QUEUED, RUNNING, COMPLETED)
    document: bytes = b"PK document"
    file_name: str = "Sales report.xlsx"
    refuse: dict[str, list[Answer]] = field(default_factory=dict[str, list[Answer]])
    on_poll: Callable[[], None] = lambda: None
    batch_states: Sequence[Mapping[str, Any]] = (READING, IN_HAND, MADE)
    batch_lines: Sequence[Mapping[str, Any]] = ()
    batch_position: int = 0
    url: str = ""
    received: list[tuple[str, str, Any]] = field(default_factory=list[tuple[str, str, Any]])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    files: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    position: int = 0
    last_task: str | None = TASK
    cancelled: bool = False
    subscriptions: set[str] = field(default_factory=set[str])

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes
    ) -> Answer:
        """What the API says to one request."""
        path = urlsplit(target).path
        self.headers.append({name.lower(): value for name, value in headers.items()})
        waiting = self.refuse.get(path)
        if waiting:
            return waiting.pop(0)
        if path in ("/storage", "/document"):
            return self._storage(path, headers, content)
        if path == f"/api/v1/runs/{RUN}/download":
            return Answer(302, headers={"Location": self.url.replace("/api/v1", "/document")})
        if headers.get("X-API-Key") != KEY:
            return refusal(401, "invalid_api_key", "No such key.")
        body = _json(headers, content)
        self.received.append((method, target, body))
        return self._route(method, path.removeprefix("/api/v1"), target, headers, content, body)

    def _route(
        self,
        method: str,
        path: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes,
        body: Any,
    ) -> Answer:
        match method, path:
            case "POST", "/files":
                return self._file(headers, content, body)
            case "POST", "/excel/generate" | "/word/generate" | "/slides/generate":
                accepted = {"task_id": TASK, "run_id": RUN, "status": "queued"}
                return Answer(202, accepted)
            case "POST", _ if path == f"/runs/{RUN}/render":
                return Answer(202, {"task_id": TASK, "run_id": RUN, "status": "queued"})
            case "POST", "/batches":
                return Answer(202, self._batch())
            case "GET", _ if path == f"/batches/{BATCH}":
                batch = self._batch()
                self.batch_position = min(self.batch_position + 1, len(self.batch_states) - 1)
                return Answer(body=batch)
            case "POST", _ if path == f"/batches/{BATCH}/cancel":
                self.batch_states = ({**self.batch_states[-1], "status": "cancelled"},)
                self.batch_position = 0
                return Answer(body=self._batch())
            case "GET", _ if path == f"/batches/{BATCH}/results":
                return Answer(body=self._results(parse_qs(urlsplit(target).query)))
            case "GET", "/tasks":
                return Answer(body={"data": [self._task()], "next_cursor": None})
            case "GET", "/runs":
                return Answer(body={"data": [{"run_id": RUN}], "next_cursor": None})
            case "GET", _ if path == f"/runs/{RUN}":
                return Answer(body=self._run())
            case "GET", _ if path == f"/tasks/{TASK}":
                return self._poll(parse_qs(urlsplit(target).query), headers)
            case "POST", _ if path == f"/tasks/{TASK}/cancel":
                self.cancelled = True
                return Answer(body=self._task())
            case "POST", "/webhooks":
                self.subscriptions.add("wh_1")
                return Answer(
                    201, {"webhook_id": "wh_1", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="}
                )
            case "DELETE", "/webhooks/wh_1":
                self.subscriptions.remove("wh_1")
                return Answer(204)
            case _:
                return refusal(404, "not_found", "There is no such thing.")

    def _poll(self, query: Mapping[str, list[str]], headers: Mapping[str, str]) -> Answer:
        self.on_poll()
        if int(query.get("wait", ["0"])[0]) and self.position < len(self.states) - 1:
            self.position += 1
        etag = f'"{self.position}"'
        if headers.get("If-None-Match") == etag:
            return Answer(304, headers={"ETag": etag})
        return Answer(body=self._task(), headers={"ETag": etag})

    def _task(self) -> dict[str, Any]:
        last = self.states[self.position]
        state: dict[str, Any] = {"status": "cancelled"} if self.cancelled else dict(last)
        task: dict[str, Any] = {
            "task_id": TASK,
            "run_id": RUN,
            "created_at": "2026-11-24T20:00:00Z",
            **state,
        }
        result: dict[str, Any] = state.get("result", {})
        if "summary" in result:
            links = {
                "download_url": f"{self.url}/runs/{RUN}/download?ticket=t",
                "edit_url": f"{self.url}/edit/{RUN}?token=t",
            }
            task["result"] = {**result, **links}
        return task

    def _run(self) -> dict[str, Any]:
        edit_url = f"{self.url}/edit/{RUN}?token=t"
        return {"run_id": RUN, "last_task": self.last_task, "edit_url": edit_url}

    def _batch(self) -> dict[str, Any]:
        return {"batch_id": BATCH, "dry_run": False, **self.batch_states[self.batch_position]}

    def _results(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        """One line a page."""
        place = int(query.get("cursor", ["0"])[0])
        more = place + 1 < len(self.batch_lines)
        data = list(self.batch_lines[place : place + 1])
        return {"data": data, "next_cursor": str(place + 1) if more else None}

    def _file(self, headers: Mapping[str, str], content: bytes, body: Any) -> Answer:
        file_id = f"file_{len(self.files)}"
        if body is None:
            self.files.append(_form(headers, content))
            return Answer(201, {"file_id": file_id, "status": "ready"})
        self.files.append(dict(body))
        upload = {"url": self.url.replace("/api/v1", "/storage"), "fields": {"key": file_id}}
        return Answer(201, {"file_id": file_id, "status": "pending", "upload": upload})

    def _storage(self, path: str, headers: Mapping[str, str], content: bytes) -> Answer:
        if path == "/storage":
            self.files[-1].update(_form(headers, content))
            return Answer(204)
        disposition = f'attachment; filename="{self.file_name}"'
        return Answer(body=self.document, headers={"Content-Disposition": disposition})


@contextmanager
def serving(api: FakeApi) -> Generator[FakeApi]:
    """Serve `api` on a free loopback port; its `url` is set and ends in /api/v1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(api: FakeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._speak()

        def do_POST(self) -> None:
            self._speak()

        def do_DELETE(self) -> None:
            self._speak()

        def _speak(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = api.answer(self.command, self.path, dict(self.headers.items()), content)
            sent = (
                answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            )
            self.send_response(answer.status)
            length = {"Content-Length": str(len(sent))}
            for name, value in {**length, **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: Any) -> None:
            """The test's output is not the place for an access log."""

    return Handler


def _json(headers: Mapping[str, str], content: bytes) -> Any:
    return json.loads(content) if _content_type(headers) == "application/json" else None


def _content_type(headers: Mapping[str, str]) -> str:
    found = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    return found.split(";")[0]


def _form(headers: Mapping[str, str], content: bytes) -> dict[str, Any]:
    """A multipart form: fields as text, the file as `content`, `file_name`."""
    kind = {name.lower(): value for name, value in headers.items()}["content-type"]
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content
    )
    form: dict[str, Any] = {}
    for part in message.iter_parts():  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType] - EmailMessage by policy
        name = part.get_param("name", header="content-disposition")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        payload: Any = part.get_payload(decode=True)  # pyright: ignore[reportUnknownMemberType]
        if name == "file":
            form |= {"content": payload, "file_name": part.get_filename()}  # pyright: ignore[reportUnknownMemberType]
        else:
            form[str(name)] = payload.decode()  # pyright: ignore[reportUnknownArgumentType]
    return form
