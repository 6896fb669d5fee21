"""`/runs` in the browser: a small page of what was made, served on loopback while the command runs.

It is a client of the API like the rest of the command, so no deployment can have it by accident.
The API key stays in this process. The page is told a word of its own in the fragment of its
address, which browsers send nowhere; whoever lists runs must say it, and must mean this host.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from docsmith_cli.problems import Problem

_FIELDS = ("run_id", "kind", "title", "head", "active_task", "updated_at")
_LINKS = ("edit_url", "download_url")
_PAGE = 50

List = Callable[[int, str | None], Mapping[str, Any]]
"""`GET /runs` with a limit and a cursor."""
Reason = Callable[[str], str | None]
"""Why a task ended without a result, by its id."""


class RunsPage(ThreadingHTTPServer):
    """Serves the page at `url`, on a port of the system's choice, until it is closed."""

    daemon_threads = True

    def __init__(self, list_runs: List, reason: Reason) -> None:
        self.list_runs = list_runs
        self.reason = cache(reason)
        self.word = secrets.token_urlsafe(24)
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/runs#{self.word}"

    def rows(self, cursor: str | None) -> dict[str, Any]:
        """A page of runs, with what the page shows of them. Raises `Problem`."""
        listed = self.list_runs(_PAGE, cursor)
        shown = [self._row(run) for run in listed["data"]]
        return {"data": shown, "next_cursor": listed.get("next_cursor")}

    def _row(self, run: Mapping[str, Any]) -> dict[str, Any]:
        row = {name: run.get(name) for name in _FIELDS + _LINKS}
        ended = None if run.get("head") or run.get("active_task") else run.get("last_task")
        return {**row, "reason": self.reason(ended) if ended else None}


class _Handler(BaseHTTPRequestHandler):
    server: RunsPage  # pyright: ignore[reportIncompatibleVariableOverride] - it serves only this

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        if self.headers.get("Host") != self.server.host:
            self._json(HTTPStatus.MISDIRECTED_REQUEST, {"message": "This is another host."})
        elif target.path == "/runs":
            self._page()
        elif target.path == "/runs.json":
            self._runs(parse_qs(target.query).get("cursor", [None])[0])
        else:
            self._json(HTTPStatus.NOT_FOUND, {"message": "There is nothing here."})

    def _runs(self, cursor: str | None) -> None:
        said = self.headers.get("X-Word", "").encode()
        if not secrets.compare_digest(said, self.server.word.encode()):
            message = "This page was opened without its word: run `docsmith open` again."
            self._json(HTTPStatus.FORBIDDEN, {"message": message})
            return
        try:
            self._json(HTTPStatus.OK, self.server.rows(cursor))
        except Problem as problem:
            self._json(HTTPStatus.BAD_GATEWAY, {"message": str(problem)})

    def _page(self) -> None:
        nonce = secrets.token_urlsafe(16)
        rules = (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            f"style-src 'nonce-{nonce}'",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
        html = _html().replace("{{nonce}}", nonce).encode()
        policy = {"Content-Security-Policy": "; ".join(rules)}
        self._answer(HTTPStatus.OK, "text/html; charset=utf-8", html, policy)

    def _json(self, status: HTTPStatus, body: Mapping[str, Any]) -> None:
        self._answer(status, "application/json", json.dumps(body).encode(), {})

    def _answer(
        self, status: HTTPStatus, content_type: str, content: bytes, more: Mapping[str, str]
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": content_type,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            **more,
        }
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """The command speaks in its own words."""


@cache
def _html() -> str:
    """The page with its style and its program inside."""
    folder = files(__name__)
    html = folder.joinpath("page.html").read_text("utf-8")
    for place, name in (("/*css*/", "page.css"), ("/*js*/", "page.js")):
        html = html.replace(place, folder.joinpath(name).read_text("utf-8"))
    return html
