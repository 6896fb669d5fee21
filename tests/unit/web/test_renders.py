"""POST /runs/{run_id}/render: sync, async, once per key, and what is refused before a task is."""

from datetime import timedelta
from typing import Any

import pytest
from tests.fakes.nouns import an_id
from tests.unit.web.conftest import House
from tests.unit.web.test_every_route import error_of

from docsmith.domain.files import Purpose
from docsmith.domain.rendering import RenderRequest
from docsmith.domain.run import Revision, Run
from docsmith.domain.task import Failure, Task
from docsmith.usecases.document_state import DocumentState, Slot
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.records import Insert, Replace

API = "/api/v1"


def a_slot(name: str) -> Slot:
    return Slot(kind="csv", name=name, key=f"inputs/{name}", sha256="0" * 64)


@pytest.fixture
def source(house: House) -> str:
    """A run whose plan reads `sales` and `costs`, and holds a file that no operation reads."""
    task = house.world.completed(house.world.running(house.world.submitted(house.caller)))
    slots = {name: a_slot(f"{name}.csv") for name in ("sales", "costs", "spare")}
    ops = tuple({"op": "load_data", "slot": n, "sheet": n, "table": n} for n in ("sales", "costs"))
    state = DocumentState.model_validate({"format": "excel", "slots": slots, "ops": ops})
    key = "states/1.json"
    house.world.objects.put_new(key, state.model_dump_json().encode(), content_type="x")
    stored = house.world.records.get(Revision, task.run_id, 1)
    assert stored is not None
    house.world.records.transact(Replace(stored.value.with_(state=key), stored.version))
    return task.run_id


def a_file(house: House, name: str = "munich.csv") -> dict[str, str]:
    new = NewFile(name, "text/csv", Purpose.CONTEXT, 4)
    return {"file_id": house.world.files.store(new, b"a\n1\n", house.caller).file_id, "kind": "csv"}


def two(house: House) -> list[dict[str, str]]:
    return [a_file(house), a_file(house)]


def render(house: House, run_id: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    return house.client.post(f"{API}/runs/{run_id}/render", json=fields, headers=headers)


def made(house: House, run_id: str) -> Task:
    """The newest task that is not the one the plan came from."""
    (task,) = [t for t in house.world.records.every(Task) if t.run_id != run_id]
    return task


def test_a_sync_render_answers_as_a_generation_does(house: House, source: str) -> None:
    house.world.sleeps += [lambda: house.world.completed(house.world.running(made(house, source)))]
    answer = render(house, source, data_sources=two(house))
    task = made(house, source)
    assert (answer.status_code, answer.json()["run_id"]) == (200, task.run_id)
    assert answer.json()["credits_used"] == 0
    assert task.request["plan"] == {
        "run_id": source,
        "revision": 1,
        "file_name": "budget.xlsx",
        "slots": ["sales", "costs"],
    }


@pytest.mark.parametrize(
    ("headers", "fields"), [({}, {"async": True}), ({"Prefer": "respond-async"}, {})]
)
def test_an_async_render_answers_at_once(
    house: House, source: str, headers: dict[str, str], fields: dict[str, Any]
) -> None:
    answer = render(house, source, headers, data_sources=two(house), **fields)
    assert answer.status_code == 202
    assert answer.json()["run_id"] == made(house, source).run_id != source


def test_a_render_that_takes_longer_than_25_s_goes_on_alone(house: House, source: str) -> None:
    house.world.sleeps += [lambda: house.world.running(made(house, source))]
    began = house.world.clock()
    answer = render(house, source, data_sources=two(house))
    assert answer.status_code == 202
    assert house.world.clock() - began <= timedelta(seconds=26)


def test_data_that_do_not_fit_answer_422_with_the_operations(house: House, source: str) -> None:
    detail = [{"field": "ops[1].columns[0]", "message": "no column 'a'", "type": "operation"}]
    failure = Failure(code="validation_error", message="No.", facts={"detail": detail})
    house.world.sleeps += [
        lambda: house.world.end.fail(made(house, source).task_id, failure, stop=True)
    ]
    answer = render(house, source, data_sources=two(house))
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["detail"] == detail


def test_one_key_makes_one_document_whatever_became_the_head(house: House, source: str) -> None:
    body: dict[str, Any] = {"data_sources": two(house), "idempotency_key": "munich", "async": True}
    first = render(house, source, **body).json()
    run = house.world.records.get(Run, source)
    revision = house.world.records.get(Revision, source, 1)
    assert run is not None
    assert revision is not None
    house.world.records.transact(
        Insert(revision.value.with_(number=2)), Replace(run.value.with_(head=2), run.version)
    )
    assert render(house, source, **body).json()["task_id"] == first["task_id"]
    other = render(house, source, **(body | {"stale": "report"}))
    assert error_of(other, 422) == "idempotency_conflict"


def test_the_same_key_for_another_run_is_another_request(house: House, source: str) -> None:
    data = two(house)
    asked = RenderRequest.model_validate({"data_sources": data, "idempotency_key": "k"})
    house.world.render(source, asked, house.caller)
    twin = house.world.records.get(Run, source)
    revision = house.world.records.get(Revision, source, 1)
    assert twin is not None
    assert revision is not None
    other = an_id("run_", 77)
    house.world.records.transact(
        Insert(twin.value.with_(run_id=other)), Insert(revision.value.with_(run_id=other))
    )
    answer = render(house, other, data_sources=data, idempotency_key="k")
    assert error_of(answer, 422) == "idempotency_conflict"


@pytest.mark.parametrize(
    ("slots", "field", "said"),
    [
        ([None], "data_sources", "The plan reads 2 data sources, this gives 1 data source"),
        ([None] * 3, "data_sources", "The plan reads 2 data sources, this gives 3 data sources"),
        (["sales", None, None], "data_sources", "The plan reads 2 data sources, this gives 3"),
        (["prices"], "data_sources.0.slot", "The plan has no input 'prices'."),
        (["spare"], "data_sources.0.slot", "The plan has no input 'spare'."),
        (["costs", "costs"], "data_sources.0.slot", "The input 'costs' is named twice."),
    ],
)
def test_sources_that_do_not_answer_the_plan_one_to_one_are_refused_with_its_inputs(
    house: House, source: str, slots: list[str | None], field: str, said: str
) -> None:
    data = [a_file(house) | ({"slot": slot} if slot else {}) for slot in slots]
    answer = render(house, source, data_sources=data)
    assert error_of(answer, 422) == "validation_error"
    assert answer.json()["message"].startswith(said)
    assert answer.json()["message"].endswith("Its inputs: sales (sales.csv), costs (costs.csv).")
    assert answer.json()["detail"][0]["field"] == field


@pytest.mark.parametrize(
    ("slots", "meant"),
    [
        (["costs"], ["costs"]),
        (["costs", None], ["costs", "sales"]),
        ([None, "sales"], ["costs", "sales"]),
    ],
)
def test_a_source_takes_the_place_it_names_and_the_others_theirs_in_order(
    house: House, source: str, slots: list[str | None], meant: list[str]
) -> None:
    data = [a_file(house) | ({"slot": slot} if slot else {}) for slot in slots]
    assert render(house, source, data_sources=data, **{"async": True}).status_code == 202
    assert made(house, source).request["plan"]["slots"] == meant


def test_a_request_that_changes_nothing_is_refused(house: House, source: str) -> None:
    answer = render(house, source, file_name="copy.xlsx")
    assert error_of(answer, 422) == "validation_error"
    assert "nothing would change" in answer.json()["message"]


def test_a_run_without_a_document_and_a_revision_that_is_not_there_are_told(
    house: House, source: str
) -> None:
    empty = house.world.submitted(house.caller)
    brand = {"primary_color": "#0057B8"}
    answer = render(house, empty.run_id, brand=brand)
    assert error_of(answer, 422) == "validation_error"
    assert error_of(render(house, source, brand=brand, revision=9), 404) == "not_found"
    assert error_of(render(house, source, house.stranger(), brand=brand), 404) == "not_found"
