"""Checks find planted faults and are silent on good decks. The full table: `mutations.py`."""

import pytest
from tests.unit.documents.slides.mutations import MUTATORS, Plant, found, good_decks, planted


@pytest.mark.parametrize(("name", "plant"), MUTATORS, ids=lambda v: getattr(v, "__name__", v))
def test_a_planted_fault_is_found(name: str, plant: Plant) -> None:
    """In a deck of ours or in somebody else's, turn about; in the other where it cannot be."""
    decks = [content for _, content in (good_decks()[0], good_decks()[-1])]
    turn = [p for _, p in MUTATORS].index(plant) % 2
    for content in (decks[turn], decks[1 - turn]):
        for broken in planted(content, plant, 1):
            assert name in {check for check, _, _ in found(broken) - found(content)}
            return
    pytest.fail("the fault could be planted nowhere")


@pytest.mark.parametrize("title", ["light", "4:3", "red", "foreign"])
def test_a_good_deck_has_no_fault(title: str) -> None:
    assert found(dict(good_decks())[title]) == set()
