"""The editor over HTTP: its page, its sessions, views, edits, history, asking for changes."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.editing import a_document
from tests.unit.documents.building import csv_input
from tests.unit.documents.word.building import picture_input
from tests.unit.web.conftest import House
from tests.unit.web.test_every_route import error_of

from docsmith.domain.run import Author, Revision, Run
from docsmith.domain.task import Kind, Task
from docsmith.domain.ticket import Purpose, Ticket, expiry_of, sign
from docsmith.usecases.records import Replace

API = "/api/v1"
NO_KEY = {"X-API-Key": ""}


def token_of(house: House, run: Run, purpose: Purpose = Purpose.EDIT) -> str:
    now = house.world.clock()
    ticket = Ticket(run_id=run.run_id, purpose=purpose, expires_at=expiry_of(now))
    return sign(ticket, key=house.world.keys.current()[0])


def session_of(house: House, run: Run, purpose: Purpose = Purpose.EDIT) -> dict[str, str]:
    """Headers with a session."""
    body = {"token": token_of(house, run, purpose)}
    answer = house.client.post(f"{API}/runs/{run.run_id}/session", json=body, headers=NO_KEY)
    assert answer.status_code == 200, answer.text
    return {**NO_KEY, "X-Session": answer.json()["session"]}


def page_of(house: House, run: Run, token: str | None = None) -> Any:
    query = {"token": token_of(house, run) if token is None else token}
    return house.client.get(f"{API}/edit/{run.run_id}", params=query, headers=NO_KEY)


def edit(house: House, run: Run, headers: dict[str, str], *ops: Any, base: int = 1) -> Any:
    body = {"base_revision": base, "ops": list(ops)}
    return house.client.post(f"{API}/runs/{run.run_id}/edits", json=body, headers=headers)


def set_cell(cell: str, value: Any) -> dict[str, Any]:
    return {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": cell, "value": value}]}


def view_of(house: House, run: Run, headers: dict[str, str], **query: Any) -> Any:
    url = f"{API}/runs/{run.run_id}/view"
    return house.client.get(url, params=query, headers=headers)


def cells_of(view: Any) -> dict[tuple[int, int], str]:
    return {(c[0], c[1]): c[2] for page in view["pages"] for c in page["cells"]}


@pytest.fixture
def run(house: House) -> Run:
    return a_document(house.world, house.caller, Kind.EXCEL)


def test_the_page_stands_alone_under_a_policy_that_lets_nothing_else_run(
    house: House, run: Run
) -> None:
    answer = page_of(house, run)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert nonce
    assert f"style-src 'nonce-{nonce.group(1)}'" in policy
    assert "default-src 'none'" in policy
    tags = re.findall(r"<(?:script|style)[^>]*>", answer.text)
    assert len(tags) == 3
    assert all(f'nonce="{nonce.group(1)}"' in tag for tag in tags)
    assert "set-cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"""(?:src|href)=["'](?!#)""", answer.text)
    assert page_of(house, run).headers["Content-Security-Policy"] != policy


def test_only_the_organisations_origins_may_embed_it(house: House, run: Run) -> None:
    owner = house.organisation.organisation_id
    house.world.operate.set_origins(owner, ("https://host.test", "x; script-src *"))
    policy = page_of(house, run).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://host.test https://app.test")


def test_a_title_cannot_leave_its_place(house: House, run: Run) -> None:
    stored = house.world.records.get(Run, run.run_id)
    assert stored is not None
    titled = run.with_(title="</title><script>alert(1)</script>{{facts}}")
    house.world.records.transact(Replace(titled, stored.version))
    text = page_of(house, run).text
    assert "<script>alert" not in text
    facts = re.search(r'id="facts"[^>]*>(.*?)</script>', text)
    assert facts
    assert json.loads(facts.group(1))["run"] == run.run_id


def test_a_forged_foreign_or_old_link_says_so(house: House, run: Run) -> None:
    assert page_of(house, run, "x.y").status_code == 403
    assert page_of(house, run, token_of(house, run, Purpose.DOWNLOAD)).status_code == 403
    other = run.with_(run_id="run_" + "9" * 26)
    assert page_of(house, run, token_of(house, other)).status_code == 404
    token = token_of(house, run)
    house.world.clock.sleep(timedelta(days=8).total_seconds())
    answer = page_of(house, run, token)
    assert answer.status_code == 403
    assert "GET /runs/{run_id}" in answer.text
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]


def test_a_session_lives_fifteen_minutes_and_slides_for_eight_hours(house: House, run: Run) -> None:
    headers = session_of(house, run)
    house.world.clock.sleep(16 * 60)
    assert error_of(view_of(house, run, headers), 403) == "forbidden"
    headers = session_of(house, run)
    url = f"{API}/runs/{run.run_id}/session"
    renewals = 0
    while True:
        house.world.clock.sleep(10 * 60)
        answer = house.client.post(url, json={}, headers=headers)
        if answer.status_code != 200:
            break
        headers["X-Session"] = answer.json()["session"]
        renewals += 1
    assert 46 <= renewals <= 48
    assert error_of(answer, 403) == "forbidden"


def test_a_session_opens_its_run_and_no_other(house: House, run: Run) -> None:
    headers = session_of(house, run)
    answer = house.client.get(f"{API}/runs/run_{'9' * 26}/view", headers=headers)
    assert error_of(answer, 404) == "not_found"
    token = token_of(house, run)
    answer = house.client.get(
        f"{API}/runs/{run.run_id}/view", headers={**NO_KEY, "X-Session": token}
    )
    assert error_of(answer, 403) == "forbidden"


def test_a_session_to_view_changes_nothing(house: House, run: Run) -> None:
    headers = session_of(house, run, Purpose.VIEW)
    assert view_of(house, run, headers).status_code == 200
    assert error_of(edit(house, run, headers, set_cell("B2", 1)), 403) == "forbidden"
    for path, body in (("restore", {"revision": 1}), ("ask", {"prompt": "More"})):
        answer = house.client.post(f"{API}/runs/{run.run_id}/{path}", json=body, headers=headers)
        assert error_of(answer, 403) == "forbidden"


def test_an_edit_is_a_revision_by_hand_and_its_dependents_are_computed(
    house: House, run: Run
) -> None:
    headers = session_of(house, run)
    answer = edit(house, run, headers, set_cell("B2", 0.25))
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["revision"] == 2
    assert body["changed"] == ["Plan!B2"]
    assert body["computed"] == {"Plan!B3": 0.5}
    cells = cells_of(view_of(house, run, headers).json())
    assert (cells[2, 2], cells[3, 2]) == ("25.0%", "50.0%")
    stored = house.world.records.get(Revision, run.run_id, 2)
    assert stored is not None
    assert (stored.value.author, stored.value.base) == (Author.HAND, 1)
    assert stored.value.summary == "Plan!B2: 0.25"


def test_a_stale_edit_changes_nothing_and_names_the_head(house: House, run: Run) -> None:
    headers = session_of(house, run)
    edit(house, run, headers, set_cell("B2", 0.25))
    answer = edit(house, run, headers, set_cell("B2", 0.5))
    assert error_of(answer, 409) == "conflict"
    assert answer.json()["head"] == 2
    assert cells_of(view_of(house, run, headers).json())[2, 2] == "25.0%"


def test_a_run_at_work_cannot_be_edited_or_restored(house: House, run: Run) -> None:
    stored = house.world.records.get(Run, run.run_id)
    assert stored is not None
    house.world.records.transact(Replace(run.with_(active_task="task_1"), stored.version))
    headers = session_of(house, run)
    answer = edit(house, run, headers, set_cell("B2", 1))
    assert error_of(answer, 409) == "conflict"
    assert answer.json()["active_task"] == "task_1"
    url = f"{API}/runs/{run.run_id}/restore"
    answer = house.client.post(url, json={"revision": 1}, headers=headers)
    assert error_of(answer, 409) == "conflict"


@pytest.mark.parametrize(
    "op",
    [
        {"op": "set_cells", "sheet": "Plan", "cells": []},
        {"op": "fly"},
        {"op": "delete_sheet", "sheet": "Nowhere"},
        set_cell("B2", '=WEBSERVICE("https://evil.test")'),
        set_cell("B2", "=[other.xlsx]Sheet1!A1"),
        set_cell("B2", '=HYPERLINK("javascript:alert(1)")'),
    ],
)
def test_an_operation_that_is_refused_leaves_the_document(house: House, run: Run, op: Any) -> None:
    headers = session_of(house, run)
    answer = edit(house, run, headers, op)
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"]
    assert view_of(house, run, headers).json()["revision"] == 1


def test_history_shows_who_and_what_and_an_earlier_revision_comes_back(
    house: House, run: Run
) -> None:
    headers = session_of(house, run)
    edit(house, run, headers, set_cell("B2", 0.25))
    url = f"{API}/runs/{run.run_id}"
    diff = house.client.get(f"{url}/revisions/2/diff", headers=headers).json()
    assert diff["changes"] == [
        {"place": "Plan!B2", "label": None, "before": "10.0%", "after": "25.0%"},
        {"place": "Plan!B3", "label": None, "before": "20.0%  (=B2*2)", "after": "50.0%  (=B2*2)"},
    ]
    first = house.client.get(f"{url}/revisions/1/diff", headers=headers).json()
    assert all(change["before"] is None for change in first["changes"])
    back = house.client.post(f"{url}/restore", json={"revision": 1}, headers=headers).json()
    assert (back["number"], back["author"]) == (3, "hand")
    assert cells_of(view_of(house, run, headers).json())[2, 2] == "10.0%"
    listed = house.client.get(f"{url}/revisions", headers=headers).json()["data"]
    assert [one["author"] for one in listed] == ["hand", "hand", "agent"]
    gone = house.client.post(f"{url}/restore", json={"revision": 9}, headers=headers)
    assert error_of(gone, 404) == "not_found"


def test_asking_submits_a_follow_up_under_the_key_that_made_the_run(house: House, run: Run) -> None:
    headers = session_of(house, run)
    url = f"{API}/runs/{run.run_id}"
    answer = house.client.post(f"{url}/ask", json={"prompt": "Add 2028"}, headers=headers)
    assert answer.status_code == 202, answer.text
    task_id = answer.json()["task_id"]
    stored = house.world.records.get(Task, task_id)
    assert stored is not None
    assert (stored.value.base_revision, stored.value.request["prompt"]) == (1, "Add 2028")
    shown = house.client.get(f"{url}/tasks/{task_id}", headers=headers).json()
    assert (shown["status"], shown["run_id"]) == ("queued", run.run_id)
    again = house.client.post(f"{url}/ask", json={"prompt": "And 2029"}, headers=headers)
    assert error_of(again, 409) == "conflict"


def test_a_wait_for_progress_ends_when_the_task_moves(house: House, run: Run) -> None:
    headers = session_of(house, run)
    url = f"{API}/runs/{run.run_id}"
    asked = house.client.post(f"{url}/ask", json={"prompt": "Add 2028"}, headers=headers)
    task_id = asked.json()["task_id"]
    task = house.world.task(Task.model_construct(task_id=task_id))
    house.world.sleeps = [lambda: house.world.running(task)]
    query = {"wait": 15, "progress": 0}
    answer = house.client.get(f"{url}/tasks/{task_id}", params=query, headers=headers)
    assert answer.json()["status"] == "running"


def test_nobody_asks_with_a_key_that_was_revoked(house: House, run: Run) -> None:
    headers = session_of(house, run)
    key = house.world.authenticate(house.secret)[0]
    house.world.operate.revoke_key(house.organisation.organisation_id, key.key_id)
    url = f"{API}/runs/{run.run_id}/ask"
    answer = house.client.post(url, json={"prompt": "More"}, headers=headers)
    assert error_of(answer, 403) == "forbidden"


def test_a_task_of_another_run_is_not_shown(house: House, run: Run) -> None:
    other = house.world.submitted(house.caller)
    headers = session_of(house, run)
    url = f"{API}/runs/{run.run_id}/tasks/{other.task_id}"
    assert error_of(house.client.get(url, headers=headers), 404) == "not_found"


def test_a_deleted_run_ends_its_sessions_and_its_page(house: House, run: Run) -> None:
    headers = session_of(house, run)
    house.world.delete_run(run.run_id, house.organisation.organisation_id)
    assert error_of(view_of(house, run, headers), 410) == "gone"
    assert page_of(house, run).status_code == 410


def test_a_busy_page_is_slowed_down(house: House, run: Run) -> None:
    headers = session_of(house, run)
    answers = [view_of(house, run, headers, part="sheet1") for _ in range(601)]
    assert answers[0].status_code == 200
    assert error_of(answers[-1], 429) == "rate_limited"


def test_a_part_that_is_not_there_is_404(house: House, run: Run) -> None:
    headers = session_of(house, run)
    assert error_of(view_of(house, run, headers, part="sheet9"), 404) == "not_found"
    assert error_of(view_of(house, run, headers, part="sheet1", cursor=7), 404) == "not_found"
    assert view_of(house, run, headers, part="sheet1").json()["pages"][0]["part"] == "sheet1"


def test_pictures_are_named_by_pages_and_stored_once(house: House) -> None:
    photo = picture_input(1200, 800)
    ops = [{"op": "heading", "text": "Roof"}, {"op": "image", "slot": "photo", "alt": "A roof"}]
    run = a_document(house.world, house.caller, Kind.WORD, ops, photo=photo)
    headers = session_of(house, run)
    page = view_of(house, run, headers, part="document").json()["pages"][0]
    (shown,) = [r for n in page["nodes"] for r in n.get("runs", ()) if "picture" in r]
    url = f"{API}/runs/{run.run_id}/pictures"
    answer = house.client.get(f"{url}/{shown['source']}", headers=headers)
    assert answer.json()["source"].startswith("data:image/jpeg;base64,/9j/")
    assert answer.headers["Cache-Control"].startswith("private")
    stored = [key for key in house.world.objects.stored if "/pictures/" in key]
    assert edit(house, run, headers, {"op": "set_text", "block": "b1", "text": "Roofs"})
    assert [key for key in house.world.objects.stored if "/pictures/" in key] == stored
    assert len(stored) == 1
    assert error_of(house.client.get(f"{url}/{'0' * 40}", headers=headers), 404) == "not_found"


def test_rows_far_down_are_made_when_somebody_scrolls_there_and_kept(house: House) -> None:
    rows = "Day,Town,Sales\n" + "".join(f"2026-01-01,Town {n},{n}\n" for n in range(25_000))
    load = {"op": "load_data", "slot": "sales", "sheet": "Sales", "table": "Sales"}
    ops = [{"op": "add_sheet", "sheet": "Sales"}, load]
    run = a_document(house.world, house.caller, Kind.EXCEL, ops, sales=csv_input(rows))
    headers = session_of(house, run)
    head = view_of(house, run, headers).json()["head"]
    (part,) = [p for p in head["parts"] if p["name"] == "Sales"]
    assert part["rows"] == 25_001
    last = part["pages"] - 1
    asked = {"part": part["id"], "cursor": last}
    (page,) = view_of(house, run, headers, **asked).json()["pages"]
    assert (page["part"], page["cursor"]) == (part["id"], last)
    row, column, shown, style = page["cells"][-1][:4]
    assert (row, column, shown) == (25_001, 3, "24,999")
    assert page["styles"][style]["align"] == "right"
    kept = [key for key in house.world.objects.stored if f".{part['id']}-" in key]
    assert len(kept) == 1
    assert view_of(house, run, headers, **asked).json()["pages"] == [page]
    beyond = view_of(house, run, headers, part=part["id"], cursor=last + 1)
    assert error_of(beyond, 404) == "not_found"


def test_a_text_is_said_otherwise(house: House) -> None:
    run = a_document(house.world, house.caller, Kind.WORD)
    headers = session_of(house, run)
    said = {"op": "set_text", "block": "b2", "text": "We open at *seven*."}
    assert edit(house, run, headers, said).status_code == 200
    url = f"{API}/runs/{run.run_id}/revisions/2/diff"
    (change,) = house.client.get(url, headers=headers).json()["changes"]
    assert change == {
        "place": "b2",
        "label": "Opening hours, paragraph",
        "before": "We open at nine.",
        "after": "We open at seven.",
    }


def test_a_slide_is_said_otherwise(house: House) -> None:
    run = a_document(house.world, house.caller, Kind.SLIDES)
    headers = session_of(house, run)
    said = {"op": "set_slot", "slide": "s2", "slot": "points[1]", "value": "Free"}
    assert edit(house, run, headers, said).status_code == 200
    url = f"{API}/runs/{run.run_id}/revisions/2/diff"
    (change,) = house.client.get(url, headers=headers).json()["changes"]
    assert (change["before"], change["after"]) == ("Cheap", "Free")
    assert change["place"].startswith("Slide 2")
