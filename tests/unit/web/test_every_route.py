"""What holds on every route: the envelope, the keys, the scopes, other people's things, CORS."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from tests.fakes.nouns import an_id
from tests.fakes.world import World
from tests.unit.web.conftest import House, a_house

from docsmith.domain.account import Scope
from docsmith.domain.errors import StorageError, every_error
from docsmith.web.app import create_app
from docsmith.web.errors import STATUS_OF_CODE

API = "/api/v1"
PLACES = {
    "task_id": an_id("task_", 404),
    "run_id": an_id("run_", 404),
    "link_id": an_id("lnk_", 404),
    "file_id": an_id("file_", 404),
    "image_id": an_id("img_", 404),
    "webhook_id": an_id("whk_", 404),
    "delivery_id": an_id("dlv_", 404),
    "batch_id": an_id("bat_", 404),
    "transport": "buffered",
    "number": "1",
    "name": "0" * 40,
}
OPEN = {
    "GET /api/v1/health",
    "GET /api/v1/probe/{transport}",
    "GET /api/v1/edit/{run_id}",
    "POST /api/v1/runs/{run_id}/session",
}
"""Routes that no API key guards: the probe is guarded by the gateway, the editor by its ticket."""
BODIES: dict[str, Any] = {
    "POST /api/v1/excel/generate": {"prompt": "A budget"},
    "POST /api/v1/word/generate": {"prompt": "A letter"},
    "POST /api/v1/slides/generate": {"prompt": "A pitch"},
    "POST /api/v1/slides/outline": {"prompt": "A pitch"},
    "POST /api/v1/excel/analyze": {"prompt": "How many rows?"},
    "POST /api/v1/text/humanize": {"text": "A text."},
    "POST /api/v1/text/rewrite": {"text": "A text."},
    "POST /api/v1/text/new-content": {"prompt": "An invitation"},
    "POST /api/v1/preflight": {"prompt": "A budget"},
    "POST /api/v1/files": {
        "file_name": "a.csv",
        "size": 3,
        "content_type": "text/csv",
        "purpose": "context",
    },
    "POST /api/v1/webhooks": {"url": "https://hooks.example/x", "events": ["run.completed"]},
    "POST /api/v1/runs/{run_id}/edits": {"base_revision": 1, "ops": [{"op": "clear"}]},
    "POST /api/v1/runs/{run_id}/links": {"scope": "view"},
    "POST /api/v1/runs/{run_id}/render": {"brand": {"primary_color": "#0057B8"}},
    "POST /api/v1/runs/{run_id}/restore": {"revision": 1},
    "POST /api/v1/runs/{run_id}/ask": {"prompt": "Shorter"},
    "PATCH /api/v1/webhooks/{webhook_id}": {"description": "x"},
    "POST /api/v1/batches": {
        "items": [{"name": "Anna"}],
        "defaults": {"kind": "word", "prompt": "A letter to {name}"},
    },
}
QUERIES = {"POST /api/v1/webhooks/{webhook_id}/replay": "?since=2026-01-01T00:00:00Z"}


def names() -> Iterator[str]:
    for route in routes_of(create_app(World().services()).routes):
        if route.path.endswith(("/docs", "/openapi.json")):
            continue  # the reference is open to everybody: test_reference.py
        for method in sorted(route.methods or ()):
            yield f"{method} {route.path}"


def routes_of(routes: Any) -> Iterator[APIRoute]:
    """Every route with a path of ours, also those of included routers."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()


ROUTES = sorted(names())
GUARDED = [name for name in ROUTES if name not in OPEN]


def call(client: TestClient, name: str, headers: dict[str, str] | None = None) -> Any:
    method, path = name.split(" ")
    url = path.format(**PLACES) + QUERIES.get(name, "")
    return client.request(
        method, url, json=BODIES.get(name), headers=headers, follow_redirects=False
    )


def error_of(answer: Any, status: int) -> str:
    """The code of an error, whose envelope is as promised."""
    body = answer.json()
    assert answer.status_code == status, body
    assert body["success"] is False
    assert body["request_id"] == "request-1"
    assert body["message"]
    assert STATUS_OF_CODE.get(body["error"]) in (status, None) or status == 405
    return str(body["error"])


def test_the_routes_are_known() -> None:
    assert "POST /api/v1/excel/generate" in ROUTES
    assert len(ROUTES) >= 14
    assert set(OPEN) <= set(ROUTES)


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": ""},
        {"X-API-Key": "sk_live_unknown"},
        {"X-API-Key": "", "Authorization": "Bearer sk_live_unknown"},
        {"X-API-Key": "", "Authorization": "Basic c2s6eA=="},
        {"X-API-Key": "ключ".encode().decode("latin-1")},
    ],
)
def test_without_a_known_key_every_route_answers_401(
    client: TestClient, name: str, headers: dict[str, str]
) -> None:
    encoded: Any = {key: value.encode("latin-1") for key, value in headers.items()}
    assert error_of(call(client, name, encoded), 401) == "invalid_api_key"


@pytest.mark.parametrize("name", GUARDED)
def test_a_revoked_key_opens_no_route(house: House, name: str) -> None:
    owner = house.organisation.organisation_id
    key, secret = house.world.operate.create_key(owner)
    house.world.operate.revoke_key(owner, key.key_id)
    answer = call(house.client, name, {"X-API-Key": secret})
    assert error_of(answer, 401) == "invalid_api_key"


@pytest.mark.parametrize("name", GUARDED)
def test_a_key_without_the_scope_is_forbidden(house: House, name: str) -> None:
    allowed = [
        scope for scope in Scope if call(house.client, name, house.key(scope)).status_code != 403
    ]
    assert len(allowed) == 1
    refused = set(Scope) - set(allowed)
    for scope in refused:
        answer = call(house.client, name, house.key(scope))
        assert error_of(answer, 403) == "forbidden"
    reads = name.startswith("GET") and "webhooks" not in name
    expected = Scope.WEBHOOKS if "webhooks" in name else Scope.READ if reads else Scope.GENERATE
    assert allowed == [expected]


@pytest.mark.parametrize("name", [name for name in GUARDED if "{" in name])
def test_what_is_not_there_is_404_on_every_route(client: TestClient, name: str) -> None:
    assert error_of(call(client, name), 404) == "not_found"


@pytest.mark.parametrize("name", [name for name in GUARDED if "{" in name])
@pytest.mark.parametrize("given", ["x", "%00", "é", "task_", "a" * 3000, "%F0%9F%92%A9", "%2e%2e"])
def test_an_id_of_the_wrong_kind_is_never_a_fault(
    client: TestClient, name: str, given: str
) -> None:
    method, path = name.split(" ")
    for place in PLACES:
        path = path.replace(f"{{{place}}}", given)
    answer = client.request(method, path + QUERIES.get(name, ""), json=BODIES.get(name))
    assert answer.status_code in (404, 405, 422)
    assert answer.json()["success"] is False


def test_another_organisations_things_are_not_there(house: House) -> None:
    task = house.world.completed(house.world.running(house.world.submitted(house.caller)))
    sent = {"file": ("a.csv", b"a,b", "text/csv")}
    file = house.client.post(f"{API}/files", data={"purpose": "context"}, files=sent).json()
    hook = house.client.post(f"{API}/webhooks", json=BODIES["POST /api/v1/webhooks"]).json()
    stranger = house.stranger()
    for method, path in (
        ("GET", f"/tasks/{task.task_id}"),
        ("POST", f"/tasks/{task.task_id}/cancel"),
        ("GET", f"/runs/{task.run_id}"),
        ("GET", f"/runs/{task.run_id}/revisions"),
        ("GET", f"/runs/{task.run_id}/download"),
        ("GET", f"/files/{file['file_id']}"),
        ("DELETE", f"/files/{file['file_id']}"),
        ("GET", f"/webhooks/{hook['webhook_id']}"),
        ("DELETE", f"/webhooks/{hook['webhook_id']}"),
    ):
        own = house.client.request(method, API + path, follow_redirects=False)
        other = house.client.request(method, API + path, headers=stranger)
        assert error_of(other, 404) == "not_found", path
        assert own.status_code != 404, path
    for path in ("/tasks", "/runs", "/files", "/webhooks"):
        answer = house.client.get(API + path, headers=stranger).json()
        assert answer == {"data": [], "next_cursor": None}


def test_a_test_key_sees_its_organisations_things(house: House) -> None:
    task = house.world.submitted(house.caller)
    answer = house.client.get(f"{API}/tasks/{task.task_id}", headers=house.key(test=True))
    assert answer.json()["task_id"] == task.task_id


def test_either_header_carries_the_key(house: House) -> None:
    bearer = {"X-API-Key": "", "Authorization": f"Bearer {house.secret}"}
    assert house.client.get(f"{API}/verify", headers=bearer).status_code == 200
    assert house.client.get(f"{API}/verify").status_code == 200


def test_health_asks_for_no_key(client: TestClient) -> None:
    answer = client.get(f"{API}/health", headers={"X-API-Key": ""})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("transport", ["buffered", "stream"])
def test_the_probe_answers_how_long_it_held(client: TestClient, transport: str) -> None:
    answer = client.get(f"{API}/probe/{transport}?hold=0")
    assert answer.json() == {"transport": transport, "held_s": 0}
    assert error_of(client.get(f"{API}/probe/{transport}?hold=296"), 422) == "validation_error"
    assert error_of(client.get(f"{API}/probe/carrier-pigeon"), 422) == "validation_error"


@pytest.mark.parametrize(
    "path", ["/", "/api/v1", "/api/v2/tasks", f"{API}/nothing", f"{API}//tasks"]
)
def test_an_unknown_route_answers_in_the_envelope(client: TestClient, path: str) -> None:
    assert error_of(client.get(path), 404) == "not_found"


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/tasks"), ("GET", "/excel/generate"), ("PUT", "/files"), ("PATCH", "/health")],
)
def test_a_wrong_method_answers_in_the_envelope(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, API + path)
    assert error_of(answer, 405) == "invalid_request"
    assert answer.headers["Allow"]


def test_a_body_over_the_limit_is_refused_with_the_way_to_upload_it(client: TestClient) -> None:
    answer = client.post(f"{API}/excel/generate", content=b" " * 4_100_000)
    assert error_of(answer, 413) == "payload_too_large"
    assert "presigned" in answer.json()["message"]


def test_a_fault_of_ours_shows_nothing_of_the_inside(world: World) -> None:
    house = a_house(world)

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("secret in /var/task/app.py")

    world.records.counters = breaks  # type: ignore[method-assign]
    answer = house.client.get(f"{API}/verify")
    assert error_of(answer, 500) == "internal_error"
    assert "secret" not in answer.text


def test_a_store_out_of_reach_is_told_in_words_and_logged_with_its_cause(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    house = a_house(world)

    def breaks(*_: object, **__: object) -> None:
        raise StorageError from ConnectionError("refused by 10.0.0.7")

    world.records.counters = breaks  # type: ignore[method-assign]
    answer = house.client.get(f"{API}/verify")
    assert error_of(answer, 502) == "storage_error"
    assert "10.0.0.7" not in answer.text
    assert "ConnectionError: refused by 10.0.0.7" in caplog.text


def test_every_code_has_its_status() -> None:
    codes = {kind.code for kind in every_error()}
    assert codes == set(STATUS_OF_CODE)


def test_browsers_of_allowed_origins_may_call_and_read_the_headers(client: TestClient) -> None:
    asked = {
        "Origin": "https://app.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-api-key,content-type,idempotency-key,prefer",
    }
    preflight = client.options(f"{API}/excel/generate", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://app.test"
    assert "x-api-key" in preflight.headers["Access-Control-Allow-Headers"].lower()
    for path, status in ((f"{API}/health", 200), (f"{API}/nothing", 404)):
        answer = client.get(path, headers={"Origin": "https://app.test"})
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "https://app.test"
        exposed = answer.headers["Access-Control-Expose-Headers"]
        for header in ("Retry-After", "Location", "ETag", "Preference-Applied", "X-Should-Retry"):
            assert header in exposed


def test_even_a_fault_may_be_read_by_an_allowed_origin(world: World) -> None:
    house = a_house(world)

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    world.records.counters = breaks  # type: ignore[method-assign]
    answer = house.client.get(f"{API}/verify", headers={"Origin": "https://app.test"})
    assert answer.status_code == 500
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.test"


def test_other_origins_may_not_call(client: TestClient) -> None:
    answer = client.get(f"{API}/health", headers={"Origin": "https://evil.test"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_description_of_the_api_names_every_route_and_the_envelope(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    paths = set(described["paths"])
    assert {name.split(" ")[1] for name in ROUTES} - paths == {"/api/v1/probe/{transport}"}
    assert "ErrorBody" in described["components"]["schemas"]
