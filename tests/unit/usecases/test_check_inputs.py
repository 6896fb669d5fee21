"""Files and images that a request names: there, the caller's, ready, and meant for this use."""

from typing import Any

import pytest
from tests.fakes.nouns import ORGANISATION, a_file, an_id, an_image
from tests.fakes.world import World, a_request

from docsmith.domain.errors import NotFound, UnreadableFile, ValidationFailed
from docsmith.domain.files import FileStatus, Purpose
from docsmith.domain.task import Kind
from docsmith.usecases.check_inputs import check_inputs
from docsmith.usecases.records import Insert


def check(world: World, kind: Kind = Kind.EXCEL, **fields: Any) -> None:
    request = a_request(**fields)
    check_inputs(request, kind, organisation=ORGANISATION, records=world.records)


def test_whatever_is_there_is_taken(world: World) -> None:
    world.records.transact(
        Insert(a_file(1)), Insert(a_file(2, purpose=Purpose.INIT)), Insert(an_image(1))
    )
    check(
        world,
        data_sources=[{"file_id": an_id("file_", 1), "kind": "csv"}],
        context_files=[an_id("file_", 1)],
        init_file=an_id("file_", 2),
        image_assets=[{"image_id": an_id("img_", 1)}],
    )
    check(world)


def test_an_init_file_must_have_been_uploaded_as_one(world: World) -> None:
    world.records.transact(Insert(a_file(1)))
    with pytest.raises(UnreadableFile, match=r"orders\.csv was uploaded as `context`"):
        check(world, init_file=an_id("file_", 1))
    check(world, Kind.ANALYZE, init_file=an_id("file_", 1))


@pytest.mark.parametrize("field", ["context_files", "init_file"])
def test_files_of_others_and_unknown_ones_are_not_found(world: World, field: str) -> None:
    world.records.transact(Insert(a_file(1, organisation="org_other")))
    for number in (1, 404):
        file_id = an_id("file_", number)
        with pytest.raises(NotFound):
            check(world, **{field: [file_id] if field == "context_files" else file_id})


def test_a_file_whose_bytes_are_not_there_yet_is_refused(world: World) -> None:
    world.records.transact(Insert(a_file(1, status=FileStatus.PENDING)))
    with pytest.raises(ValidationFailed):
        check(world, context_files=[an_id("file_", 1)])


@pytest.mark.parametrize(
    "image",
    [None, an_image(1, organisation="org_other"), an_image(1, deleted_at=an_image(1).created_at)],
)
def test_images_that_are_gone_or_anothers_are_not_found(world: World, image: Any) -> None:
    if image:
        world.records.transact(Insert(image))
    with pytest.raises(NotFound):
        check(world, image_assets=[{"image_id": an_id("img_", 1)}])
