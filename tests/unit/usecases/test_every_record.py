"""All records of an owner, however many pages they fill."""

import pytest
from tests.fakes.nouns import a_waiter
from tests.fakes.world import World

from docsmith.domain.pool import Waiter
from docsmith.usecases.records import Insert, every


@pytest.mark.parametrize("newest_first", [False, True])
def test_every_record_comes_once_and_in_order(world: World, newest_first: bool) -> None:
    """Three pages of a thousand, the last one with a single record."""
    waiters = [a_waiter(number) for number in range(2_001)]
    for waiter in waiters:
        world.records.transact(Insert(waiter))
    found = every(Waiter, "live", records=world.records, newest_first=newest_first)
    expected = sorted((waiter.task_id for waiter in waiters), reverse=newest_first)
    assert [stored.value.task_id for stored in found] == expected
