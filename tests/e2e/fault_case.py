"""One fault, and how it is brought about."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.e2e.faulty import PACE, Faulty
from tests.fakes.fault_proxy import Fault

Arrange = Callable[[Faulty], tuple[Fault, ...]]


def _calm(stack: Faulty) -> AbstractContextManager[object]:
    del stack
    return nullcontext()


def _enough(stack: Faulty, task: dict[str, Any]) -> None:
    """`assert_right` says it all."""


@dataclass(frozen=True)
class Case:
    """A fault that strikes once, while the task is in the phase (or still `queued`).

    `submit` makes the task that it strikes. `meanwhile` is done as soon as the first fault struck,
    `around` holds all the time, and `proof` is of what a right end leaves unsaid. `a_second_is` the
    time by which the task ages in a second of waiting.
    """

    phase: str
    what: str
    arrange: Arrange
    submit: Callable[[Faulty], str] = Faulty.submit
    meanwhile: Callable[[Faulty, str], object] | None = None
    around: Callable[[Faulty], AbstractContextManager[object]] = _calm
    proof: Callable[[Faulty, dict[str, Any]], None] = _enough
    a_second_is: timedelta = PACE

    @property
    def name(self) -> str:
        return f"{self.phase}: {self.what}"
