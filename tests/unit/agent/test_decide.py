"""The table in `decide.py`, row by row."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.agent.histories import answer, calls, history, says, task

from docsmith.agent.brief import compose_user_message
from docsmith.agent.compact import compact
from docsmith.agent.decide import (
    CallModel,
    Compact,
    ExecutePlan,
    Fail,
    Finish,
    Limits,
    context_tokens,
    next_action,
)
from docsmith.agent.model import ModelRequest
from docsmith.agent.offline.model import NEEDS_MODEL, OfflineModel
from docsmith.agent.prompt import message
from docsmith.agent.turns import (
    History,
    StopReason,
    ToolCall,
    ToolResult,
    ToolResults,
    Turn,
    Usage,
    UserMessage,
)

LIMITS = Limits()
READ = calls("document_read")
FINISHED = (calls("document_finish", summary="A report."), answer({"finished": True}))
REFUSED = (calls("document_finish", summary="A report."), answer({"finished": False}))


def code(action: object) -> str:
    assert isinstance(action, Fail)
    assert action.message
    return action.code


def test_an_empty_history_fails():
    assert code(next_action(History(), LIMITS)) == "model_error"


def test_a_message_calls_the_model_within_its_output_limit():
    limits = Limits(max_output_tokens=1234)
    assert next_action(history(task()), limits) == CallModel(max_tokens=1234)


def test_a_refusal_fails_even_when_it_holds_calls():
    turn = calls("document_read").model_copy(update={"stop": StopReason.REFUSAL})
    assert code(next_action(history(task(), turn), LIMITS)) == "model_error"


def test_a_turn_with_calls_is_executed():
    assert next_action(history(task(), READ), LIMITS) == ExecutePlan(calls=READ.calls)


def test_calls_of_a_cut_turn_are_executed_so_that_the_model_learns_of_it():
    cut = READ.model_copy(update={"stop": StopReason.MAX_TOKENS})
    assert isinstance(next_action(history(task(), cut), LIMITS), ExecutePlan)


def test_results_call_the_model_again():
    got = next_action(history(task(), READ, answer({"content": {}})), LIMITS)
    assert got == CallModel(max_tokens=LIMITS.max_output_tokens)


def test_an_accepted_finish_ends_with_its_summary():
    assert next_action(history(task(), *FINISHED), LIMITS) == Finish(summary="A report.")


def test_a_refused_finish_goes_on():
    assert isinstance(next_action(history(task(), *REFUSED), LIMITS), CallModel)


def test_a_finish_whose_result_is_an_error_or_missing_is_not_accepted():
    finish = calls("document_finish", summary="x")
    broken = answer({"finished": True}, is_error=True)
    other = answer({"finished": True}, number=7)
    assert isinstance(next_action(history(task(), finish, broken), LIMITS), CallModel)
    assert isinstance(next_action(history(task(), finish, other), LIMITS), CallModel)


def test_an_accepted_finish_beside_other_calls_ends_the_work():
    check = ToolCall(id="a", name="document_check", arguments={})
    finish = ToolCall(id="b", name="document_finish", arguments={"summary": "Both."})
    turn = Turn(blocks=(), calls=(check, finish), stop=StopReason.TOOL_USE)
    results = ToolResults(
        results=(
            ToolResult(call_id="a", content='{"findings":[]}'),
            ToolResult(call_id="b", content='{"finished":true}'),
        )
    )
    assert next_action(history(task(), turn, results), LIMITS) == Finish(summary="Both.")


def test_too_many_refused_finishes_fail_the_quality_gate():
    limits = Limits(max_refused_finishes=2)
    assert isinstance(next_action(history(task(), *REFUSED), limits), CallModel)
    assert code(next_action(history(task(), *REFUSED, *REFUSED), limits)) == "quality_gate_failed"


def test_nothing_but_errors_in_a_row_fails():
    failed = (calls("document_apply"), answer({"error": "no"}, is_error=True))
    limits = Limits(max_failed_turns=2)
    fine = (READ, answer({}))
    assert isinstance(next_action(history(task(), *failed, *fine, *failed), limits), CallModel)
    assert code(next_action(history(task(), *failed, *failed), limits)) == "model_error"


def test_a_turn_without_calls_is_nudged():
    got = next_action(history(task(), says("Here is my plan.")), LIMITS)
    assert got == CallModel(max_tokens=LIMITS.max_output_tokens, say=message("nudge"))


def test_a_turn_cut_by_its_limit_is_told_to_go_on():
    got = next_action(history(task(), says("So", StopReason.MAX_TOKENS)), LIMITS)
    assert got == CallModel(max_tokens=LIMITS.max_output_tokens, say=message("continue"))


def test_a_paused_turn_is_called_again_without_a_word():
    got = next_action(history(task(), says("", StopReason.PAUSE_TURN)), LIMITS)
    assert got == CallModel(max_tokens=LIMITS.max_output_tokens, say=None)


def test_idle_turns_in_a_row_fail_with_nudges_between_them():
    nudge = UserMessage(text=message("nudge"))
    idle = says("thinking")
    limits = Limits(max_idle_turns=2)
    assert isinstance(next_action(history(task(), idle), limits), CallModel)
    assert code(next_action(history(task(), idle, nudge, idle), limits)) == "model_error"
    busy = history(task(), idle, nudge, READ, answer({}), idle)
    assert isinstance(next_action(busy, limits), CallModel)


def test_an_answer_in_text_ends_a_question():
    asked = Limits(answer_in_text=True)
    assert next_action(history(task(), says(" 42 ")), asked) == Finish(summary="42")
    assert isinstance(next_action(history(task(), says("")), asked), CallModel)
    cut = says("4", StopReason.MAX_TOKENS)
    assert isinstance(next_action(history(task(), cut), asked), CallModel)


def test_the_last_turn_allowed_is_the_last():
    limits = Limits(max_turns=1)
    assert isinstance(next_action(history(task()), limits), CallModel)
    assert code(next_action(history(task(), READ, answer({})), limits)) == "model_error"
    assert code(next_action(history(task(), *REFUSED), limits)) == "quality_gate_failed"


def test_a_new_request_on_the_run_has_turns_of_its_own():
    limits = Limits(max_turns=1)
    assert isinstance(next_action(history(task(), *FINISHED, task("Add")), limits), CallModel)


def test_without_credits_the_model_is_not_called():
    spent = Limits(remaining_credits=0)
    assert code(next_action(history(task()), spent)) == "credit_limit"
    assert isinstance(next_action(history(task()), Limits(remaining_credits=0.5)), CallModel)


def test_work_already_paid_is_executed_and_finished_without_credits():
    spent = Limits(remaining_credits=0)
    assert isinstance(next_action(history(task(), READ), spent), ExecutePlan)
    assert isinstance(next_action(history(task(), *FINISHED), spent), Finish)


def test_a_large_context_is_compacted_before_the_next_call_and_only_once():
    limits = Limits(compact_at_tokens=1_000)
    full = history(task(), calls("document_read", tokens=900), answer({"x": "y" * 400}))
    assert next_action(full, limits) == Compact()
    huge = history(task("x" * 9_000))
    assert next_action(huge, limits) == Compact()
    assert isinstance(next_action(compact(huge), limits), CallModel)


def test_an_overflow_is_compacted_once_and_then_fails():
    overflow = says("", StopReason.CONTEXT_OVERFLOW)
    full = history(task(), READ, answer({}), overflow)
    assert next_action(full, LIMITS) == Compact()
    again = compact(full).plus(overflow)
    assert code(next_action(again, LIMITS)) == "model_error"
    assert next_action(history(overflow), LIMITS) == Compact()


def test_turns_before_a_compaction_still_count():
    limits = Limits(max_turns=3)
    two = history(task(), READ, answer({}), READ, answer({}))
    short = compact(two)
    assert isinstance(next_action(short, limits), CallModel)
    assert code(next_action(short.plus(READ).plus(answer({})), limits)) == "model_error"


def test_a_history_without_a_task_message_counts_from_its_start():
    plain = UserMessage(text="hello")
    assert isinstance(next_action(history(plain), LIMITS), CallModel)


def test_context_is_counted_from_the_last_turn_and_what_came_since():
    usage = Usage(input_tokens=5, output_tokens=6, cache_read_tokens=7, cache_write_tokens=8)
    turn = READ.model_copy(update={"usage": usage})
    assert context_tokens(history(task(), turn)) == 26
    assert context_tokens(history(task(), turn, UserMessage(text="abcdef"))) == 28


entries = st.sampled_from(
    [task(), READ, says("a"), says("", StopReason.PAUSE_TURN), answer({}), *FINISHED, *REFUSED]
)


@given(st.lists(entries, max_size=12), st.integers(0, 5), st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_every_history_has_an_action_and_it_is_always_the_same(
    sequence: list[UserMessage | Turn | ToolResults], turns: int, tokens: int
):
    limits = Limits(max_turns=turns, compact_at_tokens=tokens)
    one = next_action(history(*sequence), limits)
    assert one == next_action(history(*sequence), limits)


@given(st.lists(st.sampled_from([READ, says("a"), *REFUSED[:1]]), max_size=30))
@settings(max_examples=50, deadline=None)
def test_whatever_the_model_says_the_loop_ends(script: list[Turn]):
    limits = Limits(max_turns=6)
    state, steps = history(task()), 0
    replies = iter(script)
    while not isinstance(action := next_action(state, limits), Finish | Fail):
        steps += 1
        assert steps < 60
        if isinstance(action, ExecutePlan):
            state = state.plus(answer({"finished": False}))
        elif isinstance(action, CallModel):
            if action.say:
                state = state.plus(UserMessage(text=action.say))
            state = state.plus(next(replies, says("done")))


def finding(id: str, place: str, message: str) -> dict[str, str]:
    told = {"id": id, "place": place, "message": message}
    return told | {"severity": "blocking", "remedy": "mend it"}


def refused_for(*found: dict[str, str]) -> tuple[Turn, ToolResults]:
    return calls("document_finish", summary="A."), answer({"finished": False, "findings": found})


def test_a_failed_gate_names_the_first_findings_of_the_last_finish():
    first = refused_for(finding("xlsx.old", "Sheet!A1", "It was mended."))
    last = refused_for(
        finding("docx.duplicate_id", "package", "2 bookmarks have the id _Toc1."),
        finding("docx.second", "u3", "Two"),
        finding("docx.third", "u4", "Three"),
    )
    done = next_action(history(task(), *first, *last), Limits(max_refused_finishes=2))
    named = "docx.duplicate_id at package: 2 bookmarks have the id _Toc1; docx.second at u3: Two."
    assert isinstance(done, Fail)
    assert done.message == f"Blocking findings could not be mended: {named}"
    late = next_action(history(task(), *last, READ, answer({})), Limits(max_turns=2))
    assert isinstance(late, Fail)
    assert late.message == f"Blocking findings were left at the end: {named}"


def test_a_failed_gate_without_findings_and_with_very_long_ones_still_says_a_sentence():
    limits = Limits(max_refused_finishes=1)
    bare = next_action(history(task(), *REFUSED), limits)
    assert isinstance(bare, Fail)
    assert bare.message == "Blocking findings could not be mended."
    long = next_action(history(task(), *refused_for(finding("x", "y", "z" * 900))), limits)
    assert isinstance(long, Fail)
    assert len(long.message) <= 301
    assert long.message.endswith("z.")


def test_the_offline_author_speaks_for_itself_and_a_model_is_quoted():
    quoted = next_action(history(task(), says("I will not.", StopReason.REFUSAL)), LIMITS)
    assert quoted == Fail(
        code="model_error", message="The model declined this request. It said: I will not."
    )
    asked = UserMessage(text=compose_user_message("Say it shorter", "rewrite"))
    request = ModelRequest(model="offline", system="", tools=(), history=history(asked))
    own = OfflineModel().complete(request)
    assert next_action(history(task(), own), LIMITS) == Fail(
        code="model_error", message=NEEDS_MODEL
    )
