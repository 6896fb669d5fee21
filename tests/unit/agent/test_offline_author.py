"""The turns of the offline author: reading, mending, refusing, finishing."""

import pytest
from tests.fakes.document_tools import calls_of, session
from tests.unit.agent.histories import answer, calls, history, says, task
from tests.unit.agent.workbooks import DATA

from docsmith.agent.brief import compose_user_message
from docsmith.agent.decide import Fail, Limits, next_action
from docsmith.agent.model import ModelRequest, ToolSpec
from docsmith.agent.offline.author import next_batch, next_step
from docsmith.agent.offline.model import NEEDS_MODEL, OfflineModel
from docsmith.agent.offline.progress import progress_of
from docsmith.agent.offline.repair import Pending, mend
from docsmith.agent.offline.workbook import ops as workbook_ops
from docsmith.agent.turns import (
    History,
    Json,
    StopReason,
    ToolResult,
    ToolResults,
    Turn,
    UserMessage,
)
from docsmith.agent.wire import canonical


def reply(state: History, tools: tuple[ToolSpec, ...] = ()) -> Turn:
    request = ModelRequest(model="offline", system="", tools=tools, history=state)
    return OfflineModel().complete(request)


def answered(state: History, turn: Turn, *answers: Json, errors: bool = False) -> History:
    results = tuple(
        ToolResult(call_id=call.id, content=canonical(content), is_error=errors)
        for call, content in zip(turn.calls, answers, strict=True)
    )
    return state.plus(turn).plus(ToolResults(results=results))


def drive(state: History, refuse: object = None) -> list[Turn]:
    """Answer every call kindly until the finish; `refuse(op)` names errors for operations."""
    turns: list[Turn] = []
    version = 0
    while not turns or turns[-1].calls[0].name != "document_finish":
        turn = reply(state)
        turns.append(turn)
        if not turn.calls:
            return turns
        answers: list[Json] = []
        failed = False
        for call in turn.calls:
            content: Json = {"version": version}
            if call.name == "document_apply":
                errors = refuse(call.arguments["ops"]) if callable(refuse) else []
                failed = bool(errors)
                version += 0 if failed else len(call.arguments["ops"])
                content = {"version": version} | ({"errors": errors} if errors else {})
            answers.append(content)
        state = answered(state, turn, *answers, errors=failed)
        assert len(turns) < 40
    return turns


def test_it_costs_nothing_and_says_that_no_model_was_used():
    turns = drive(history(task("Create a budget")))
    assert all(turn.usage.input_tokens == 0 for turn in turns)
    assert "without a language model" in turns[-1].calls[0].arguments["summary"]
    assert turns[0].blocks[0]["text"].startswith("Plan: ")


def test_it_keeps_no_state_between_turns():
    state = history(task("Create a budget"))
    assert reply(state) == reply(state)


def test_sources_that_are_not_described_are_read_first():
    run = session(OfflineModel(), DATA / "csv" / "no_date.csv").ask("Report", described=False)
    names = [name for name, _ in calls_of(run.history)]
    assert names[0] == "source_read"
    assert names[-1] == "document_finish"


def test_pictures_are_not_read():
    picture = {"slot": "image1", "kind": "image", "name": "logo.png"}
    turn = reply(history(task("Create a budget", sources=[picture])))
    assert turn.calls[0].name == "document_apply"


def test_a_source_that_cannot_be_read_is_not_asked_for_again():
    state = history(task("Create a report", sources=[{"slot": "a"}]))
    turn = reply(state)
    assert [call.name for call in turn.calls] == ["source_read"]
    after = reply(answered(state, turn, {"error": "no table"}, errors=True))
    assert after.calls[0].name == "document_apply"


def test_a_call_takes_whole_sections_as_far_as_they_fit():
    small = Pending(op={"op": "x"}, section="a")
    other = Pending(op={"op": "x"}, section="b")
    big = Pending(op={"op": "y" * 40_000}, section="a")
    assert len(next_batch((small, other))) == 2
    assert len(next_batch((small,) * 40)) == 40
    assert len(next_batch((small,) * 90)) == 40
    assert len(next_batch((*(small,) * 30, *(other,) * 20))) == 30
    assert len(next_batch((big, big))) == 1
    assert len(next_batch((other, big, big))) == 1
    assert next_batch(()) == ()


def test_a_refused_look_is_left_out_and_told():
    def refuse(ops: list[Json]) -> list[Json]:
        charts = [i for i, op in enumerate(ops) if op["op"] == "chart"]
        return [{"path": f"ops[{i}].anchor", "reason": "no room"} for i in charts]

    turns = drive(history(task("Loan of 10,000 EUR at 5% over 2 years")), refuse)
    assert "no room" in turns[-1].calls[0].arguments["summary"]


def test_refused_content_ends_in_a_refusal_that_says_why():
    def refuse(ops: list[Json]) -> list[Json]:
        return [{"path": "ops[0]", "reason": "no such function"}]

    turns = drive(history(task("Create a budget")), refuse)
    assert turns[-1].stop is StopReason.REFUSAL
    said = next_action(history(task("b"), turns[-1]), Limits())
    assert isinstance(said, Fail)
    assert "no such function" in said.message


def test_a_stale_version_is_answered_with_the_right_one():
    state = history(task("Create a budget"))
    turn = reply(state)
    stale = answered(state, turn, {"version": 7, "error": "stale"}, errors=True)
    again = reply(stale)
    assert again.calls[0].arguments["base_version"] == 7
    assert again.calls[0].arguments["ops"] == turn.calls[0].arguments["ops"]


def test_findings_that_it_cannot_mend_do_not_keep_it_from_finishing():
    state = history(task("Create a budget"))
    for _ in range(30):
        turn = reply(state)
        finding = {"id": "odd", "severity": "blocking", "place": "A!A1"}
        is_finish = turn.calls[0].name == "document_finish"
        content = {"finished": False, "findings": [finding]} if is_finish else {"version": 1}
        state = answered(state, turn, *[content] * len(turn.calls))
        action = next_action(state, Limits())
        if isinstance(action, Fail):
            assert action.code == "quality_gate_failed"
            return
    pytest.fail("the loop did not end")


def test_short_texts_vague_questions_and_unknown_formats_are_refused():
    read = ToolSpec(name="document_read", description="", input_schema={})
    turn = reply(history(task("How much?")), (read,))
    assert turn.stop is StopReason.REFUSAL
    assert "Without a model" in turn.blocks[0]["text"]
    short = UserMessage(text=compose_user_message("Humanize", "humanize"))
    assert reply(history(short)).blocks[0]["text"] == NEEDS_MODEL
    poem = UserMessage(text=compose_user_message("Write", "poem"))
    assert reply(history(poem)).stop is StopReason.REFUSAL


def test_an_empty_history_is_an_empty_prompt():
    assert next_step(progress_of(History())).calls


def test_progress_passes_over_calls_without_an_answer():
    state = history(task("a"), calls("document_read", 1), answer({}, 2), says("x"))
    assert progress_of(state).exchanges == ()


def test_the_smallest_part_that_an_error_names_is_dropped():
    cells = {"op": "set_cells", "sheet": "A", "cells": [{"cell": "A1"}, {"cell": "A2"}]}
    look = {"op": "layout", "sheet": "A", "zoom": 500, "freeze": "A2"}
    batch = (Pending(op=cells, section="s"), Pending(op=look, section="s"))
    errors = [
        {"path": "ops[0].cells[1].value", "reason": "bad"},
        {"path": "ops[1].zoom", "reason": "too large"},
    ]
    mended = mend(batch, errors)
    assert mended.pending[0].op["cells"] == [{"cell": "A1"}]
    assert mended.pending[1].op == {"op": "layout", "sheet": "A", "freeze": "A2"}
    assert mended.dropped == ()
    again = mend(mended.pending, errors)
    assert again.pending == ()
    assert again.broken is not None


def test_items_are_dropped_from_the_end_so_that_places_hold():
    cells = [{"cell": f"A{i}"} for i in range(1, 6)]
    batch = (Pending(op={"op": "set_cells", "sheet": "A", "cells": cells}, section="s"),)
    errors = [{"path": f"ops[0].cells[{i}]"} for i in (0, 2, 4)]
    kept = mend(batch, errors).pending[0].op["cells"]
    assert kept == [{"cell": "A2"}, {"cell": "A4"}]


def test_what_an_operation_cannot_be_without_takes_the_operation_along():
    chart = Pending(op={"op": "chart", "sheet": "A", "anchor": "A1"}, section="s")
    assert mend((chart,), [{"path": "ops[0].anchor"}]).pending == ()
    assert mend((chart,), [{"path": "ops[0].colour"}]).pending == ()
    assert mend((chart,), [{"path": "ops[0]"}]).pending == ()
    only = Pending(op={"op": "set_cells", "sheet": "A", "cells": [{}]}, section="s")
    assert mend((only,), [{"path": "ops[0].cells[0]"}]).pending == ()


def test_a_computed_column_can_go_while_the_data_stays():
    load = Pending(op={"op": "load_data", "sheet": "A", "computed": [{}]}, section="s")
    kept = mend((load,), [{"path": "ops[0].computed[0].formula"}]).pending
    assert kept[0].op["computed"] == []


def test_figures_that_no_answer_told_are_read_before_the_splits_are_ordered():
    description = {
        "slot": "a",
        "name": "a.csv",
        "rows": 60,
        "columns": [
            {"name": "Region", "type": "text", "distinct": 2, "top": [["N", 9], ["S", 8]]},
            {"name": "Amount", "type": "money", "distinct": 50, "min": 1, "max": 9},
        ],
    }
    turns = drive(history(task("Report", sources=[description])))
    check = next(turn for turn in turns if turn.calls[-1].name == "document_check")
    scopes = [call.arguments["scope"] for call in check.calls[:-1]]
    assert "Summary!A5" in scopes
    assert any(scope.startswith("Summary!A") and ":" in scope for scope in scopes)


def test_usage_adds_up_over_a_history():
    state = history(calls("a", 1, tokens=3), answer({}, 1), calls("b", 2, tokens=4))
    assert state.usage.input_tokens == 7
    assert state.usage.output_tokens == 0


def test_many_cells_are_split_into_operations_of_their_own():
    cells = [(f"A{row}", row, None) for row in range(1, 301)]
    one, two = workbook_ops.set_cells("S", cells), workbook_ops.set_cells("S", cells)
    assert len(workbook_ops.joined([one, two])) == 2
    small = workbook_ops.set_cells("S", cells[:3])
    assert len(workbook_ops.joined([small, small])) == 1
    assert workbook_ops.joined([workbook_ops.set_cells("S", [])]) == ()
