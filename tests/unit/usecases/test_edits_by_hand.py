"""Edits by hand that follow each other are one revision; nothing that others stand on is lost."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes.editing import a_document
from tests.fakes.world import World

from docsmith.domain.errors import Conflict, NotFound, StorageError
from docsmith.domain.run import Author, Revision, Run
from docsmith.domain.task import Kind
from docsmith.usecases.editing import EditRequest
from docsmith.usecases.records import Insert, Replace
from docsmith.usecases.restore_revision import RestoreRevision
from docsmith.usecases.touched_places import MOST, summary_of, touched_by

MINUTE = 60.0


@dataclass
class Desk:
    """A run that somebody edits by hand."""

    world: World
    run: Run

    def edit(self, value: Any, *, cell: str = "B2", base: int | None = None) -> int:
        """The number of the revision that came of it."""
        op = {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": cell, "value": value}]}
        request = EditRequest(
            run_id=self.run.run_id,
            organisation=self.run.organisation,
            base_revision=self.head if base is None else base,
            ops=(op,),
        )
        return self.world.edits(request).revision

    def restore(self, number: int) -> int:
        restore = RestoreRevision(records=self.world.records, clock=self.world.clock)
        return restore(self.run.run_id, self.run.organisation, number).number

    @property
    def head(self) -> int:
        return self.world.read.open_run(self.run.run_id).head

    @property
    def history(self) -> list[Revision]:
        """Newest first."""
        return self.world.read.revisions(self.run)

    def value(self, revision: Revision, row: int = 2) -> str:
        _, pages = self.world.view.everything(revision)
        return next(c[2] for page in pages for c in page["cells"] if c[:2] == [row, 2])

    def files_of_edits(self) -> set[str]:
        return {key for key in self.world.objects.stored if "/edits/" in key}


@pytest.fixture
def desk() -> Desk:
    world = World()
    return Desk(world, a_document(world, world.caller(), Kind.EXCEL))


def test_edits_that_follow_each_other_are_one_revision_with_a_new_number_each(desk: Desk) -> None:
    assert [desk.edit(n / 10) for n in range(1, 6)] == [2, 3, 4, 5, 6]
    hand, agent = desk.history
    assert (hand.number, hand.base, hand.edits, hand.author) == (6, 1, 5, Author.HAND)
    assert agent.number == 1
    assert desk.value(hand) == "50.0%"
    assert desk.value(agent) == "10.0%"


def test_the_files_of_what_was_replaced_go_and_no_others(desk: Desk) -> None:
    desk.edit(0.3)
    once = len(desk.files_of_edits())
    for n in range(5):
        desk.edit(n / 10)
    assert len(desk.files_of_edits()) == once
    for revision in desk.history:
        for key in (revision.state, revision.document, revision.view or ""):
            assert desk.world.objects.info(key) is not None


def test_an_edit_after_ten_minutes_is_a_revision_of_its_own(desk: Desk) -> None:
    desk.edit(0.3)
    desk.world.clock.sleep(9 * MINUTE)
    desk.edit(0.4)
    desk.world.clock.sleep(2 * MINUTE)
    desk.edit(0.5)
    assert [(one.number, one.base, one.edits) for one in desk.history] == [
        (4, 3, 1),
        (3, 1, 2),
        (1, None, 0),
    ]


def test_a_stale_base_is_a_conflict_also_within_one_revision(desk: Desk) -> None:
    desk.edit(0.3)
    desk.edit(0.4)
    with pytest.raises(Conflict) as stale:
        desk.edit(0.5, base=2)
    assert stale.value.facts["head"] == 3
    assert desk.value(desk.history[0]) == "40.0%"


def test_what_was_passed_over_is_not_there_any_more(desk: Desk) -> None:
    desk.edit(0.3)
    desk.edit(0.4)
    with pytest.raises(NotFound):
        desk.restore(2)


def test_a_restored_revision_is_not_taken_in_by_the_edits_after_it(desk: Desk) -> None:
    desk.edit(0.3)
    desk.edit(0.4)
    assert desk.restore(1) == 4
    desk.edit(0.5)
    desk.edit(0.6)
    assert desk.restore(3) == 7
    desk.edit(0.7)
    shown = [(one.number, one.base, one.restored, desk.value(one)) for one in desk.history]
    assert shown == [
        (8, 7, None, "70.0%"),
        (7, 6, 3, "40.0%"),
        (6, 4, None, "60.0%"),
        (4, 3, 1, "10.0%"),
        (3, 1, None, "40.0%"),
        (1, None, None, "10.0%"),
    ]


def test_a_task_between_two_edits_parts_them(desk: Desk) -> None:
    desk.edit(0.3)
    records = desk.world.records
    stored = records.get(Run, desk.run.run_id)
    assert stored is not None
    locked = stored.value.with_(active_task="task_1")
    records.transact(Replace(locked, stored.version))
    with pytest.raises(Conflict):
        desk.edit(0.4)
    made = desk.history[0].with_(
        number=3, author=Author.AGENT, base=2, began=None, edits=0, touched={}
    )
    unlocked = locked.unlock(head=3, at=desk.world.clock())
    records.transact(Insert(made), Replace(unlocked, stored.version + 1))
    desk.edit(0.5)
    assert [one.number for one in desk.history] == [4, 3, 2, 1]


def test_an_edit_stands_when_old_files_cannot_be_deleted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit(0.3)

    def refuse(prefix: str) -> int:
        raise StorageError

    monkeypatch.setattr(desk.world.objects, "delete_prefix", refuse)
    assert desk.edit(0.4) == 3
    assert desk.value(desk.history[0]) == "40.0%"


Steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 99)),
        st.tuples(st.just("wait"), st.integers(1, 11)),
        st.tuples(st.just("restore"), st.integers(0, 5)),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(steps=Steps)
def test_whatever_is_done_every_listed_revision_can_be_read_and_restored(
    steps: list[tuple[str, int]],
) -> None:
    world = World()
    desk = Desk(world, a_document(world, world.caller(), Kind.EXCEL))
    expected = "10.0%"
    for act, number in steps:
        if act == "edit":
            desk.edit(number / 100)
            expected = f"{number}.0%" if number else "–"
        elif act == "wait":
            world.clock.sleep(number * MINUTE)
        else:
            wanted = desk.history[number % len(desk.history)]
            expected = desk.value(wanted)
            desk.restore(wanted.number)
    history = desk.history
    assert history[0].number == desk.head
    if expected != "–":
        assert desk.value(history[0]) == expected
    numbers = {one.number for one in history}
    for one in history:
        assert one.base is None or one.base in numbers
        assert desk.value(one)
        assert world.objects.info(one.document) is not None


def test_the_summary_names_the_last_places_with_what_stands_there_now() -> None:
    ops = [
        {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": "B2", "value": 1}]},
        {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": "B3", "value": None}]},
        {"op": "set_text", "block": "b4", "item": 2, "text": "x" * 80},
        {"op": "set_slot", "slide": "s1", "slot": "points", "value": ["a", "b"]},
        {"op": "table_cell", "slide": "s1", "table": "T", "row": 1, "column": 2, "value": "c"},
        {"op": "delete_rows"},
        {"op": "set_cells", "sheet": "Plan", "cells": [{"cell": "B2", "value": 2}]},
    ]
    touched = touched_by(ops, {"Plan!A1": "old"})
    assert touched == {
        "Plan!A1": "old",
        "Plan!B3": "emptied",
        "Text b4, item 2": "x" * 59 + "…",
        "Slide s1, points": "a / b",
        "Slide s1, T 1/2": "c",
        "Delete rows": "",
        "Plan!B2": "2",
    }
    assert summary_of(touched) == "Slide s1, T 1/2: c; Delete rows; Plan!B2: 2 and 4 more"
    assert summary_of({"Plan!B2": "2"}) == "Plan!B2: 2"


@given(cells=st.lists(st.integers(1, 60), max_size=80))
def test_a_revision_remembers_a_bounded_number_of_places(cells: list[int]) -> None:
    touched: dict[str, str] = {}
    for row in cells:
        one = {"cell": f"A{row}", "value": row}
        touched = touched_by([{"op": "set_cells", "sheet": "S", "cells": [one]}], touched)
    last = list(dict.fromkeys(reversed(cells)))[:MOST]
    assert list(touched) == [f"S!A{row}" for row in reversed(last)]
