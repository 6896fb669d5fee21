"""How a refused body is told: in the client's words, once a field, with what to do."""

from fastapi.testclient import TestClient

API = "/api/v1"
HOOK = {"url": "https://hooks.test/x", "events": ["nonsense"]}


def test_allowed_values_are_listed_plainly(client: TestClient) -> None:
    answer = client.post(f"{API}/webhooks", json=HOOK)
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert problem["field"] == "events.0"
    assert "'run.completed'" in problem["message"]
    assert "Event." not in answer.text
    assert "<" not in answer.text


def test_a_field_is_told_once(client: TestClient) -> None:
    body = {"prompt": "A list", "async": "true", "timeout_ms": "soon"}
    answer = client.post(f"{API}/excel/generate", json=body)
    fields = [problem["field"] for problem in answer.json()["detail"]]
    assert fields
    assert len(fields) == len(set(fields))


def test_json_without_its_content_type_is_told_what_to_send(client: TestClient) -> None:
    form = "application/x-www-form-urlencoded"
    for headers in ({}, {"Content-Type": "text/plain"}, {"Content-Type": form}):
        answer = client.post(f"{API}/excel/generate", content=b' {"prompt": "x"}', headers=headers)
        assert answer.status_code == 422
        told = answer.json()
        assert told["error"] == "validation_error"
        assert "send Content-Type: application/json" in told["message"]


def test_a_json_text_of_the_right_type_is_not_blamed_on_its_type(client: TestClient) -> None:
    for body in (["a"], '{"prompt": "x"}'):
        answer = client.post(f"{API}/excel/generate", json=body)
        assert answer.status_code == 422
        assert "Content-Type" not in answer.text
