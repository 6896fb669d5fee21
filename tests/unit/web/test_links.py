"""Links that a host hands out and takes back: to view or to edit, one or all of them."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.editing import a_document
from tests.fakes.nouns import an_id
from tests.unit.web.conftest import House
from tests.unit.web.test_editor import API, NO_KEY, edit, set_cell, view_of
from tests.unit.web.test_every_route import error_of

from docsmith.domain.run import MOST_REVOKED, Run
from docsmith.domain.task import Kind
from docsmith.usecases.records import Collision


@pytest.fixture
def run(house: House) -> Run:
    return a_document(house.world, house.caller, Kind.EXCEL)


def handed_out(house: House, run: Run, **body: Any) -> dict[str, Any]:
    answer = house.client.post(f"{API}/runs/{run.run_id}/links", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def path_of(url: str) -> str:
    return url[url.index(API) :]


def page_at(house: House, url: str) -> Any:
    return house.client.get(path_of(url), headers=NO_KEY)


def session_at(house: House, run: Run, url: str) -> dict[str, Any]:
    token = url.partition("token=")[2]
    answer = house.client.post(
        f"{API}/runs/{run.run_id}/session", json={"token": token}, headers=NO_KEY
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def headers_of(session: dict[str, Any]) -> dict[str, str]:
    return {**NO_KEY, "X-Session": session["session"]}


def edit_url_of(house: House, run: Run) -> str:
    return house.client.get(f"{API}/runs/{run.run_id}").json()["edit_url"]


def revoke(house: House, run: Run, link_id: str = "") -> None:
    url = f"{API}/runs/{run.run_id}/links"
    answer = house.client.delete(f"{url}/{link_id}" if link_id else url)
    assert answer.status_code == 204, answer.text


def reason_of(answer: Any) -> str:
    assert error_of(answer, 403) == "forbidden"
    return answer.json()["reason"]


def test_a_link_to_view_opens_the_page_and_refuses_edits(house: House, run: Run) -> None:
    link = handed_out(house, run, scope="view")
    assert (link["scope"], link["link_id"][:4]) == ("view", "lnk_")
    assert page_at(house, link["url"]).status_code == 200
    session = session_at(house, run, link["url"])
    assert session["view_only"] is True
    headers = headers_of(session)
    assert view_of(house, run, headers).status_code == 200
    refused = edit(house, run, headers, set_cell("B2", 1))
    assert error_of(refused, 403) == "forbidden"
    assert "reason" not in refused.json()


def test_a_link_to_edit_edits(house: House, run: Run) -> None:
    link = handed_out(house, run, scope="edit")
    headers = headers_of(session_at(house, run, link["url"]))
    assert edit(house, run, headers, set_cell("B2", 1)).status_code == 200


def test_a_link_lives_as_long_as_was_asked(house: House, run: Run) -> None:
    link = handed_out(house, run, expires_in_s=60)
    house.world.clock.sleep(59)
    assert page_at(house, link["url"]).status_code == 200
    house.world.clock.sleep(1)
    token = {"token": link["url"].partition("token=")[2]}
    answer = house.client.post(f"{API}/runs/{run.run_id}/session", json=token, headers=NO_KEY)
    assert reason_of(answer) == "expired_link"
    for seconds in (59, 8 * 24 * 3600):
        url = f"{API}/runs/{run.run_id}/links"
        assert house.client.post(url, json={"expires_in_s": seconds}).status_code == 422


def test_one_link_is_revoked_with_its_sessions_and_the_others_go_on(house: House, run: Run) -> None:
    taken, kept = handed_out(house, run), handed_out(house, run)
    opened = session_at(house, run, taken["url"])
    other = session_at(house, run, kept["url"])
    download = path_of(opened["download_url"])
    revoke(house, run, taken["link_id"])
    revoke(house, run, taken["link_id"])
    assert page_at(house, taken["url"]).status_code == 403
    assert reason_of(view_of(house, run, headers_of(opened))) == "revoked_link"
    assert reason_of(house.client.get(download, headers=NO_KEY)) == "revoked_link"
    url = f"{API}/runs/{run.run_id}/session"
    assert reason_of(house.client.post(url, json={}, headers=headers_of(opened))) == "revoked_link"
    assert view_of(house, run, headers_of(other)).status_code == 200
    assert page_at(house, edit_url_of(house, run)).status_code == 200


def test_all_links_are_revoked_at_once_and_new_ones_open_the_run(house: House, run: Run) -> None:
    before = house.client.get(f"{API}/runs/{run.run_id}").json()
    link = handed_out(house, run)
    session = session_at(house, run, before["edit_url"])
    revoke(house, run)
    for url in (before["edit_url"], link["url"]):
        assert page_at(house, url).status_code == 403
    assert reason_of(view_of(house, run, headers_of(session))) == "revoked_link"
    old = house.client.get(path_of(before["download_url"]), headers=NO_KEY)
    assert reason_of(old) == "revoked_link"
    after = house.client.get(f"{API}/runs/{run.run_id}").json()
    assert page_at(house, after["edit_url"]).status_code == 200
    assert page_at(house, handed_out(house, run)["url"]).status_code == 200
    got = house.client.get(path_of(after["download_url"]), headers=NO_KEY, follow_redirects=False)
    assert got.status_code == 302
    assert edit_url_of(house, run) == after["edit_url"]


def test_what_a_task_linked_to_before_a_revocation_is_not_brought_back(house: House) -> None:
    world = house.world
    first = world.completed(world.running(world.submitted(house.caller)))
    url = f"{API}/tasks/{first.task_id}"
    assert page_at(house, house.client.get(url).json()["result"]["edit_url"]).status_code == 200
    world.clock.sleep(1)
    world.revoke(first.run_id, first.organisation)
    assert page_at(house, house.client.get(url).json()["result"]["edit_url"]).status_code == 403
    world.clock.sleep(1)
    second = world.running(world.submitted(house.caller, run_id=first.run_id))
    world.completed(second, number=2)
    answer = house.client.get(f"{API}/tasks/{second.task_id}").json()
    assert page_at(house, answer["result"]["edit_url"]).status_code == 200


def test_a_revocation_does_not_disturb_a_task_at_work(house: House) -> None:
    world = house.world
    first = world.completed(world.running(world.submitted(house.caller)))
    second = world.running(world.submitted(house.caller, run_id=first.run_id))
    world.revoke(first.run_id, first.organisation)
    world.completed(second, number=2)
    run = world.read.open_run(first.run_id)
    assert (run.head, run.active_task) == (2, None)
    assert run.links_from is not None


def test_single_revocations_are_forgotten_when_their_links_have_expired(
    house: House, run: Run
) -> None:
    revoke(house, run, an_id("lnk_", 1))
    house.world.clock.sleep(timedelta(days=8).total_seconds())
    revoke(house, run, an_id("lnk_", 2))
    assert list(house.world.read.open_run(run.run_id).revoked_links) == [an_id("lnk_", 2)]


def test_too_many_single_revocations_ask_for_one_of_all(house: House, run: Run) -> None:
    owner = house.organisation.organisation_id
    for number in range(MOST_REVOKED):
        house.world.revoke(run.run_id, owner, an_id("lnk_", number))
    url = f"{API}/runs/{run.run_id}/links"
    answer = house.client.delete(f"{url}/{an_id('lnk_', MOST_REVOKED)}")
    assert error_of(answer, 409) == "conflict"
    revoke(house, run)
    revoke(house, run, an_id("lnk_", MOST_REVOKED))


def test_another_organisations_links_are_not_there(house: House, run: Run) -> None:
    stranger = house.stranger()
    url = f"{API}/runs/{run.run_id}/links"
    assert error_of(house.client.post(url, json={}, headers=stranger), 404) == "not_found"
    assert error_of(house.client.delete(url, headers=stranger), 404) == "not_found"
    assert error_of(house.client.delete(f"{url}/link", headers={}), 404) == "not_found"


def test_a_run_without_a_document_has_no_links(house: House) -> None:
    task = house.world.submitted(house.caller)
    answer = house.client.post(f"{API}/runs/{task.run_id}/links", json={})
    assert error_of(answer, 404) == "not_found"


def test_a_revocation_is_tried_again_when_the_run_was_changed_meanwhile(
    house: House, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = house.world.records
    transact, refusals = records.transact, [3]

    def contended(*writes: Any, **more: Any) -> None:
        if refusals[0]:
            refusals[0] -= 1
            raise Collision((0,))
        transact(*writes, **more)

    monkeypatch.setattr(records, "transact", contended)
    revoke(house, run)
    assert house.world.read.open_run(run.run_id).links_from is not None
    refusals[0] = 99
    with pytest.raises(Collision):
        house.world.revoke(run.run_id, run.organisation)
