"""A cancelled task's stream ends with the next heartbeat, and the provider is hung up on."""

import time
from threading import Timer

from tests.fakes.messages_script import Reply
from tests.fakes.world import World
from tests.integration.model.conftest import Asked, submitted

from docsmith.domain.pool import HEARTBEAT, SlotLease
from docsmith.domain.task import Phase, Status
from docsmith.usecases.step import StepResult, To, run_leashed_step


def test_a_cancel_stops_the_stream_within_a_heartbeat(world: World, asked: Asked) -> None:
    slow = Reply().says("x" * 4_000_000).but(silent_after=50, silence_s=20.0)
    api, machine = asked([slow])
    task = submitted(world)
    world.queued(task)
    machine.go_on("Preflight", task, until="AgentTurn")
    Timer(0.2, world.end.cancel, [task.task_id]).start()
    began = time.monotonic()
    result = run_leashed_step(
        task.task_id,
        Phase.AGENT_TURN,
        machine.agent.turn,
        records=world.records,
        clock=world.clock,
        beat_s=0.3,
    )
    assert result == StepResult(outcome=To.OVER)
    assert time.monotonic() - began < 2
    assert api.gone.wait(5)
    assert world.task(task).status is Status.CANCELLED
    assert world.task(task).spent_usd == 0
    assert HEARTBEAT.total_seconds() <= 13


def test_the_lease_is_renewed_while_a_model_thinks(world: World, asked: Asked) -> None:
    _, machine = asked([Reply().says("Well.").but(stop="refusal", first_byte_s=0.6)])
    task = submitted(world)
    world.queued(task)
    machine.go_on("Preflight", task, until="AgentTurn")
    slot = world.task(task).slot
    assert slot is not None
    Timer(0.2, world.clock.advance, kwargs={"seconds": 60}).start()
    run_leashed_step(
        task.task_id,
        Phase.AGENT_TURN,
        machine.agent.turn,
        records=world.records,
        clock=world.clock,
        beat_s=0.1,
    )
    lease = world.records.get(SlotLease, "live", slot)
    assert lease is not None
    assert not lease.value.is_over(world.clock())
    assert (lease.value.until - world.clock()).total_seconds() == 90
