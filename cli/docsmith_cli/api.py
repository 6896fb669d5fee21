"""A client of the HTTP contract: one method per request that the command makes.

Refusals become `ApiProblem`; a gateway that cannot be reached, or that is too busy for a moment, is
asked again a few times, since every request here is safe to repeat (submitting carries a key).
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx

from docsmith_cli import batches, tasks
from docsmith_cli.problems import ApiProblem, Problem, UsageProblem

# Long polls are answered within 25 s; uploads and cold starts may take longer.
_TIMEOUT = httpx.Timeout(120.0, connect=10.0)
_ATTEMPTS = 5
_BUSY = frozenset({429, 502, 503, 504})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def new_key() -> str:
    """An idempotency key for a submission that was given none: it may be sent again as it is."""
    return f"cli-{secrets.token_hex(12)}"


class Api:
    """`url` ends in /api/v1. Use as a context manager, or call `close`."""

    def __init__(
        self, url: str, api_key: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.url = url.rstrip("/")
        self._sleep = sleep
        local = urlsplit(url).hostname in _LOOPBACK
        # A proxy of the environment must not be asked for this machine's own stack.
        self._http = httpx.Client(timeout=_TIMEOUT, trust_env=not local, follow_redirects=False)
        self._headers = {"X-API-Key": api_key}

    def __enter__(self) -> "Api":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def submit(self, kind: str, body: Mapping[str, object], *, key: str) -> dict[str, Any]:
        """`POST /{kind}/generate`, always asynchronously; answers task_id, run_id, status_url."""
        response = self._ask(
            "POST",
            f"/{kind}/generate",
            json={**body, "async": True},
            headers={"Idempotency-Key": key},
        )
        return response.json()

    def render(self, run_id: str, body: Mapping[str, object], *, key: str) -> dict[str, Any]:
        """`POST /runs/{run_id}/render`, always asynchronously; answers as `submit` does."""
        headers, asked = {"Idempotency-Key": key}, {**body, "async": True}
        return self._ask("POST", f"/runs/{run_id}/render", json=asked, headers=headers).json()

    def task(self, task_id: str) -> tasks.Task:
        """The task as it is now."""
        return tasks.from_json(self._ask("GET", f"/tasks/{task_id}").json())

    def task_after(
        self, task_id: str, etag: str | None, *, wait_s: int
    ) -> tuple[tasks.Task | None, str | None]:
        """The task once it differs from `etag`, or None when it did not within `wait_s`."""
        headers = {"If-None-Match": etag} if etag else {}
        response = self._ask("GET", f"/tasks/{task_id}", params={"wait": wait_s}, headers=headers)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None, etag
        return tasks.from_json(response.json()), response.headers.get("ETag")

    def newest_tasks(self, limit: int) -> list[tasks.Task]:
        """At most `limit` tasks, newest first."""
        listed = self._ask("GET", "/tasks", params={"limit": min(limit, 100)}).json()
        return [tasks.from_json(one) for one in listed["data"]]

    def cancel(self, task_id: str) -> tasks.Task:
        """Cancel; repeating it is no error."""
        return tasks.from_json(self._ask("POST", f"/tasks/{task_id}/cancel").json())

    def run(self, run_id: str) -> dict[str, Any]:
        """One run with its links and revisions."""
        return self._ask("GET", f"/runs/{run_id}").json()

    def task_id_of(self, given: str) -> str:
        """The id of a task: as it was given, or that of the newest task of the run that was."""
        if not given.startswith("run_"):
            return given
        run = self.run(given)
        task_id = run.get("active_task") or run.get("last_task")
        if not task_id:
            raise UsageProblem(f"no task has worked on {given} yet")
        return str(task_id)

    def reason(self, task_id: str) -> str | None:
        """Why a task ended without a result, as the API says it."""
        return self.task(task_id).error.get("message")

    def runs(self, limit: int, cursor: str | None) -> dict[str, Any]:
        """A page of runs, newest first, and where the next one begins."""
        wanted = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        return self._ask("GET", "/runs", params=wanted).json()

    def create_file(
        self, *, fields: Mapping[str, str], content: tuple[str, bytes, str]
    ) -> dict[str, Any]:
        """`POST /files` as multipart; `content` is (name, bytes, content type)."""
        return self._ask("POST", "/files", data=dict(fields), files={"file": content}).json()

    def announce_file(self, body: Mapping[str, object]) -> dict[str, Any]:
        """`POST /files` as JSON, answering where to upload to."""
        return self._ask("POST", "/files", json=dict(body)).json()

    def submit_batch(self, body: Mapping[str, object], *, key: str) -> dict[str, Any]:
        """`POST /batches`."""
        headers = {"Idempotency-Key": key}
        return self._ask("POST", "/batches", json=dict(body), headers=headers).json()

    def batch(self, batch_id: str) -> batches.Batch:
        """The batch as it is now."""
        return batches.from_json(self._ask("GET", f"/batches/{batch_id}").json())

    def cancel_batch(self, batch_id: str) -> dict[str, Any]:
        """Cancel; repeating it is no error."""
        return self._ask("POST", f"/batches/{batch_id}/cancel").json()

    def batch_results(self, batch_id: str) -> Iterator[Mapping[str, Any]]:
        """Every line that was begun, in order."""
        asked: dict[str, Any] = {"limit": 100}
        while True:
            page = self._ask("GET", f"/batches/{batch_id}/results", params=asked).json()
            yield from page["data"]
            if page.get("next_cursor") is None:
                return
            asked = {**asked, "cursor": page["next_cursor"]}

    def verify(self) -> dict[str, Any]:
        """The organisation of the key."""
        return self._ask("GET", "/verify").json()

    def subscribe(self, body: Mapping[str, object]) -> dict[str, Any]:
        """`POST /webhooks`; the answer has the secret."""
        return self._ask("POST", "/webhooks", json=dict(body)).json()

    def unsubscribe(self, webhook_id: str) -> None:
        """`DELETE /webhooks/{id}`."""
        self._ask("DELETE", f"/webhooks/{webhook_id}")

    def deliveries(self, wanted: Mapping[str, str | int]) -> dict[str, Any]:
        """`GET /webhooks/deliveries`, newest first."""
        return self._ask("GET", "/webhooks/deliveries", params=dict(wanted)).json()

    def replay_delivery(self, delivery_id: str) -> dict[str, Any]:
        """`POST /webhooks/deliveries/{id}/replay`."""
        return self._ask("POST", f"/webhooks/deliveries/{delivery_id}/replay").json()

    def replay_range(self, webhook_id: str, wanted: Mapping[str, str]) -> dict[str, Any]:
        """`POST /webhooks/{id}/replay`."""
        return self._ask("POST", f"/webhooks/{webhook_id}/replay", params=dict(wanted)).json()

    def outside(self) -> httpx.Client:
        """The connections for links that are signed and need no key."""
        return self._http

    def _ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        request["headers"] = {**self._headers, **request.get("headers", {})}
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self._http.request(method, self.url + path, **request)
            except httpx.TransportError as error:
                if attempt == _ATTEMPTS:
                    raise Problem(f"cannot reach {self.url}: {_reason(error)}") from error
                self._sleep(_pause(attempt, None))
                continue
            if response.status_code not in _BUSY or attempt == _ATTEMPTS:
                return _accepted(response)
            self._sleep(_pause(attempt, response.headers.get("Retry-After")))
        raise AssertionError("unreachable: the last attempt returns or raises")


def _accepted(response: httpx.Response) -> httpx.Response:
    if not response.is_error:
        return response
    code, message = _envelope(response)
    raise ApiProblem(
        f"{message} [{code}, HTTP {response.status_code}]",
        code=code,
        status=response.status_code,
    )


def _envelope(response: httpx.Response) -> tuple[str, str]:
    """(code, message with the fields at fault) of an error answer, whoever sent it."""
    try:
        body: dict[str, Any] = response.json()
        code, message = str(body["error"]), str(body["message"])
    except (ValueError, KeyError, TypeError):
        return "unexpected_answer", f"{response.request.url} did not answer like this API"
    details: list[dict[str, Any]] = body.get("detail") or []
    told = [one for one in details if str(one.get("message")) not in message]
    return code, "; ".join([message, *(f"{one.get('field')}: {one['message']}" for one in told)])


def _pause(attempt: int, retry_after: str | None) -> float:
    if retry_after and retry_after.isdigit():
        return min(float(retry_after), 30.0)
    return 0.25 * 2**attempt


def _reason(error: httpx.TransportError) -> str:
    return str(error) or type(error).__name__
