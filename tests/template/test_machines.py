"""Inside the definitions: every state is reachable, leads somewhere, meets the code it calls."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.template.machines import DEFINITIONS, definition, levels, nexts, work_states
from tests.template.template import ROOT, template

from docsmith.domain.task import Phase
from docsmith.usecases.step import To

PHASE_OF = {
    "Preflight": Phase.PREFLIGHT,
    "AcquirePool": Phase.ACQUIRING_POOL,
    "LoadDocument": Phase.LOADING_DOC,
    "RestoreState": Phase.RESTORING_STATE,
    "AgentTurn": Phase.AGENT_TURN,
    "ExecutePlan": Phase.EXECUTING_PLAN,
    "CompactContext": Phase.COMPACTING_CONTEXT,
    "SaveDocument": Phase.SAVING_DOC,
    "UploadResult": Phase.UPLOADING_RESULT,
    "Finish": Phase.DISPATCHING_WEBHOOK,
}


def _generate() -> dict[str, Any]:
    return definition(ROOT / "statemachines" / "generate.asl.json")


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.name)
def test_every_state_exists_and_is_reachable(path: Path) -> None:
    for level in levels(definition(path)):
        states = level["States"]
        reached, open_ends = set[str](), [level["StartAt"]]
        while open_ends:
            name = open_ends.pop()
            assert name in states, f"{name} is named but not there"
            if name not in reached:
                reached.add(name)
                open_ends.extend(nexts(states[name]))
        assert reached == set(states)


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.name)
def test_every_work_state_has_a_limit_a_retry_and_a_catch(path: Path) -> None:
    for name, state in definition(path)["States"].items():
        if state["Type"] == "Task":
            assert state["TimeoutSeconds"] > 0, name
            assert state["Retry"], name
            assert name == "FailTask" or state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.name)
def test_substitutions_are_given_and_used(path: Path) -> None:
    uri = f"statemachines/{path.name}"
    machines = [
        r["Properties"]
        for r in template()["Resources"].values()
        if r["Type"].endswith("StateMachine")
    ]
    given = next(m["DefinitionSubstitutions"] for m in machines if m["DefinitionUri"] == uri)
    used = set(re.findall(r"\$\{(\w+)\}", path.read_text()))
    assert used == set(given)


def test_there_is_one_state_for_each_phase() -> None:
    states = _generate()["States"]
    assert set(PHASE_OF) <= set(states)
    assert set(PHASE_OF.values()) == set(Phase)


def test_every_choice_reads_an_outcome_that_steps_can_give() -> None:
    for name, state in _generate()["States"].items():
        for branch in state.get("Choices", []):
            assert branch["StringEquals"] in set(To), name
        if state["Type"] == "Choice":
            assert state["Default"] == "FailTask", "what nobody expected is a failure"


def test_a_task_that_ended_meanwhile_ends_its_execution_quietly() -> None:
    for name, state in _generate()["States"].items():
        if state["Type"] == "Choice":
            targets = {b["StringEquals"]: b["Next"] for b in state["Choices"]}
            assert targets.get(To.OVER) == "Over", name


def test_a_state_outlasts_the_function_it_calls() -> None:
    resources = template()["Resources"]
    substitutions = resources["GenerateMachine"]["Properties"]["DefinitionSubstitutions"]
    default = template()["Globals"]["Function"]["Timeout"]
    for name, state in _generate()["States"].items():
        if state["Type"] != "Task":
            continue
        variable = state["Parameters"]["FunctionName"].strip("${}")
        function = resources[substitutions[variable]["Ref"].removesuffix("Aliaslive")]
        limit = function["Properties"].get("Timeout", default)
        assert state["TimeoutSeconds"] >= limit or name in _SHORT, name


_SHORT = {"Preflight", "RestoreState", "UploadResult"}
"""States that give up before their function must: their work is small, or bounded inside."""


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.name)
def test_the_steps_a_machine_names_are_the_steps_its_functions_know(path: Path) -> None:
    for name, state in work_states(definition(path)):
        step = state["Parameters"]["Payload"]["step"]
        function = state["Parameters"]["FunctionName"].strip("${}").lower()
        source = (ROOT / "functions" / function / "app.py").read_text()
        assert step == name
        assert f'"{step}"' in source, f"{function} does not know {step}"
