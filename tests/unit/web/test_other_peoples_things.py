"""Every route that names a thing, asked with another organisation's key and with a test key."""

from typing import Any

import pytest
from tests.fakes.world import World
from tests.unit.web.conftest import House, a_house
from tests.unit.web.test_every_route import API, BODIES, GUARDED, QUERIES, error_of
from tests.unit.web.test_image_routes import send

NAMING = [name for name in GUARDED if "{" in name]
PARTS = {"number": "1", "transport": "buffered", "name": "0" * 40}
"""Places that name no thing of their own, but a part of one."""


def test_nothing_of_another_organisation_is_there(house: House) -> None:
    things, stranger = things_of(house), house.stranger()
    for name in NAMING:
        answer = call(house, name, things, stranger)
        assert error_of(answer, 404) == "not_found", name


def test_lists_show_nothing_of_another_organisation(house: House) -> None:
    things, stranger = things_of(house), house.stranger()
    for name in [name for name in GUARDED if name.startswith("GET") and "{" not in name]:
        answer = call(house, name, {}, stranger)
        assert answer.status_code == 200, name
        assert not [thing for thing in things.values() if thing in answer.text], name


@pytest.mark.parametrize("name", GUARDED)
def test_a_test_key_is_answered_as_a_live_key_of_its_organisation_is(name: str) -> None:
    answers: list[int] = []
    for test in (False, True):
        house = a_house(World())
        things = things_of(house)
        answers.append(call(house, name, things, house.key(test=test)).status_code)
    live, test = answers
    assert test == live
    assert live not in (401, 403, 500)


def things_of(house: House) -> dict[str, str]:
    """One of each kind, as its owner has it."""
    task = house.world.completed(house.world.running(house.world.submitted(house.caller)))
    sent = {"file": ("a.csv", b"a,b", "text/csv")}
    file = house.client.post(f"{API}/files", data={"purpose": "context"}, files=sent).json()
    hook = house.client.post(f"{API}/webhooks", json=BODIES["POST /api/v1/webhooks"]).json()
    tried = house.client.post(f"{API}/webhooks/{hook['webhook_id']}/test").json()
    link = house.client.post(f"{API}/runs/{task.run_id}/links", json={"scope": "view"}).json()
    return {
        "task_id": task.task_id,
        "run_id": task.run_id,
        "file_id": file["file_id"],
        "image_id": send(house).json()["image_id"],
        "webhook_id": hook["webhook_id"],
        "delivery_id": tried["delivery_id"],
        "link_id": link["link_id"],
        "batch_id": house.world.batches.begun({"name": "A"}, caller=house.caller).batch_id,
    }


def call(house: House, name: str, things: dict[str, str], headers: dict[str, str]) -> Any:
    method, path = name.split(" ")
    url = path.format(**PARTS, **things)
    body = BODIES.get(name)
    return house.client.request(
        method, url + QUERIES.get(name, ""), json=body, headers=headers, follow_redirects=False
    )
