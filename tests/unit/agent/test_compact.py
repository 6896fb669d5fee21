"""What survives a compaction."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.agent.histories import answer, calls, history, says, task

from docsmith.agent.compact import compact, digest_of, is_digest, turns_before
from docsmith.agent.turns import History, ToolResult, ToolResults, Turn, UserMessage

OUTLINE = answer({"scope": "outline", "content": {"sheets": ["Summary"]}, "version": 4}, 1)


def long_history() -> History:
    return history(
        task("Create a report"),
        says("Plan: a report\n- Summary"),
        calls("document_read", 1, scope="outline"),
        OUTLINE,
        calls("document_apply", 2),
        answer({"version": 9, "changed": ["Summary!A1"]}, 2),
        calls("document_check", 3),
        answer({"version": 9, "findings": [{"id": "no-title"}]}, 3),
    )


def digest(shorter: History) -> dict[str, object]:
    last = shorter.entries[-1]
    assert isinstance(last, UserMessage)
    return digest_of(last)


def test_the_first_message_stays_as_it_was_and_the_digest_is_last():
    full = long_history()
    shorter = compact(full)
    assert shorter.entries[0] == full.entries[0]
    assert len(shorter.entries) == 2
    assert isinstance(shorter.entries[1], UserMessage)
    assert is_digest(shorter.entries[1])


def test_plan_outline_version_findings_and_turns_survive():
    facts = digest(compact(long_history()))
    assert facts["plan"] == "Plan: a report\n- Summary"
    assert "Summary" in str(facts["outline"])
    assert facts["version"] == 9
    assert facts["findings"] == [{"id": "no-title"}]
    assert facts["turns"] == 4


def test_a_plan_that_was_only_thought_survives_too():
    thought = Turn(blocks=({"type": "thinking", "thinking": "Plan: a memo", "signature": "s"},))
    assert digest(compact(history(task(), thought)))["plan"] == "Plan: a memo"
    spoken = history(task(), thought, says("Plan: a report"))
    assert digest(compact(spoken))["plan"] == "Plan: a report"


def test_what_changed_since_the_outline_is_told_once_each():
    full = long_history().plus(calls("document_apply", 4))
    full = full.plus(answer({"version": 12, "changed": ["Data!A1", "Data!B2", "Notes!A1"]}, 4))
    facts = digest(compact(full))
    assert facts["changed"] == ["Summary", "Data", "Notes"]
    again = compact(full).plus(calls("document_apply", 5))
    again = again.plus(answer({"version": 13, "changed": ["Plan!A1", "Data!C3"]}, 5))
    assert digest(compact(again))["changed"] == ["Summary", "Data", "Notes", "Plan"]
    read = again.plus(calls("document_read", 6, scope="outline")).plus(
        answer({"scope": "outline", "content": {}, "version": 13}, 6)
    )
    assert digest(compact(read))["changed"] == []


def test_an_outline_that_was_refused_is_none():
    refused = ToolResults(results=(ToolResult(call_id="call_7", content="{}", is_error=True),))
    full = long_history().plus(calls("document_read", 7, scope="outline")).plus(refused)
    assert "Summary" in str(digest(compact(full))["outline"])


def test_a_second_compaction_keeps_what_the_first_knew():
    once = compact(long_history())
    more = once.plus(calls("document_apply", 5)).plus(answer({"version": 12}, 5))
    facts = digest(compact(more))
    assert facts["plan"] == "Plan: a report\n- Summary"
    assert "Summary" in str(facts["outline"])
    assert facts["version"] == 12
    assert facts["turns"] == 5


def test_first_and_latest_requests_stay_whole_and_those_between_as_text():
    full = long_history()
    for prompt in ("Add a chart", "Rename it", "In thousands"):
        full = full.plus(task(prompt)).plus(says("ok"))
    shorter = compact(full)
    assert shorter.entries[:2] == (full.entries[0], task("In thousands"))
    facts = digest(shorter)
    assert facts["requests"] == ["Add a chart", "Rename it"]
    assert facts["turns"] == 1
    assert digest(compact(shorter))["requests"] == ["Add a chart", "Rename it"]


def test_a_history_without_tasks_keeps_its_first_message():
    plain = UserMessage(text="hello")
    shorter = compact(history(plain, says("")))
    assert shorter.entries[0] == plain
    assert digest(shorter)["plan"] == ""


def test_answers_without_a_call_are_passed_over():
    lost = compact(history(task(), answer({"version": 3})))
    assert digest(lost)["version"] is None


def test_only_a_digest_has_turns_before_it():
    assert turns_before(task()) == 0
    assert digest_of(task()) == {}


steps = st.sampled_from([says("x"), calls("document_read", 1), OUTLINE, task("more"), answer({})])


@given(st.lists(steps, max_size=20))
@settings(max_examples=60, deadline=None)
def test_compaction_is_deterministic_and_holds_no_turn(
    sequence: list[UserMessage | Turn | ToolResults],
):
    full = history(task(), *sequence)
    shorter = compact(full)
    assert shorter == compact(full)
    assert not [entry for entry in shorter.entries if isinstance(entry, Turn | ToolResults)]
    assert len(shorter.entries) <= 3


@given(st.integers(1, 40))
@settings(max_examples=20, deadline=None)
def test_the_digest_stays_small_however_long_the_history(turns: int):
    full = history(task())
    for number in range(turns):
        full = full.plus(calls("document_read", number)).plus(
            answer({"scope": "outline", "text": "x" * 50_000}, number)
        )
    last = compact(full).entries[-1]
    assert isinstance(last, UserMessage)
    assert len(last.text) < 60_000
