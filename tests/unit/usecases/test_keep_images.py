"""Images of a client: kept with tags and caption, hidden when deleted, forgotten a day later."""

import pytest
from tests.fakes.objects import InMemoryObjects, UploadRefused
from tests.fakes.world import World, a_request
from tests.unit.domain.test_images import a_picture

from docsmith.domain.errors import (
    NotFound,
    PayloadTooLarge,
    StorageError,
    UnreadableFile,
    ValidationFailed,
)
from docsmith.domain.files import PENDING_LIMIT, FileStatus
from docsmith.domain.images import StoredImage
from docsmith.domain.task import Kind
from docsmith.usecases.check_inputs import check_inputs
from docsmith.usecases.forget_images import ForgetImages
from docsmith.usecases.keep_images import NewImage
from docsmith.usecases.ports import PresignedUpload
from docsmith.usecases.submit_generation import Caller

PNG = a_picture("PNG")
NEW = NewImage(name="../harbour.png", tags=("cover",), caption="The harbour")


def test_an_image_is_kept_with_what_it_is(world: World) -> None:
    caller = world.caller()
    image = world.images.store(NEW, PNG, caller)
    assert (image.name, image.kind, image.width, image.height) == ("harbour.png", "png", 40, 30)
    assert world.objects.get(image.key) == PNG
    assert world.images.get(image.image_id, caller) == image
    assert world.images.store(NewImage(name="///"), PNG, caller).name == "image.png"


def test_what_is_no_image_or_too_large_is_refused(world: World) -> None:
    caller = world.caller()
    with pytest.raises(UnreadableFile):
        world.images.store(NEW, b"text", caller)
    with pytest.raises(PayloadTooLarge):
        world.images.store(NEW, PNG + bytes(10_000_000), caller)
    assert world.objects.stored == {}


def test_another_organisations_image_is_not_there(world: World) -> None:
    image = world.images.store(NEW, PNG, world.caller())
    for act in (world.images.get, world.images.delete):
        with pytest.raises(NotFound):
            act(image.image_id, world.caller())


def test_a_deleted_image_is_hidden_at_once_and_its_bytes_go_after_a_day(world: World) -> None:
    caller = world.caller()
    image = world.images.store(NEW, PNG, caller)
    world.images.delete(image.image_id, caller)
    with pytest.raises(NotFound):
        world.images.get(image.image_id, caller)
    world.clock.advance(hours=23)
    assert forget(world) == 0
    assert world.objects.info(image.key) is not None
    world.clock.advance(hours=1)
    assert forget(world) == 1
    assert world.objects.info(image.key) is None
    assert world.records.get(StoredImage, image.image_id) is None


def test_a_list_is_newest_first_and_without_deleted_ones(world: World) -> None:
    caller = world.caller()
    images = []
    for number in range(5):
        world.clock.advance(seconds=1)
        images.append(world.images.store(NewImage(name=f"{number}.png"), PNG, caller))
    world.images.delete(images[1].image_id, caller)
    first = world.images.page(caller, limit=3, cursor=None)
    rest = world.images.page(caller, limit=3, cursor=first.next)
    names = [stored.value.name for stored in (*first.records, *rest.records)]
    assert names == ["4.png", "3.png", "2.png", "0.png"]
    assert len(first.records) == 3
    assert rest.next is None


def test_a_list_with_very_many_deleted_ones_goes_on_at_its_cursor(world: World) -> None:
    caller = world.caller()
    for number in range(25):
        world.clock.advance(seconds=1)
        image = world.images.store(NewImage(name=f"{number}.png"), PNG, caller)
        if number:
            world.images.delete(image.image_id, caller)
    page = world.images.page(caller, limit=1, cursor=None)
    assert (page.records, page.next is None) == ((), False)
    rest = world.images.page(caller, limit=1, cursor=page.next)
    assert [stored.value.name for stored in rest.records] == ["0.png"]


def announced(world: World, caller: Caller) -> tuple[StoredImage, PresignedUpload]:
    return world.images.await_upload(NEW, kind="jpeg", size=5_000_000, caller=caller)


def forget(world: World) -> int:
    return ForgetImages(records=world.records, objects=world.objects, clock=world.clock)()


def test_an_announced_image_is_pending_until_its_bytes_are_there(world: World) -> None:
    caller = world.caller()
    image, upload = announced(world, caller)
    assert (image.status, image.width, image.size) == (FileStatus.PENDING, None, 5_000_000)
    assert world.images.get(image.image_id, caller) == image
    assert world.records.due_at(image) == image.created_at + PENDING_LIMIT
    with pytest.raises(UploadRefused):
        world.objects.upload(upload, bytes(5_000_001))
    world.objects.upload(upload, PNG)
    ready = world.images.get(image.image_id, caller)
    assert (ready.status, ready.kind, ready.width, ready.size) == ("ready", "png", 40, len(PNG))
    assert world.images.get(image.image_id, caller) == ready
    world.clock.advance(hours=25)
    assert forget(world) == 0


def test_images_that_a_request_names_are_made_ready(world: World) -> None:
    caller = world.caller()
    image, upload = announced(world, caller)
    request = a_request(image_assets=[{"image_id": image.image_id}])
    owner = caller.organisation.organisation_id
    with pytest.raises(ValidationFailed):
        check_inputs(request, Kind.EXCEL, organisation=owner, records=world.records)
    world.objects.upload(upload, PNG)
    world.images.make_ready([image.image_id, "img_unknown"], world.caller())
    with pytest.raises(ValidationFailed):
        check_inputs(request, Kind.EXCEL, organisation=owner, records=world.records)
    world.images.make_ready([image.image_id, "img_unknown"], caller)
    check_inputs(request, Kind.EXCEL, organisation=owner, records=world.records)


def test_uploaded_bytes_that_are_no_image_are_refused_and_forgotten(world: World) -> None:
    caller = world.caller()
    image, upload = announced(world, caller)
    world.objects.upload(upload, b"text")
    with pytest.raises(UnreadableFile):
        world.images.get(image.image_id, caller)
    with pytest.raises(UnreadableFile):
        world.images.make_ready([image.image_id], caller)
    world.clock.advance(hours=24)
    assert forget(world) == 1
    assert (world.objects.stored, world.records.get(StoredImage, image.image_id)) == ({}, None)


def test_an_announced_image_that_never_came_is_forgotten_after_a_day(world: World) -> None:
    image, _ = announced(world, world.caller())
    world.clock.advance(hours=23)
    assert forget(world) == 0
    world.clock.advance(hours=1)
    assert forget(world) == 1
    assert world.records.get(StoredImage, image.image_id) is None


def test_an_announcement_beyond_the_tier_is_refused(world: World) -> None:
    with pytest.raises(PayloadTooLarge):
        world.images.await_upload(NEW, kind="png", size=10_000_001, caller=world.caller())


def test_an_image_whose_bytes_are_seen_at_the_last_moment_is_kept(world: World) -> None:
    caller = world.caller()
    image, upload = announced(world, caller)
    world.objects.upload(upload, PNG)
    world.clock.advance(hours=24)
    world.records.before_get[StoredImage] = lambda: world.images.get(image.image_id, caller)
    assert forget(world) == 0
    assert world.objects.info(image.key) is not None


def test_two_sweeps_forget_an_image_once(world: World) -> None:
    announced(world, world.caller())
    world.clock.advance(hours=24)
    faster: list[int] = []
    world.records.before_commit.append(lambda: faster.append(forget(world)))
    assert (forget(world), faster) == (0, [1])


class _Refusing(InMemoryObjects):
    """One object that does not go."""

    stubborn = ""

    def delete(self, key: str) -> None:
        if key == self.stubborn:
            raise StorageError
        super().delete(key)


def test_why_one_cannot_be_taken_away_is_told_and_it_keeps_no_other_from_it() -> None:
    world = World(objects=_Refusing())
    assert isinstance(world.objects, _Refusing)
    (stubborn, _), (other, _) = (announced(world, world.caller()) for _ in range(2))
    world.objects.stubborn = stubborn.key
    world.clock.advance(hours=24)
    told: list[tuple[str, str]] = []
    sweep = ForgetImages(
        records=world.records,
        objects=world.objects,
        clock=world.clock,
        report=lambda image, error: told.append((image.image_id, type(error).__name__)),
    )
    assert sweep() == 1
    assert told == [(stubborn.image_id, "StorageError")]
    assert world.records.get(StoredImage, other.image_id) is None
