"""The whole machine with a model: real SDK, real documents, a Messages API on the loopback."""

import io
import json

import openpyxl
from tests.fakes.messages_offline import offline_author
from tests.fakes.messages_script import Refusal, Reply
from tests.fakes.messages_workbook import answer_of
from tests.fakes.world import World
from tests.integration.model.conftest import DATA, Asked, stored, submitted

from docsmith.agent.turns import History, Turn
from docsmith.domain.account import Tier
from docsmith.domain.task import Status


def test_a_prompt_and_data_become_a_workbook_and_a_bill(world: World, asked: Asked) -> None:
    api, machine = asked(offline_author)
    owner = world.organisation(tier=Tier.PRO)
    caller = world.caller(owner)
    file_id = stored(world, "subs.csv", (DATA / "csv/subscriptions.csv").read_bytes(), caller)
    task = submitted(
        world,
        caller=caller,
        prompt="A report of our subscriptions by plan",
        data_sources=[{"file_id": file_id, "kind": "csv"}],
    )
    done = machine.run(task)
    assert done.status is Status.COMPLETED, done.failure
    assert api.problems == []
    assert machine.faults == []
    book = openpyxl.load_workbook(io.BytesIO(world.objects.get(done.pointers.document or "")))
    assert len(book.sheetnames) >= 2
    read = sum(call.counted.read for call in api.calls)
    written = sum(call.counted.written for call in api.calls)
    uncached = sum(call.counted.uncached for call in api.calls)
    output = sum(call.output_tokens for call in api.calls)
    usd = (uncached * 2 + output * 10 + read * 0.1 + written * 2.5) / 1_000_000
    assert abs(done.spent_usd - usd) < 1e-9
    assert done.spent["agent_turn.cache_read"] == read
    assert done.credits_used == max(1, -(-usd // 0.01))
    assert world.balance(owner) == {"available": 1000 - done.credits_used, "held": 0}


def test_a_broken_stream_and_a_busy_provider_cost_only_their_turn(
    world: World, asked: Asked
) -> None:
    answers = iter(
        [
            lambda body: offline_author(body).but(cut_after=5),
            offline_author,
            lambda _: Refusal(429, {"retry-after": "7"}),
            lambda _: Refusal(529),
            lambda _: Refusal(500),
        ]
    )
    api, machine = asked(lambda body: next(answers, offline_author)(body))
    began = world.clock()
    done = machine.run(submitted(world, prompt="A budget for 2027 with 5 categories"))
    assert done.status is Status.COMPLETED, done.failure
    assert api.problems == []
    assert [type(fault).__name__ for fault in machine.faults] == ["UpstreamError"]
    assert machine.trace.count("WaitForModel") == 2
    assert (world.clock() - began).total_seconds() >= 7 + 15


def test_the_conversation_is_kept_verbatim_turn_by_turn(world: World, asked: Asked) -> None:
    _, machine = asked(offline_author)
    done = machine.run(submitted(world, prompt="A project plan for a website"))
    text = world.objects.get(done.pointers.conversation or "")
    turns = [e for e in History.model_validate_json(text).entries if isinstance(e, Turn)]
    assert len(turns) == done.turns
    assert all(turn.blocks[0]["signature"] for turn in turns)
    assert all(turn.model == "claude-sonnet-5-5" for turn in turns)


def test_a_run_goes_on_with_its_conversation_as_the_provider_signed_it(
    world: World, asked: Asked
) -> None:
    api, machine = asked(lambda body: answer_of(body, 5))
    caller = world.caller()
    done = machine.run(submitted(world, caller=caller))
    again = machine.run(submitted(world, caller=caller, run_id=done.run_id, prompt="Once more"))
    assert again.status is Status.COMPLETED, again.failure
    assert api.problems == []
    sent = api.calls[-1].body["messages"]
    assert sum(message["role"] == "assistant" for message in sent) == 5 + 4


def test_a_refusal_fails_the_task_and_costs_nothing(world: World, asked: Asked) -> None:
    _, machine = asked([Reply().says("I will not.").but(stop="refusal")])
    owner = world.organisation()
    done = machine.run(submitted(world, caller=world.caller(owner)))
    assert done.failure is not None
    assert (done.status, done.failure.code) == (Status.FAILED, "model_error")
    assert world.balance(owner) == {"available": 1000, "held": 0}


def test_a_batch_cut_by_the_length_limit_is_refused_whole(world: World, asked: Asked) -> None:
    sheets = [{"op": "add_sheet", "sheet": f"Sheet {number}"} for number in range(8)]
    cut = Reply().calls("document_apply", base_version=0, ops=sheets)
    again = Reply().calls("document_apply", base_version=0, ops=sheets[:1])
    script = [cut.but(stop="max_tokens", unfinished=True), again, Refusal(404)]
    api, machine = asked(script)
    done = machine.run(submitted(world))
    assert done.failure is not None
    assert done.failure.code == "model_error"
    told = api.calls[1].body["messages"][-1]["content"][0]
    assert told["is_error"] is True
    assert "smaller batches" in told["content"]
    state = json.loads(world.objects.get(done.pointers.state or ""))
    assert [op["sheet"] for op in state["ops"]] == ["Sheet 0"]
