"""An organisation that the operator deletes: doors close at once, nothing of it is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.nouns import a_file, a_lease, an_attempt, an_image
from tests.fakes.objects import InMemoryObjects
from tests.fakes.world import World

from docsmith.domain.account import Organisation
from docsmith.domain.errors import InvalidApiKey, NotFound, StorageError
from docsmith.domain.task import Status
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.endpoint_places import endpoint_pool
from docsmith.usecases.erase_organisation import IN_FLIGHT, EraseOrganisations
from docsmith.usecases.objects import organisation_prefix
from docsmith.usecases.operator_acts import perform
from docsmith.usecases.records import Insert


def eraser(world: World) -> EraseOrganisations:
    return EraseOrganisations(
        records=world.records, objects=world.objects, end=world.end, clock=world.clock
    )


def swept(world: World) -> int:
    """Every pass until nobody in flight can write any more."""
    gone = 0
    for _ in range(IN_FLIGHT // timedelta(minutes=1) + 2):
        gone += eraser(world)()
        world.clock.advance(minutes=1)
    return gone


def lived_in(world: World) -> Organisation:
    """One with everything that an organisation can have."""
    made = world.organisation()
    owner = made.organisation_id
    caller = world.caller(made)
    world.limit_rate(caller.key.key_id, limit=10)
    world.subscribe.create(
        owner, url="https://hook.example/x", events=(Event.RUN_COMPLETED,), description=""
    )
    hook = "https://hook.example/there"
    world.completed(world.running(world.submitted(caller, webhook_url=hook)), usd=0.5)
    world.running(world.submitted(caller, idempotency_key="k"))
    world.submitted(caller)
    for delivery in world.records.every(Delivery):
        world.records.transact(Insert(an_attempt(delivery_id=delivery.delivery_id)))
    pool = endpoint_pool(owner, "https://hook.example:443")
    world.records.transact(Insert(a_lease(pool=pool, organisation=owner)))
    world.records.transact(Insert(a_file(organisation=owner)), Insert(an_image(organisation=owner)))
    batch = world.batches.begun({"name": "A"}, {"x": 1}, caller=caller, idempotency_key="b")
    world.batches.hand_in(batch, world.batches.lines(batch)[0])
    world.batches.manifests.put(f"batches/{owner}/nightly.csv", b"name\nA")
    for name in ("files/file_1", "images/img_1", "runs/run_gone/left.json"):
        world.objects.put_new(f"orgs/{owner}/{name}", b"bytes", content_type="x/y")
    return made


def test_nothing_of_it_is_left_in_table_or_bucket_and_nothing_of_others_is_touched(
    world: World,
) -> None:
    kept, made = lived_in_beside(world)
    before = sorted(world.records.mentions(kept.organisation_id))
    assert world.records.mentions(made.organisation_id)
    world.operate.delete_organisation(made.organisation_id)
    assert swept(world) == 1
    assert world.records.mentions(made.organisation_id) == []
    assert [key for key in world.objects.stored if made.organisation_id in key] == []
    assert sorted(world.records.mentions(kept.organisation_id)) == before
    assert any(kept.organisation_id in key for key in world.objects.stored)


def lived_in_beside(world: World) -> tuple[Organisation, Organisation]:
    kept = world.organisation("Kept")
    world.completed(world.running(world.submitted(world.caller(kept))))
    return kept, lived_in(world)


def test_its_keys_open_nothing_and_its_tasks_are_stopped(world: World) -> None:
    made = world.organisation()
    _, secret = world.operate.create_key(made.organisation_id)
    task = world.running(world.submitted(world.caller(made)))
    world.operate.delete_organisation(made.organisation_id)
    with pytest.raises(InvalidApiKey):
        world.authenticate(secret)
    with pytest.raises(NotFound):
        world.operate.create_key(made.organisation_id)
    assert made.organisation_id not in [
        o.organisation_id for o in world.operate.list_organisations()
    ]
    eraser(world)()
    assert world.executions.running() == []
    assert world.executions.stopped == [(task.execution_name, f"task {Status.CANCELLED}")]


def test_what_was_written_by_a_step_in_flight_goes_with_a_later_pass(world: World) -> None:
    made = world.organisation()
    caller = world.caller(made, test=True)
    world.operate.delete_organisation(made.organisation_id)
    eraser(world)()
    late = world.submitted(caller)
    key = f"orgs/{made.organisation_id}/runs/{late.run_id}/late.json"
    world.objects.put_new(key, b"late", content_type="x/y")
    assert swept(world) == 1
    assert world.records.mentions(made.organisation_id) == []
    assert key not in world.objects.stored


def test_deleting_what_is_not_there_is_told(world: World) -> None:
    answer = perform(world.operate, {"act": "delete_organisation", "organisation_id": "org_none"})
    assert (answer["ok"], answer["error"]) == (False, "not_found")


def test_deleting_twice_is_harmless(world: World) -> None:
    made = world.organisation()
    acts = [{"act": "delete_organisation", "organisation_id": made.organisation_id}] * 2
    assert [perform(world.operate, act)["ok"] for act in acts] == [True, True]
    assert swept(world) == 1


def test_why_one_cannot_be_erased_now_is_told_and_it_keeps_no_other_from_it() -> None:
    world = World(objects=_Refusing())
    stubborn, other = world.organisation(), world.organisation()
    assert isinstance(world.objects, _Refusing)
    world.objects.stubborn = organisation_prefix(stubborn.organisation_id)
    for made in (stubborn, other):
        world.operate.delete_organisation(made.organisation_id)
    world.clock.now += IN_FLIGHT
    told: set[tuple[str, str]] = set()

    def note(organisation: Organisation, error: Exception) -> None:
        told.add((organisation.organisation_id, type(error).__name__))

    sweep = replace(eraser(world), report=note)
    assert sweep() == 0, "there was something"
    world.clock.advance(minutes=1)
    assert sweep() == 1
    assert told == {(stubborn.organisation_id, "StorageError")}


class _Refusing(InMemoryObjects):
    """One organisation whose objects do not go."""

    stubborn = ""

    def delete_prefix(self, prefix: str) -> int:
        if prefix == self.stubborn:
            raise StorageError
        return super().delete_prefix(prefix)
