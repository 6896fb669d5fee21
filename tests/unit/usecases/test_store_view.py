"""Pictures of a view are stored once, beside its pages, and one that is damaged is left out."""

import json
from typing import Any

from tests.fakes.nouns import a_run
from tests.fakes.objects import InMemoryObjects
from tests.unit.documents.word.building import picture_input

from docsmith.documents.pictures import Picture
from docsmith.usecases.ports import AlreadyThere, ObjectInfo
from docsmith.usecases.store_view import store_view

GOOD = Picture(picture_input(40, 30).content)
DAMAGED = Picture(picture_input(40, 30).content[:70])


def stored(objects: InMemoryObjects, *pictures: Picture, stem: str = "view") -> list[Any]:
    """What a page says of the pictures on it."""
    projection = {"head": {}, "pages": {"a": [{"sources": list(pictures)}]}}
    key = store_view(projection, stem, objects, a_run())
    (bundle,) = json.loads(objects.get(key))["bundles"]
    (page,) = json.loads(objects.get(bundle))
    return page["sources"]


def test_a_page_names_its_pictures_and_a_damaged_one_is_left_out() -> None:
    objects = InMemoryObjects()
    assert stored(objects, GOOD, DAMAGED, GOOD) == [GOOD.name, None, GOOD.name]
    (key,) = [key for key in objects.stored if "/pictures/" in key]
    assert key.endswith(GOOD.name)
    assert objects.stored[key][1] == "image/jpeg"


def test_a_picture_that_somebody_else_stores_at_the_same_moment_is_no_fault() -> None:
    class Racing(InMemoryObjects):
        """Another writer is always a moment faster with pictures."""

        def info(self, key: str) -> ObjectInfo | None:
            return None

        def put_new(self, key: str, content: bytes, *, content_type: str) -> None:
            super().put_new(key, content, content_type=content_type)
            if "/pictures/" in key:
                raise AlreadyThere(key)

    assert stored(Racing(), GOOD) == [GOOD.name]


def test_a_picture_that_stands_on_many_pages_is_looked_for_once() -> None:
    class Counting(InMemoryObjects):
        """Counts what is asked about pictures."""

        asked = 0

        def info(self, key: str) -> ObjectInfo | None:
            self.asked += 1
            return super().info(key)

    objects = Counting()
    assert stored(objects, GOOD, GOOD, DAMAGED, DAMAGED) == [GOOD.name, GOOD.name, None, None]
    assert objects.asked == 2
