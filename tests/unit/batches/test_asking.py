"""How a batch is asked for: by HTTP and by event, once, and clearly when it cannot be made."""

from typing import Any

import pytest
from pydantic import ValidationError
from tests.fakes.nouns import a_file
from tests.fakes.world import World

from docsmith.domain.account import Organisation
from docsmith.domain.batch import MAX_MANIFEST, Batch, BatchStatus, ManifestPlace
from docsmith.domain.batch_request import BatchByHttp
from docsmith.domain.errors import (
    Gone,
    IdempotencyConflict,
    NotFound,
    PayloadTooLarge,
    ServiceUnavailable,
    StorageError,
    ValidationFailed,
)
from docsmith.domain.files import FileStatus, StoredFile
from docsmith.domain.task import Task
from docsmith.domain.webhook import Delivery, Event
from docsmith.usecases.records import Collision, Insert, Remove
from docsmith.usecases.step import To
from docsmith.usecases.submit_batch import bounded
from docsmith.usecases.submit_generation import Caller

HOOK = "https://customer.test/hook"
LINES = b'{"branch": "Nord"}\n{"branch": "Sud"}\n'
DEFAULTS = {"format": "excel", "prompt_template": "A report on {branch}"}


@pytest.fixture
def owner(world: World) -> Organisation:
    return world.organisation()


def event(organisation: Organisation, **detail: Any) -> dict[str, Any]:
    """As EventBridge hands it over; a manifest lies where it may."""
    owner = organisation.organisation_id
    given = {"manifest": f"batches/{owner}/nightly.jsonl", "defaults": DEFAULTS, **detail}
    given = {name: value for name, value in given.items() if value is not None}
    return {
        "id": "event-1",
        "source": "docsmith.batch",
        "detail-type": "Document Batch Requested",
        "detail": {"organisation": owner, **given},
    }


def put(world: World, organisation: Organisation, content: bytes = LINES) -> str:
    key = f"batches/{organisation.organisation_id}/nightly.jsonl"
    world.batches.manifests.put(key, content)
    return key


def uploaded(world: World, caller: Caller, **changes: Any) -> StoredFile:
    owner = caller.organisation.organisation_id
    file = a_file(organisation=owner, name="lines.jsonl", key=f"orgs/{owner}/files/f", **changes)
    world.batches.manifests.put(file.key, LINES)
    world.records.transact(Insert(file))
    return file


def by_file(file: StoredFile, **fields: Any) -> BatchByHttp:
    return BatchByHttp.model_validate({"file_id": file.file_id, "defaults": DEFAULTS, **fields})


def read(world: World, batch: Batch) -> Batch:
    world.batches.read_manifest(batch.batch_id)
    return world.batches.now(batch)


def told(world: World) -> list[dict[str, Any]]:
    deliveries = world.records.every(Delivery)
    return [d.facts or {} for d in deliveries if d.event is Event.BATCH_COMPLETED]


def test_an_event_names_a_manifest_and_its_lines_are_made(
    world: World, owner: Organisation
) -> None:
    put(world, owner)
    batch = world.batches.request(event(owner))
    assert (batch.key_id, batch.base_url) == ("events", "https://api.test/prod/api/v1")
    ended = world.batches.made(read(world, batch))
    assert (ended.status, world.batches.counts(batch).completed) == (BatchStatus.COMPLETED, 2)


def test_an_event_that_comes_twice_is_one_batch(world: World, owner: Organisation) -> None:
    put(world, owner)
    first, second = world.batches.request(event(owner)), world.batches.request(event(owner))
    assert first.batch_id == second.batch_id
    assert len(world.executions.started) == 1


def test_a_key_that_was_used_for_another_batch_is_told_on_a_batch_that_fails(
    world: World, owner: Organisation
) -> None:
    put(world, owner)
    first = world.batches.request(event(owner, idempotency_key="night"))
    other = {**event(owner, idempotency_key="night", dry_run=True), "id": "event-2"}
    failed = [read(world, world.batches.request(other)) for _ in range(2)]
    assert {batch.batch_id for batch in failed} & {first.batch_id} == set()
    assert len({batch.batch_id for batch in failed}) == 1
    assert failed[0].failure is not None
    assert failed[0].failure.code == "idempotency_conflict"


def test_an_event_may_carry_its_lines_and_ask_for_the_offline_author(
    world: World, owner: Organisation
) -> None:
    asked = event(owner, manifest=None, items=[{"branch": "Nord"}], test=True)
    batch = read(world, world.batches.request(asked))
    assert (batch.total, batch.estimate) == (1, 0)
    task = world.batches.hand_in(batch, world.batches.lines(batch)[0])
    assert task is not None
    assert task.pool == "test"


def test_a_manifest_may_be_named_as_s3_writes_it(world: World, owner: Organisation) -> None:
    key = put(world, owner)
    batch = world.batches.request(event(owner, manifest=f"s3://bucket/{key}"))
    assert batch.manifest is not None
    assert batch.manifest.key == key


@pytest.mark.parametrize(
    ("detail", "code", "reason"),
    [
        ({"manifest": "batches/org_other/x.jsonl"}, "forbidden", "A manifest lies under batches/"),
        ({"manifest": "s3://elsewhere/batches/x"}, "forbidden", "A manifest lies under batches/"),
        ({"manifest": "orgs/x"}, "forbidden", "A manifest lies under batches/"),
        ({}, "not_found", "There is no manifest batches/"),
        ({"items": [{"a": 1}]}, "validation_error", "give either manifest or items"),
        ({"manifest": None}, "validation_error", "give either manifest or items"),
        ({"manifest": None, "items": [{}] * 101}, "validation_error", "items: Tuple should have"),
        ({"idempotency_key": ""}, "validation_error", "idempotency_key: String should have"),
        ({"idempotency_key": None, "dry_run": 1}, "validation_error", "dry_run: Input"),
        ({"dry_run": "yes"}, "validation_error", "dry_run: Input should be a valid boolean"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_on_the_batch_and_by_webhook(
    world: World, owner: Organisation, detail: dict[str, Any], code: str, reason: str
) -> None:
    batch = read(world, world.batches.request(event(owner, webhook_url=HOOK, **detail)))
    assert batch.status is BatchStatus.FAILED
    assert batch.failure is not None
    assert batch.failure.code == code
    assert reason in batch.failure.message
    [facts] = told(world)
    assert (facts["status"], facts["error"]["code"]) == ("failed", code)
    assert world.records.every(Task) == []


@pytest.mark.parametrize("where", ["webhook_url", "defaults"])
@pytest.mark.parametrize("detail", [{}, {"dry_run": "yes"}])
def test_an_address_that_may_not_be_called_fails_the_batch_and_is_not_called(
    world: World, owner: Organisation, where: str, detail: dict[str, Any]
) -> None:
    inside = "https://169.254.169.254/"
    asked = {"webhook_url": inside} if where == "webhook_url" else {}
    if where == "defaults":
        asked = {"defaults": {**DEFAULTS, "webhook_url": inside}}
    put(world, owner)
    batch = read(world, world.batches.request(event(owner, **asked, **detail)))
    assert batch.status is BatchStatus.FAILED
    assert told(world) == []


@pytest.mark.parametrize("url", [7, "https://" + "x" * 2_000, "ftp://x"])
def test_an_address_that_is_none_is_not_told(world: World, owner: Organisation, url: Any) -> None:
    batch = read(world, world.batches.request(event(owner, webhook_url=url)))
    assert (batch.status, batch.told_to) == (BatchStatus.FAILED, None)


@pytest.mark.parametrize("detail", [None, {}, "x", {"organisation": "org_none"}])
def test_an_event_of_no_organisation_is_refused(world: World, detail: Any) -> None:
    with pytest.raises(NotFound):
        world.batches.request({"id": "1", "detail": detail})
    assert world.records.every(Batch) == []


def test_an_event_of_a_deleted_organisation_is_refused(world: World, owner: Organisation) -> None:
    put(world, owner)
    world.operate.delete_organisation(owner.organisation_id)
    with pytest.raises(NotFound):
        world.batches.request(event(owner))


def test_a_store_that_does_not_answer_leaves_the_event_to_be_delivered_again(
    world: World, owner: Organisation
) -> None:
    def silent(_: str) -> None:
        raise StorageError

    world.batches.manifests.look = silent  # type: ignore[method-assign,assignment]
    with pytest.raises(StorageError):
        world.batches.request(event(owner))
    assert world.records.every(Batch) == []


def test_a_manifest_that_changed_after_it_was_accepted_fails_the_batch(
    world: World, owner: Organisation
) -> None:
    put(world, owner)
    batch = world.batches.request(event(owner, webhook_url=HOOK))
    put(world, owner, LINES + LINES)
    failed = read(world, batch)
    assert failed.failure is not None
    assert "was changed after it was accepted" in failed.failure.message
    assert told(world)[0]["error"]["code"] == "conflict"


def test_a_manifest_that_changes_once_it_was_read_changes_nothing(
    world: World, owner: Organisation
) -> None:
    put(world, owner)
    batch = read(world, world.batches.request(event(owner)))
    put(world, owner, b'{"branch": "Ost"}')
    assert world.batches.read_manifest(batch.batch_id).outcome is To.OK
    prompts = [line.request["prompt"] for line in world.batches.lines(batch)]
    assert prompts == ["A report on Nord", "A report on Sud"]


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_manifest_fails_the_batch(
    world: World, owner: Organisation, content: bytes
) -> None:
    put(world, owner, content)
    failed = read(world, world.batches.request(event(owner)))
    assert failed.failure is not None
    assert failed.failure.code == "unreadable_file"


def test_a_manifest_that_may_not_be_read_or_is_gone_fails_the_batch(
    world: World, owner: Organisation
) -> None:
    key = put(world, owner)
    closed = world.batches.request(event(owner))
    gone = world.batches.request({**event(owner), "id": "event-2"})
    world.batches.manifests.closed.add(key)
    assert read(world, closed).failure is not None
    world.batches.manifests.closed.clear()
    world.objects.delete(key)
    failed = read(world, gone)
    assert failed.failure is not None
    assert (failed.failure.code, world.batches.now(closed).status) == (
        "not_found",
        BatchStatus.FAILED,
    )


def test_an_uploaded_manifest_is_read_by_its_own_name(world: World) -> None:
    caller = world.caller()
    batch = read(world, world.batches.submit(by_file(uploaded(world, caller)), caller))
    assert (batch.total, batch.status) == (2, BatchStatus.RUNNING)


def test_files_that_are_not_there_are_refused_at_once(world: World) -> None:
    caller, other = world.caller(), world.caller(world.organisation("Other"))
    file = uploaded(world, caller)
    with pytest.raises(NotFound):
        world.batches.submit(by_file(file), other)
    world.objects.delete(file.key)
    with pytest.raises(NotFound):
        world.batches.submit(by_file(file), caller)
    pending = uploaded(world, other, file_id="file_" + "1" * 26, status=FileStatus.PENDING)
    with pytest.raises(ValidationFailed, match="not uploaded yet"):
        world.batches.submit(by_file(pending), other)


def test_a_manifest_of_too_many_bytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(PayloadTooLarge, match="50 MB"):
        bounded(ManifestPlace(key="k", etag="e", size=MAX_MANIFEST + 1, name="m.csv"))


@pytest.mark.parametrize(
    "body", [{}, {"items": [], "file_id": None}, {"items": [{}], "file_id": "file_" + "0" * 26}]
)
def test_a_call_names_a_file_or_gives_lines(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BatchByHttp.model_validate(body)


def test_a_repeated_key_answers_the_same_batch_and_another_body_is_a_conflict(
    world: World,
) -> None:
    caller = world.caller()
    first = world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")
    again = world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")
    assert first.batch_id == again.batch_id
    with pytest.raises(IdempotencyConflict):
        world.batches.asked({"name": "B"}, caller=caller, idempotency_key="k")
    test = world.caller(caller.organisation, test=True)
    with pytest.raises(IdempotencyConflict):
        world.batches.asked({"name": "A"}, caller=test, idempotency_key="k")
    world.records.transact(Remove(first))
    with pytest.raises(Gone):
        world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")


def test_two_calls_at_once_with_one_key_make_one_batch(world: World) -> None:
    caller = world.caller()

    def race() -> None:
        world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")

    world.records.before_commit.append(race)
    race()
    assert len(world.records.every(Batch)) == 1


def test_a_key_that_others_keep_taking_is_told_as_busy(world: World) -> None:
    caller = world.caller()

    def refuses(*_: object, **__: object) -> None:
        raise Collision((0,))

    world.records.transact = refuses  # type: ignore[method-assign]
    with pytest.raises(ServiceUnavailable):
        world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")


def test_a_key_of_a_batch_is_no_key_of_a_task(world: World) -> None:
    caller = world.caller()
    world.batches.asked({"name": "A"}, caller=caller, idempotency_key="k")
    assert world.submitted(caller, idempotency_key="k").request["prompt"] == "A budget"


def test_reading_twice_at_once_begins_once(world: World) -> None:
    batch = world.batches.asked({"name": "A"}, {"format": "pdf"})
    step = world.batches.read_manifest
    world.records.before_commit += [lambda: None, lambda: step(batch.batch_id)]
    assert step(batch.batch_id).outcome is To.OK
    assert world.batches.counts(batch).failed == 1


def test_reading_that_was_interrupted_goes_on_with_what_it_had_judged(world: World) -> None:
    batch = world.batches.asked(*[{"n": n} for n in range(45)])
    step = world.batches.read_manifest

    def dies() -> None:
        raise StorageError

    world.records.before_commit += [lambda: None, dies]
    with pytest.raises(StorageError):
        step(batch.batch_id)
    assert world.batches.counts(batch).failed == 30
    assert step(batch.batch_id).outcome is To.OK
    counts = world.batches.counts(batch)
    assert (counts.total, counts.failed, counts.queued) == (45, 45, 0)


def test_reading_what_is_over_or_unknown_reads_nothing(world: World) -> None:
    batch = world.batches.made(world.batches.begun({"name": "A"}))
    for batch_id in (batch.batch_id, "bat_none"):
        assert world.batches.read_manifest(batch_id).outcome is To.OVER


def test_two_reads_at_once_store_one_judgement(world: World) -> None:
    batch = world.batches.asked({"name": "A"})
    step = world.batches.read_manifest
    read_by_another = world.batches.manifests.read

    def raced(place: ManifestPlace) -> bytes:
        world.batches.manifests.read = read_by_another  # type: ignore[method-assign]
        step(batch.batch_id)
        return read_by_another(place)

    world.batches.manifests.read = raced  # type: ignore[method-assign]
    assert step(batch.batch_id).outcome is To.OK
    assert world.batches.now(batch).total == 1
