"""What a task cost stands in the ledger by phase, cache reads and writes apart."""

import pytest
from tests.fakes.messages_offline import offline_author
from tests.fakes.messages_script import Answer, Json, Refusal, Reply
from tests.fakes.world import World
from tests.integration.model.conftest import Asked, submitted

from docsmith.domain.credits import LedgerEntry, credits_for, price_of
from docsmith.usecases.validate_request import ModelValidator

VALID = '{"valid": true, "missing": [], "reason": "", "detected_intents": ["data_heavy"]}'


def author(body: Json) -> Answer:
    return Reply().says(VALID) if "output_config" in body else offline_author(body)


def test_every_phase_has_its_tokens_and_preflight_is_not_charged(
    world: World, asked: Asked
) -> None:
    api, machine = asked(author)
    machine.validator = ModelValidator(
        model=machine.model, name="claude-haiku-5-5", seconds=lambda: 0.0
    )
    owner = world.organisation()
    done = machine.run(submitted(world, caller=world.caller(owner), prompt="A budget for 2027"))
    assert done.intents == ("data_heavy",)
    entry = world.records.get(LedgerEntry, owner.organisation_id, done.task_id)
    assert entry is not None
    detail = entry.value.detail or {}
    judged, *turns = api.calls
    assert judged.body["model"] == "claude-haiku-5-5"
    assert detail["preflight.input"] == judged.counted.uncached
    assert detail["preflight.output"] == judged.output_tokens
    assert detail["agent_turn.cache_read"] == sum(call.counted.read for call in turns)
    assert detail["agent_turn.cache_write"] == sum(call.counted.written for call in turns)
    usd = sum(
        price_of(
            "claude-sonnet-5-5",
            input=call.counted.uncached,
            output=call.output_tokens,
            cache_read=call.counted.read,
            cache_write=call.counted.written,
        )
        for call in turns
    )
    assert detail["spent_usd"] == pytest.approx(usd, abs=1e-6)
    assert -entry.value.credits == credits_for(usd, model="claude-sonnet-5-5")


def test_a_failed_task_is_in_the_ledger_with_its_tokens_and_costs_nothing(
    world: World, asked: Asked
) -> None:
    _, machine = asked([Reply().calls("document_read"), Refusal(401)])
    owner = world.organisation()
    done = machine.run(submitted(world, caller=world.caller(owner)))
    entry = world.records.get(LedgerEntry, owner.organisation_id, done.task_id)
    assert entry is not None
    assert entry.value.credits == 0
    assert (entry.value.detail or {})["agent_turn.output"] > 0
    assert "docsmith secrets set" in (done.failure.message if done.failure else "")
