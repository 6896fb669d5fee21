"""`agent`: Preflight, RestoreState, AgentTurn, CompactContext. The only one that knows a model."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from docsmith.agent.model import Leash, Model
from docsmith.agent.preflight import Metadata
from docsmith.domain.task import Phase, Task
from docsmith.usecases.step import StepResult, run_leashed_step
from docsmith.wiring.agent import judge_of, model_of, preflight_of, steps_of
from docsmith.wiring.settings import AgentSettings
from docsmith.wiring.stores import clock, records_of

logger = Logger(service="agent")
Step = tuple[Phase, Callable[[Task, Leash], StepResult]]
RESERVE_S = 10.0
"""What a step keeps of the function's time, to store what the model said."""


@cache
def settings() -> AgentSettings:
    return AgentSettings.read(os.environ)


@cache
def model() -> Model:
    return model_of(settings())


@cache
def steps() -> dict[str, Step]:
    """The machine's state names, their phases and use cases."""
    agent = steps_of(settings(), model())
    return {
        "Preflight": (Phase.PREFLIGHT, preflight_of(settings(), model())),
        "RestoreState": (Phase.RESTORING_STATE, agent.restore),
        "AgentTurn": (Phase.AGENT_TURN, agent.turn),
        "CompactContext": (Phase.COMPACTING_CONTEXT, agent.compact),
    }


def judged(metadata: dict[str, Any]) -> dict[str, Any]:
    verdict = judge_of(settings(), model()).verdict(Metadata.model_validate(metadata), test=False)
    return verdict.model_dump(mode="json")


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A step of the machine, or `Judge`: what POST /preflight asks."""
    if event["step"] == "Judge":
        return judged(event["metadata"])
    step, task_id = event["step"], event["task_id"]
    logger.append_keys(step=step, task_id=task_id)
    phase, work = steps()[step]

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000 - RESERVE_S

    result = run_leashed_step(
        task_id,
        phase,
        work,
        records=records_of(settings()),
        clock=clock,
        seconds_left=seconds_left,
    )
    logger.info("done", extra={"outcome": result.outcome, "code": result.code})
    return result.model_dump(mode="json", exclude_none=True)
