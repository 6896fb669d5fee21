"""The routes under /webhooks, as a client sees them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from standardwebhooks import Webhook
from tests.unit.web.conftest import the_app
from tests.unit.webhooks.conftest import Dispatch

from docsmith.domain.account import Scope
from docsmith.domain.retries import Answer
from docsmith.domain.signature import hex_signature

HOOK = {"url": "https://customer.example/hook", "events": ["run.completed"]}


class Client:
    """Calls as one organisation, with a key of these scopes."""

    def __init__(self, dispatch: Dispatch, *scopes: Scope, organisation: Any = None) -> None:
        world = dispatch.world
        owner = organisation or dispatch.caller.organisation
        _, secret = world.operate.create_key(
            owner.organisation_id, scopes=frozenset(scopes or Scope)
        )
        self._http = TestClient(the_app(world.services()), raise_server_exceptions=False)
        self._headers = {"X-API-Key": secret}

    def ask(self, method: str, path: str, **request: Any) -> Any:
        return self._http.request(method, f"/api/v1{path}", headers=self._headers, **request)

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, params=query)

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        return self.ask("POST", path, json=body, params=query)

    def hook(self, **fields: Any) -> dict[str, Any]:
        answer = self.post("/webhooks", {**HOOK, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
def client(dispatch: Dispatch) -> Client:
    return Client(dispatch)


def test_a_new_subscription_shows_its_secret_this_once(client: Client) -> None:
    made = client.hook(description="orders")
    assert set(made) == {
        "webhook_id", "url", "events", "description", "active", "secret", "created_at",
    }  # fmt: skip
    assert made["webhook_id"].startswith("whk_")
    assert made["secret"].startswith("whsec_")
    assert made["active"] is True
    [listed] = client.get("/webhooks").json()["data"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert client.get(f"/webhooks/{made['webhook_id']}").json() == listed


def test_the_secret_it_showed_is_the_one_that_signs(client: Client, dispatch: Dispatch) -> None:
    made = client.hook()
    dispatch.deliver(dispatch.told().delivery_id)
    [sent] = dispatch.sender.sent
    stamp = int(sent.headers["x-overten-timestamp"])
    signature = hex_signature(made["secret"], timestamp=stamp, body=sent.body)
    assert sent.headers["x-overten-signature"] == signature
    ours = Webhook(made["secret"]).sign(
        msg_id=sent.headers["webhook-id"], timestamp=dispatch.world.clock(), data=sent.body.decode()
    )
    assert sent.headers["webhook-signature"] == ours


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": "http://customer.example/"}, "url"),
        ({"url": "not a url"}, "url"),
        ({"url": "https://customer.example/" + "a" * 5_000}, "url"),
        ({"url": "https://user:pass@customer.example/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://customer.example:8443/"}, "url"),
        ({"url": ""}, "url"),
        ({"url": None}, "url"),
        ({"url": 5}, "url"),
        ({"events": []}, "events"),
        ({"events": ["run.started"]}, "events"),
        ({"events": ["run.completed", "webhook.test"]}, "events"),
        ({"events": "run.completed"}, "events"),
        ({"events": None}, "events"),
        ({"description": "d" * 501}, "description"),
    ],
)
def test_what_is_wrong_with_a_subscription_is_said_by_field(
    client: Client, fields: dict[str, Any], field: str
) -> None:
    answer = client.post("/webhooks", {**HOOK, **fields})
    assert answer.status_code == 422
    body = answer.json()
    assert (body["success"], body["error"]) == (False, "validation_error")
    assert body["detail"][0]["field"].split(".")[0] == field
    assert client.get("/webhooks").json()["data"] == []


@pytest.mark.parametrize("url", ["http://a.example/", "https://a@b.example/", "https://10.0.0.1/"])
def test_a_generation_with_such_a_webhook_url_is_refused(client: Client, url: str) -> None:
    body = {"prompt": "A budget", "async": True, "webhook_url": url}
    answer = client.post("/excel/generate", body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["field"] == "webhook_url"
    assert client.get("/tasks").json()["data"] == []


def test_a_logo_at_a_private_address_is_refused(client: Client) -> None:
    brand = {"logo_url": "https://169.254.169.254/logo.png"}
    answer = client.post("/excel/generate", {"prompt": "A budget", "brand": brand, "async": True})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["field"] == "brand.logo_url"


def test_the_fifty_first_subscription_is_a_conflict_until_one_is_deleted(client: Client) -> None:
    made = [client.hook()["webhook_id"] for _ in range(50)]
    answer = client.post("/webhooks", HOOK)
    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")
    assert "50" in answer.json()["message"]
    assert client.ask("DELETE", f"/webhooks/{made[0]}").status_code == 204
    client.hook()


def test_the_same_event_twice_is_once(client: Client) -> None:
    assert client.hook(events=["run.failed", "run.failed"])["events"] == ["run.failed"]


def test_a_change_touches_only_what_it_names(client: Client) -> None:
    made = client.hook(description="orders")
    path = f"/webhooks/{made['webhook_id']}"
    changed = client.ask("PATCH", path, json={"events": ["run.failed"], "active": False}).json()
    assert (changed["events"], changed["active"]) == (["run.failed"], False)
    assert (changed["url"], changed["description"]) == (made["url"], "orders")
    assert client.ask("PATCH", path, json={}).json() == changed


@pytest.mark.parametrize(
    "change", [{"url": "http://a.example/"}, {"events": []}, {"active": "yes"}, {"url": None}]
)
def test_a_change_is_checked_like_a_new_one(client: Client, change: dict[str, Any]) -> None:
    path = f"/webhooks/{client.hook()['webhook_id']}"
    assert client.ask("PATCH", path, json=change).status_code == 422


def test_what_was_disabled_says_why_and_can_be_activated(
    client: Client, dispatch: Dispatch
) -> None:
    path = f"/webhooks/{client.hook()['webhook_id']}"
    dispatch.sender.answers = [Answer(status=410)]
    dispatch.deliver(dispatch.told().delivery_id)
    off = client.get(path).json()
    assert (off["active"], off["disabled_reason"]) == (False, "The receiver answered 410 Gone.")
    assert client.post(f"{path}/test").status_code == 409
    on = client.ask("PATCH", path, json={"active": True}).json()
    assert on["active"]
    assert "disabled_reason" not in on


def test_a_rotation_shows_the_new_secret_and_how_long_the_old_one_lives(
    client: Client, dispatch: Dispatch
) -> None:
    made = client.hook()
    path = f"/webhooks/{made['webhook_id']}"
    rotated = client.post(f"{path}/rotate").json()
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    assert rotated["previous_secret_until"] == "2026-03-03T09:30:00.000Z"
    assert "secret" not in client.get(path).json()
    dispatch.world.clock.advance(hours=24)
    assert "previous_secret_until" not in client.get(path).json()


def test_a_leaked_secret_can_be_replaced_without_an_overlap(client: Client) -> None:
    path = f"/webhooks/{client.hook()['webhook_id']}"
    assert (
        "previous_secret_until" not in client.post(f"{path}/rotate", {"overlap_seconds": 0}).json()
    )
    assert client.post(f"{path}/rotate", {"overlap_seconds": -1}).status_code == 422


def test_a_test_event_is_sent_and_shows_up_in_the_log(client: Client, dispatch: Dispatch) -> None:
    made = client.hook()
    answer = client.post(f"/webhooks/{made['webhook_id']}/test")
    assert answer.status_code == 202
    assert answer.json()["event"] == "webhook.test"
    assert dispatch.deliver(answer.json()["delivery_id"]) == "delivered"
    [logged] = client.get("/webhooks/deliveries", webhook_id=made["webhook_id"]).json()["data"]
    assert logged["status"] == "delivered"
    [attempt] = logged["attempts"]
    assert (attempt["status"], attempt["latency_ms"], attempt["response"]) == (200, 12, "ok")
    one = client.get(f"/webhooks/deliveries/{logged['delivery_id']}")
    assert one.json() == logged


def test_the_log_is_filtered_and_paged(client: Client, dispatch: Dispatch) -> None:
    dispatch.sender.answers = [Answer(status=404)]
    for _ in range(3):
        dispatch.deliver(dispatch.pending().delivery_id)
        dispatch.world.clock.advance(minutes=1)
    dispatch.pending()
    listed = client.get("/webhooks/deliveries", limit=2).json()
    assert len(listed["data"]) == 2
    assert listed["next_cursor"]
    rest = client.get("/webhooks/deliveries", cursor=listed["next_cursor"]).json()
    assert (len(rest["data"]), rest.get("next_cursor")) == (2, None)
    exhausted = client.get("/webhooks/deliveries", status="exhausted").json()["data"]
    assert [one["reason"] for one in exhausted] == ["The receiver answered 404: final."] * 3
    both = client.get("/webhooks/deliveries", status=["exhausted", "pending"]).json()["data"]
    assert len(both) == 4
    late = client.get(
        "/webhooks/deliveries", since="2026-03-02T09:31:00Z", until="2026-03-02T09:33"
    )
    assert len(late.json()["data"]) == 2
    assert client.get("/webhooks/deliveries", status="lost").status_code == 422


def test_one_delivery_and_a_range_are_replayed(client: Client, dispatch: Dispatch) -> None:
    hook = client.hook()["webhook_id"]
    dispatch.sender.answers = [Answer(status=404)]
    deliveries = [dispatch.told() for _ in range(2)]
    for delivery in deliveries:
        dispatch.deliver(delivery.delivery_id)
    one = client.post(f"/webhooks/deliveries/{deliveries[0].delivery_id}/replay")
    assert (one.status_code, one.json()["status"], one.json()["replays"]) == (202, "pending", 1)
    again = client.post(f"/webhooks/deliveries/{deliveries[0].delivery_id}/replay")
    assert again.status_code == 409
    done = client.post(f"/webhooks/{hook}/replay", since="2026-03-02T00:00:00Z")
    assert (done.status_code, done.json()["replayed"]) == (202, 1)
    assert client.post(f"/webhooks/{hook}/replay").status_code == 422


def test_another_organisations_things_are_not_there(client: Client, dispatch: Dispatch) -> None:
    hook = client.hook()["webhook_id"]
    delivery = dispatch.told().delivery_id
    stranger = Client(dispatch, organisation=dispatch.world.organisation("Other"))
    assert stranger.get("/webhooks").json()["data"] == []
    assert stranger.get("/webhooks/deliveries").json()["data"] == []
    for method, path in (
        ("GET", f"/webhooks/{hook}"),
        ("PATCH", f"/webhooks/{hook}"),
        ("DELETE", f"/webhooks/{hook}"),
        ("POST", f"/webhooks/{hook}/rotate"),
        ("POST", f"/webhooks/{hook}/test"),
        ("POST", f"/webhooks/{hook}/replay?since=2026-01-01"),
        ("GET", f"/webhooks/deliveries/{delivery}"),
        ("POST", f"/webhooks/deliveries/{delivery}/replay"),
    ):
        answer = stranger.ask(method, path, json={})
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), path


def test_a_key_without_the_scope_is_refused_everywhere(dispatch: Dispatch) -> None:
    reader = Client(dispatch, Scope.READ, Scope.GENERATE)
    assert reader.get("/webhooks").status_code == 403
    assert reader.post("/webhooks", HOOK).status_code == 403
    assert reader.get("/webhooks/deliveries").status_code == 403


def test_verify_shows_the_primary_secret_to_keys_that_keep_webhooks(dispatch: Dispatch) -> None:
    shown = Client(dispatch, Scope.READ, Scope.WEBHOOKS).get("/verify").json()
    assert shown["webhook_secret"].startswith("whsec_")
    assert "webhook_secret" not in Client(dispatch, Scope.READ).get("/verify").json()
