"""Files: bytes sent to us, or a place for bytes that go straight to storage."""

import hashlib

import pytest
from tests.fakes.objects import UploadRefused
from tests.fakes.world import World

from docsmith.domain.account import Tier
from docsmith.domain.errors import NotFound, PayloadTooLarge
from docsmith.domain.files import PENDING_LIMIT, FileStatus, Purpose, StoredFile
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.records import Replace
from docsmith.usecases.submit_generation import Caller


def new(name: str = "orders.csv", size: int = 3) -> NewFile:
    return NewFile(name, "text/csv", Purpose.CONTEXT, size)


@pytest.fixture
def caller(world: World) -> Caller:
    return world.caller()


def test_sent_bytes_are_stored_under_the_organisation_and_ready(
    world: World, caller: Caller
) -> None:
    file = world.files.store(new(), b"a,b", caller)
    assert (file.status, file.size, file.name) == (FileStatus.READY, 3, "orders.csv")
    assert file.sha256 == hashlib.sha256(b"a,b").hexdigest()
    assert world.objects.get(file.key) == b"a,b"
    assert file.key.startswith(f"orgs/{caller.organisation.organisation_id}/files/")
    assert world.files.get(file.file_id, caller) == file


def test_an_announced_file_is_pending_until_its_bytes_are_there(
    world: World, caller: Caller
) -> None:
    file, upload = world.files.await_upload(new(size=5), caller)
    assert world.files.get(file.file_id, caller).status is FileStatus.PENDING
    assert world.records.due_at(file) == file.created_at + PENDING_LIMIT
    with pytest.raises(UploadRefused):
        world.objects.upload(upload, b"123456")
    world.objects.upload(upload, b"1234")
    ready = world.files.get(file.file_id, caller)
    assert (ready.status, ready.size) == (FileStatus.READY, 4)
    assert world.records.due_at(file) is None


def test_files_that_a_request_names_are_made_ready(world: World, caller: Caller) -> None:
    file, upload = world.files.await_upload(new(), caller)
    world.objects.upload(upload, b"123")
    world.files.make_ready([file.file_id, "file_unknown"], world.caller())
    assert stored(world, file).status is FileStatus.PENDING
    world.files.make_ready([file.file_id, "file_unknown"], caller)
    assert stored(world, file).status is FileStatus.READY


def stored(world: World, file: StoredFile) -> StoredFile:
    found = world.records.get(StoredFile, file.file_id)
    assert found is not None
    return found.value


def test_two_who_see_the_bytes_at_once_both_see_a_ready_file(world: World, caller: Caller) -> None:
    file, upload = world.files.await_upload(new(), caller)
    world.objects.upload(upload, b"123")
    world.records.before_commit.append(lambda: world.files.get(file.file_id, caller))
    assert world.files.get(file.file_id, caller).status is FileStatus.READY


def test_a_pending_file_that_is_deleted_while_it_is_read_stays_as_it_was_seen(
    world: World, caller: Caller
) -> None:
    file, upload = world.files.await_upload(new(), caller)
    world.objects.upload(upload, b"123")
    world.records.before_commit.append(lambda: world.files.delete(file.file_id, caller))
    assert world.files.get(file.file_id, caller).status is FileStatus.PENDING
    with pytest.raises(NotFound):
        world.files.get(file.file_id, caller)


def test_a_deleted_file_leaves_neither_record_nor_bytes(world: World, caller: Caller) -> None:
    file = world.files.store(new(), b"a,b", caller)
    world.files.delete(file.file_id, caller)
    assert world.objects.stored == {}
    with pytest.raises(NotFound):
        world.files.get(file.file_id, caller)
    with pytest.raises(NotFound):
        world.files.delete(file.file_id, caller)


def test_a_file_deleted_by_two_at_once_is_deleted(world: World, caller: Caller) -> None:
    file = world.files.store(new(), b"a,b", caller)
    world.records.before_commit.append(lambda: world.files.delete(file.file_id, caller))
    world.files.delete(file.file_id, caller)
    assert world.records.every(StoredFile) == []


def test_another_organisations_file_is_not_there(world: World, caller: Caller) -> None:
    file = world.files.store(new(), b"a,b", caller)
    other = world.caller()
    with pytest.raises(NotFound):
        world.files.get(file.file_id, other)
    with pytest.raises(NotFound):
        world.files.delete(file.file_id, other)
    assert world.files.page(other, limit=10, cursor=None).records == ()


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_bounds_the_size_of_its_files(world: World, tier: Tier) -> None:
    caller = world.caller(world.organisation(tier=tier))
    limit = tier.limits.upload_bytes
    world.files.await_upload(new(size=limit), caller)
    with pytest.raises(PayloadTooLarge):
        world.files.await_upload(new(size=limit + 1), caller)


def test_files_are_listed_newest_first(world: World, caller: Caller) -> None:
    made: list[str] = []
    for _ in range(5):
        world.clock.advance(seconds=1)
        made.append(world.files.store(new(), b"a,b", caller).file_id)
    first = world.files.page(caller, limit=3, cursor=None)
    second = world.files.page(caller, limit=3, cursor=first.next)
    seen = [record.value.file_id for record in (*first.records, *second.records)]
    assert seen == made[::-1]
    assert second.next is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("a\\b\\c.csv", "c.csv"), ("\x00\n", "file"), ("..", "file")],
)
def test_a_name_is_cleaned_of_path_and_controls(
    world: World, caller: Caller, given: str, kept: str
) -> None:
    assert world.files.store(new(given), b"a,b", caller).name == kept


def test_a_record_that_changed_since_it_was_read_is_read_again(
    world: World, caller: Caller
) -> None:
    file, upload = world.files.await_upload(new(), caller)
    world.objects.upload(upload, b"123")

    def rename() -> None:
        found = world.records.get(StoredFile, file.file_id)
        assert found is not None
        world.records.transact(Replace(found.value.with_(name="renamed.csv"), found.version))

    world.records.before_commit.append(rename)
    assert world.files.get(file.file_id, caller).name == "renamed.csv"
