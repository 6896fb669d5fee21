"""The state machine in memory: it reads the definition itself and runs the steps of the functions.

Waits take no time beyond the clock's; a fault is retried as often as the definition allows, then
caught. `trace` is the states in the order they were entered.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.fakes.world import World

from docsmith.agent.decide import Limits
from docsmith.agent.model import Leash, Model
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.preflight import OfflineValidator
from docsmith.domain.task import Phase, Task
from docsmith.usecases.execute_plan import ExecutePlan
from docsmith.usecases.finish_task import upload_result
from docsmith.usecases.load_document import LoadDocument
from docsmith.usecases.model_choice import Models
from docsmith.usecases.preflight import Judge, Preflight, Validator
from docsmith.usecases.save_document import SaveDocument
from docsmith.usecases.step import StepResult, run_leashed_step, run_step
from docsmith.usecases.take_turn import AgentSteps

DEFINITION = Path(__file__).parents[2] / "statemachines" / "generate.asl.json"
NAME = "claude-sonnet-5-5"
SMALL = "claude-haiku-5-5"
Json = dict[str, Any]
Step = Callable[[Json], Json]


@dataclass
class Machine:
    """One machine over a world. `model` answers live keys."""

    world: World
    model: Model = field(default_factory=OfflineModel)
    validator: Validator = field(default_factory=OfflineValidator)
    name: str = NAME
    limits: Limits = field(default_factory=Limits)
    max_rows: int = 200_000
    fetch: Callable[[str], Json] = lambda url: {"outcome": "failed", "reason": f"no {url}"}
    """What the function `fetch` answers for a URL."""
    faults: list[Exception] = field(default_factory=list[Exception])
    trace: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self._states: Mapping[str, Json] = json.loads(DEFINITION.read_text())["States"]

    @property
    def agent(self) -> AgentSteps:
        world = self.world
        return AgentSteps(
            records=world.records,
            objects=world.objects,
            models=Models(
                live=self.model, offline=OfflineModel(), name=self.name, small_name=SMALL
            ),
            limits=self.limits,
            clock=world.clock,
        )

    def run(self, task: Task) -> Task:
        """From Admit, whose slot is given at once, to the end; answers the task as it ended."""
        self.world.queued(task)
        return self.go_on("Preflight", task)

    def go_on(
        self, state: str, task: Task, *, until: str | None = None, states: int | None = None
    ) -> Task:
        """From a state on, until before another is entered, after so many states, or the end."""
        data: Json = {"task_id": task.task_id}
        name: str | None = state
        while name is not None and name != until and states != 0:
            states = None if states is None else states - 1
            self.trace.append(name)
            name = self._enter(name, data)
        return self.world.task(task)

    def is_step(self, name: str) -> bool:
        """Whether the state runs a function."""
        return self._states[name]["Type"] == "Task"

    def _enter(self, name: str, data: Json) -> str | None:
        state = self._states[name]
        match state["Type"]:
            case "Task":
                return self._task(name, state, data)
            case "Choice":
                outcome = data["step"]["outcome"]
                chosen = [c["Next"] for c in state["Choices"] if c["StringEquals"] == outcome]
                return (chosen or [state["Default"]])[0]
            case "Wait":
                self.world.clock.sleep(data["step"]["wait_s"])
                return state["Next"]
            case _:
                return None

    def _task(self, name: str, state: Json, data: Json) -> str:
        retries = max(retry["MaxAttempts"] for retry in state.get("Retry", []))
        for left in range(retries, -1, -1):
            try:
                answer = self._steps[name](data)
            except Exception as fault:  # noqa: BLE001 - the machine catches everything
                self.faults.append(fault)
                if not left:
                    caught = state["Catch"][0]
                    place = caught["ResultPath"].removeprefix("$.")
                    data[place] = {"Error": type(fault).__name__, "Cause": str(fault)}
                    return caught["Next"]
                continue
            if state["ResultPath"] == "$.fetched":
                data["fetched"] = {"answer": answer}
                return state["Next"]
            data["step"] = {"answer": answer, "wait_s": 0, **answer}
            return state["Next"]
        raise AssertionError

    @property
    def _steps(self) -> Mapping[str, Step]:
        world, agent = self.world, self.agent
        parts: Json = {"records": world.records, "objects": world.objects}
        judge = Judge(validator=self.validator, offline=OfflineValidator())
        preflight = Preflight(records=world.records, judge=judge, model=SMALL)
        rows: Json = {**parts, "max_rows": self.max_rows}
        load = LoadDocument(**rows)
        return {
            "Preflight": self._leashed(Phase.PREFLIGHT, preflight),
            "AcquirePool": self._plain(Phase.ACQUIRING_POOL, world.admit.acquire),
            "LoadDocument": self._plain(Phase.LOADING_DOC, load),
            "FetchLogo": lambda data: self.fetch(data["step"]["answer"]["facts"]["url"]),
            "LoadWithLogo": lambda data: self._plain(
                Phase.LOADING_DOC, partial(load, fetched=data["fetched"].get("answer", {}))
            )(data),
            "RestoreState": self._leashed(Phase.RESTORING_STATE, agent.restore),
            "AgentTurn": self._leashed(Phase.AGENT_TURN, agent.turn),
            "CompactContext": self._leashed(Phase.COMPACTING_CONTEXT, agent.compact),
            "ExecutePlan": self._plain(Phase.EXECUTING_PLAN, ExecutePlan(**rows)),
            "SaveDocument": self._plain(Phase.SAVING_DOC, SaveDocument(**parts)),
            "UploadResult": self._plain(Phase.UPLOADING_RESULT, partial(upload_result, **parts)),
            "Finish": self._plain(Phase.DISPATCHING_WEBHOOK, world.finish.finish),
            "FailTask": lambda data: _answer(world.finish.fail(data)),
        }

    def _plain(self, phase: Phase, work: Callable[[Task], StepResult]) -> Step:
        world = self.world
        return lambda data: _answer(
            run_step(data["task_id"], phase, work, records=world.records, clock=world.clock)
        )

    def _leashed(self, phase: Phase, work: Callable[[Task, Leash], StepResult]) -> Step:
        world = self.world
        return lambda data: _answer(
            run_leashed_step(data["task_id"], phase, work, records=world.records, clock=world.clock)
        )


def _answer(result: StepResult) -> Json:
    return result.model_dump(mode="json", exclude_none=True)
