"""What the load counts as lost, doubled and wrongly charged."""

from dataclasses import replace
from typing import Any

from tests.bench.load import CREDITS, Books, kept
from tests.bench.load_clients import Told
from tests.bench.measure import Verdict


def a_task(number: int, status: str = "completed") -> dict[str, Any]:
    return {"task_id": f"task_{number}", "status": status, "credits_used": 3}


def told_of(*tasks: dict[str, Any]) -> Told:
    return Told(ended={task["task_id"]: task for task in tasks})


def books_of(*charged: int, tasks: int = 2, heads: tuple[int, ...] = (1, 1)) -> Books:
    return Books(
        tasks=[a_task(number) for number in range(tasks)],
        runs=[{"head": head} for head in heads],
        charges=[{"task_id": f"task_{number}", "credits": -3} for number in charged],
        balance=CREDITS - 6,
        held=0,
    )


def measured(told: Told, books: Books) -> tuple[str, Verdict]:
    (figure,) = kept(2, told, books)
    return figure.measured, figure.verdict


BOTH = told_of(a_task(0), a_task(1))


def test_two_tasks_that_ended_and_were_charged_once_hold() -> None:
    assert measured(BOTH, books_of(0, 1)) == ("0, 0, 0, 0", Verdict.HOLDS)


def test_each_way_to_break_the_promise_is_counted() -> None:
    broken = {
        "1, 0, 0, 1": (told_of(a_task(0)), books_of(0)),  # and the balance tells of the other
        "0, 1, 0, 0": (BOTH, books_of(0, 1, tasks=3)),
        "0, 2, 0, 0": (BOTH, books_of(0, 1, heads=(2, 0))),
        "0, 0, 1, 0": (told_of(a_task(0), a_task(1, "failed")), books_of(0, 1)),
        "0, 0, 0, 1": (BOTH, books_of(0)),
        "0, 0, 0, 2": (BOTH, books_of(0, 0)),
    }
    for expected, (told, books) in broken.items():
        assert measured(told, books) == (expected, Verdict.MISSED)
    unreleased = replace(books_of(0, 1), held=150)
    assert measured(BOTH, unreleased) == ("0, 0, 0, 1", Verdict.MISSED)
