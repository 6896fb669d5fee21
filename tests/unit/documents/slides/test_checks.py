"""Checks find planted faults and are silent on good decks. The full table: `mutations.py`."""

import pytest
from tests.unit.documents.slides.decks import (
    Plant,
    false_alarms,
    foreign_decks,
    our_decks,
    planted,
    speaks,
)
from tests.unit.documents.slides.held_out import HELD_OUT
from tests.unit.documents.slides.mutations import MUTATORS

EVERY = (*MUTATORS, *HELD_OUT)
NAMES = ("uploaded", "pptxgenjs-harbour", "python-pptx-shp-shapes")


@pytest.mark.parametrize(("name", "plant"), EVERY, ids=lambda v: getattr(v, "__name__", v))
def test_a_planted_fault_is_found(name: str, plant: Plant) -> None:
    """In a deck that others made where it can be planted there, else in one of ours."""
    for content in (*(foreign_decks()[deck] for deck in NAMES), our_decks()["light"]):
        for broken in planted(content, plant, 1):
            assert speaks(broken, content, name)
            return
    pytest.fail("the fault could be planted nowhere")


def test_nothing_is_said_of_a_deck_that_is_not_so() -> None:
    assert list(false_alarms()) == []
