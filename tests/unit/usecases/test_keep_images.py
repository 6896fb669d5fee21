"""Images of a client: kept with tags and caption, hidden when deleted, forgotten a day later."""

import pytest
from tests.fakes.world import World
from tests.unit.domain.test_images import a_picture

from docsmith.domain.errors import NotFound, PayloadTooLarge, UnreadableFile
from docsmith.domain.images import StoredImage
from docsmith.usecases.keep_images import NewImage, forget_images

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
    forget = {"records": world.records, "objects": world.objects, "clock": world.clock}
    world.clock.advance(hours=23)
    assert forget_images(**forget) == 0
    assert world.objects.info(image.key) is not None
    world.clock.advance(hours=1)
    assert forget_images(**forget) == 1
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
