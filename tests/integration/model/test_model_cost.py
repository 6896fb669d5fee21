"""What a long run costs, counted by a server that compares prefixes: bars of DESIGN.md 8."""

import re
from itertools import count

import pytest
from tests.fakes.messages_api import Author, MessagesApi
from tests.fakes.messages_script import Answer, Json, Refusal, Reply
from tests.fakes.world import World
from tests.integration.model.conftest import Asked, submitted

from docsmith.agent.decide import Limits
from docsmith.domain.credits import price_of
from docsmith.domain.task import Status

NAME = "claude-sonnet-5-5"
WORDS = "The figure of this row follows from the assumption above it. " * 12


def writer(turns: int) -> Author:
    """A model that plans, writes a sheet of texts each turn, and finishes after so many turns."""
    numbers = count(1)

    def answer(body: Json) -> Answer:
        if "compaction" in body:
            return Refusal(400, message="This model does not summarise.")
        number = next(numbers)
        if number >= turns:
            return Reply().calls("document_finish", summary="All sheets stand.")
        version = 2 * (number - 1)
        ops = [
            {"op": "add_sheet", "sheet": f"Sheet {number}"},
            {
                "op": "set_cells",
                "sheet": f"Sheet {number}",
                "cells": [{"cell": "A1", "value": WORDS}, {"cell": "A2", "value": number}],
            },
        ]
        thought = Reply().thinks(f"Sheet {number} comes next. " * 20).says(f"Sheet {number}.")
        return thought.calls("document_apply", base_version=version, ops=ops)

    return answer


def usd_of(api: MessagesApi) -> list[float]:
    return [
        price_of(
            NAME,
            input=call.counted.uncached,
            output=call.output_tokens,
            cache_read=call.counted.read,
            cache_write=call.counted.written,
        )
        for call in api.calls
    ]


def test_over_40_turns_hardly_more_is_read_uncached_than_is_new(world: World, asked: Asked) -> None:
    api, machine = asked(writer(40), limits=Limits(compact_at_tokens=10**9))
    done = machine.run(submitted(world, timeout_ms=1_800_000))
    assert done.status is Status.COMPLETED, done.failure
    assert (done.turns, api.problems) == (40, [])
    new = api.calls[-1].counted.total + api.calls[-1].output_tokens
    not_read = sum(call.counted.written + call.counted.uncached for call in api.calls)
    assert not_read <= 1.5 * new
    assert sum(call.counted.uncached for call in api.calls) <= 0.05 * new


@pytest.mark.parametrize("summarizes", [False, True])
def test_turn_60_costs_about_what_turn_10_did(world: World, asked: Asked, summarizes: bool) -> None:
    api, machine = asked(
        writer(62), limits=Limits(max_turns=80, compact_at_tokens=24_000), summarizes=summarizes
    )
    done = machine.run(submitted(world))
    assert done.status is Status.COMPLETED, done.failure
    assert api.problems == []
    assert machine.trace.count("CompactContext") >= 1
    costs = usd_of(api)
    turn = [
        usd for usd, call in zip(costs, api.calls, strict=True) if "compaction" not in call.body
    ]
    assert len(turn) == 62
    assert turn[59] <= 1.5 * turn[9]
    assert sum(costs[-20:]) <= 1.5 * sum(costs[5:25]), "compaction itself included"
    assert done.spent_usd == pytest.approx(sum(costs))


def test_a_long_run_keeps_its_brief_and_its_outline(world: World, asked: Asked) -> None:
    api, machine = asked(writer(40), limits=Limits(compact_at_tokens=24_000), summarizes=True)
    machine.run(submitted(world, prompt="Forty sheets of texts"))
    last = api.calls[-1].body["messages"]
    assert [block["type"] for block in last[0]["content"]] == ["compaction"]
    texts = [message["content"][0].get("text", "") for message in last[1:]]
    assert "Forty sheets of texts" in texts[0]
    assert "Sheet 1." in texts[1], "the plan of the first turn"
    named = {place for text in texts for place in re.findall(r"Sheet [0-9]+", text)}
    assert len(named) >= 30, "every sheet that stood when it was shortened"


def test_a_conversation_that_does_not_fit_is_shortened_and_goes_on(
    world: World, asked: Asked
) -> None:
    _, machine = asked(writer(30), window=16_000)
    done = machine.run(submitted(world))
    assert done.status is Status.COMPLETED, done.failure
    assert machine.trace.count("CompactContext") >= 1
