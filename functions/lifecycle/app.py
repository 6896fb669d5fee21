"""`lifecycle`: Admit, AcquirePool, Finish, FailTask; the machine's status changes; the sweep."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from docsmith.domain.batch_line import Line
from docsmith.domain.ids import BATCH
from docsmith.domain.spend import EVERYBODY
from docsmith.domain.task import Phase, Task
from docsmith.domain.value import Value
from docsmith.usecases.cap_spend import spend_today
from docsmith.usecases.finish_task import FinishTask
from docsmith.usecases.pool import pool_use
from docsmith.usecases.settle_execution import SettleExecution
from docsmith.usecases.step import run_step
from docsmith.wiring.batches import fail_line_of, finish_of
from docsmith.wiring.settings import LifecycleSettings
from docsmith.wiring.stores import admit_of, clock, end_of, records_of
from docsmith.wiring.sweeps import Sweeps, identity_of, sweeps_of

logger = Logger(service="lifecycle")
metrics = Metrics(service="lifecycle")


@cache
def settings() -> LifecycleSettings:
    return LifecycleSettings.read(os.environ)


@cache
def sweeps() -> Sweeps:
    return sweeps_of(settings(), put_off=_put_off, stuck=_stuck)


def _put_off(value: Value, error: Exception) -> None:
    """The alarm `SweepCannotRepair` counts it; the log says what it was, and why."""
    metrics.add_metric(name="SweepPutOff", unit=MetricUnit.Count, value=1)
    logger.warning("put off", extra=identity_of(value), exc_info=error)


def _stuck(task: Task) -> None:
    """The alarm `StuckTasks` counts it; the log says which and where."""
    metrics.add_metric(name="StuckTasks", unit=MetricUnit.Count, value=1)
    where = {"task_id": task.task_id, "phase": task.phase, "execution": task.execution_name}
    logger.warning("stuck", extra=where)


@cache
def finish() -> FinishTask:
    return FinishTask(
        records=records_of(settings()),
        end=end_of(settings()),
        clock=clock,
        model=settings().author,
    )


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A step of the machine (`step`), a status change (`detail-type`) or the schedule's tick."""
    step, task_id = event.get("step"), event.get("task_id", "")
    logger.append_keys(step=step, task_id=task_id)
    match step or event.get("detail-type"):
        case "Admit":
            admit_of(settings()).queue(task_id, event["token"])
            answer: dict[str, Any] = {}
        case "AcquirePool":
            answer = _step(task_id, Phase.ACQUIRING_POOL, admit_of(settings()).acquire)
        case "Finish":
            answer = _step(task_id, Phase.DISPATCHING_WEBHOOK, finish().finish)
        case "FailTask":
            answer = finish().fail(event["state"]).model_dump(mode="json")
        case "FailLine" | "FinishBatch":
            answer = _batch_step(event)
        case "Step Functions Execution Status Change":
            answer = {"repair": _settled(event["detail"])}
        case "Sweep":
            answer = dict(sweeps()())
            _measure(answer)
        case unknown:
            raise ValueError(f"There is no step {unknown}.")
    logger.info("done", extra={"answer": answer})
    return answer


def _batch_step(event: dict[str, Any]) -> dict[str, Any]:
    """The ends in the machine of batches: of a line that broke, and of the whole."""
    batch_id, start_no = event["batch_id"], event["start_no"]
    if event["step"] == "FinishBatch":
        result = finish_of(settings())(batch_id, start_no)
    else:
        state = event["state"]
        line, fault = Line.model_validate(state["line"]), state.get("fault", {})
        result = fail_line_of(settings())(batch_id, start_no, line, fault)
    return result.model_dump(mode="json", exclude_none=True)


def _settled(detail: dict[str, Any]) -> str:
    """An execution of either machine ended badly."""
    if str(detail.get("name", "")).startswith(BATCH):
        return sweeps().batches.ended(detail)
    return SettleExecution(records=records_of(settings()), sweep=sweeps().tasks)(detail)


def _step(task_id: str, phase: Phase, work: Any) -> dict[str, Any]:
    result = run_step(task_id, phase, work, records=records_of(settings()), clock=clock)
    return result.model_dump(mode="json", exclude_none=True)


def _measure(repairs: Mapping[str, int]) -> None:
    """What the alarms and the dashboard read, once a minute."""
    no_repair = {"running", "settled", "forgotten", "granted", "put_off"}
    found = sum(count for repair, count in repairs.items() if repair not in no_repair)
    metrics.add_metric(name="SweepRepairs", unit=MetricUnit.Count, value=found)
    for counted_where_it_is_found in ("SweepPutOff", "StuckTasks"):
        metrics.add_metric(name=counted_where_it_is_found, unit=MetricUnit.Count, value=0)
    today = spend_today(EVERYBODY, records=records_of(settings()), now=clock())
    metrics.add_metric(name="ModelSpendToday", unit=MetricUnit.NoUnit, value=today.usd)
    stopped = bool(today.refused) or 0 < settings().daily_cap_usd <= today.usd
    metrics.add_metric(name="DailyCapReached", unit=MetricUnit.Count, value=int(stopped))
    for pool in ("live", "test"):
        use = pool_use(pool, records=records_of(settings()), now=clock())
        with single_metric(name="PoolRunning", unit=MetricUnit.Count, value=use.running) as one:
            one.add_dimension(name="pool", value=pool)
        with single_metric(name="PoolWaiting", unit=MetricUnit.Count, value=use.waiting) as one:
            one.add_dimension(name="pool", value=pool)
    metrics.flush_metrics()
