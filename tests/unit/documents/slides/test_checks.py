"""Checks find planted faults and are silent on good decks. The full table: `mutations.py`."""

import pytest
from tests.unit.documents.slides.mutations import MUTATORS, found, good_decks, planted

FEW = 1


@pytest.mark.parametrize(("name", "plant"), MUTATORS, ids=lambda v: getattr(v, "__name__", v))
def test_a_planted_fault_is_found(name: str, plant) -> None:
    tries = 0
    for _, content in good_decks()[::3]:
        before = found(content)
        for broken in planted(content, plant, FEW):
            tries += 1
            assert name in {check for check, _, _ in found(broken) - before}
    assert tries


@pytest.mark.parametrize(
    ("title", "content"), good_decks(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_good_deck_has_no_fault(title: str, content: bytes) -> None:
    assert found(content) == set(), title
