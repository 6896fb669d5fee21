"""The definitions of the state machines, and the ways from state to state in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.template.template import ROOT

State = dict[str, Any]
DEFINITIONS = sorted((ROOT / "statemachines").glob("*.asl.json"))


def definition(path: Path) -> State:
    return json.loads(path.read_text())


def levels(machine: State) -> Iterator[State]:
    """The machine itself, and what a map in it does with each item."""
    yield machine
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield from levels(state["ItemProcessor"])


def work_states(machine: State) -> Iterator[tuple[str, State]]:
    """Those that call a function, on every level."""
    for level in levels(machine):
        yield from ((n, state) for n, state in level["States"].items() if state["Type"] == "Task")


def nexts(state: State) -> Iterator[str]:
    yield from (state[key] for key in ("Next", "Default") if key in state)
    for branch in [*state.get("Choices", []), *state.get("Catch", [])]:
        yield branch["Next"]
