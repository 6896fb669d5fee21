"""The model's adapter through the real SDK: what it sends, what it makes of an answer."""

import pytest
from tests.fakes.messages_script import Reply
from tests.unit.adapters.model_client import MODEL, READ, a_request, connected

from docsmith.agent.model import Leash, Picture
from docsmith.agent.turns import Json, StopReason, ToolResult, ToolResults, Turn, UserMessage
from docsmith.domain.errors import UpstreamError

ASKED = UserMessage(text="Make a report.")


def test_an_answer_becomes_a_turn_with_its_blocks_verbatim() -> None:
    reply = Reply().thinks("A report, then.").says("I read it.").calls("document_read", scope="all")
    with connected([reply]) as (_, model):
        turn = model.complete(a_request())
    thinking, text, use = turn.blocks
    assert thinking["thinking"] == "A report, then."
    assert thinking["signature"]
    assert text == {"type": "text", "text": "I read it."}
    assert use == {
        "type": "tool_use",
        "id": turn.calls[0].id,
        "name": "document_read",
        "input": {"scope": "all"},
    }
    assert (turn.calls[0].arguments, turn.calls[0].cut) == ({"scope": "all"}, False)
    assert (turn.stop, turn.model) == (StopReason.TOOL_USE, MODEL)


def test_thinking_goes_back_as_it_was_signed() -> None:
    script = [Reply().thinks("Read first.").calls("document_read"), Reply().says("Done.")]
    with connected(script) as (api, model):
        turn = model.complete(a_request(ASKED))
        results = ToolResults(results=(ToolResult(call_id=turn.calls[0].id, content="{}"),))
        stored = type(turn).model_validate_json(turn.model_dump_json(exclude_defaults=True))
        answer = model.complete(a_request(ASKED, stored, results))
    assert api.problems == []
    assert answer.blocks == ({"type": "text", "text": "Done."},)
    sent = api.calls[1].body["messages"][1]["content"]
    assert sent == list(turn.blocks)


def test_the_request_names_tools_system_and_schema_and_nothing_a_model_refuses() -> None:
    schema = {"type": "object", "properties": {"valid": {"type": "boolean"}}}
    with connected([Reply().says("{}")]) as (api, model):
        model.complete(a_request(output_schema=schema, effort="low", max_tokens=500))
    body = api.calls[0].body
    assert body["tools"] == [
        {"name": READ.name, "description": READ.description, "input_schema": READ.input_schema}
    ]
    assert body["system"][0]["text"] == "Be exact."
    assert body["output_config"] == {
        "effort": "low",
        "format": {"type": "json_schema", "schema": schema},
    }
    assert body["max_tokens"] == 500
    assert not {"tool_choice", "temperature", "top_p", "top_k", "thinking"} & body.keys()


def test_without_tools_none_are_sent() -> None:
    with connected([Reply().says("Yes.")]) as (api, model):
        model.complete(a_request(tools=()))
    assert not {"tools", "output_config"} & api.calls[0].body.keys()


def test_an_error_of_a_tool_and_its_pictures_are_sent_with_the_result() -> None:
    results = ToolResults(
        results=(
            ToolResult(call_id="a", content="no", is_error=True),
            ToolResult(call_id="b", content="{}", images=("run/logo.png", "run/lost.png")),
        )
    )
    use = Reply().calls("document_read").calls("document_read")
    pictures = {"run/logo.png": Picture(media_type="image/png", data="aGk=")}
    with connected([use, Reply().says("Seen.")]) as (api, model):
        turn = model.complete(a_request(ASKED))
        ids = [call.id for call in turn.calls]
        renamed = ToolResults(
            results=tuple(
                result.model_copy(update={"call_id": id})
                for id, result in zip(ids, results.results, strict=True)
            )
        )
        model.complete(a_request(ASKED, turn, renamed, pictures=pictures))
    first, second = api.calls[1].body["messages"][2]["content"]
    assert first["is_error"] is True
    assert first["content"] == "no"
    assert [block["type"] for block in second["content"]] == ["text", "image"]
    assert second["content"][1]["source"]["data"] == "aGk="


def test_a_call_cut_by_the_length_limit_is_marked() -> None:
    cut = Reply().calls("document_read").calls("document_apply", ops=[1, 2, 3, 4, 5, 6, 7, 8])
    with connected([cut.but(stop="max_tokens", unfinished=True)]) as (_, model):
        turn = model.complete(a_request())
    assert [call.cut for call in turn.calls] == [False, True]
    assert turn.stop is StopReason.MAX_TOKENS


def test_thinking_cut_before_its_signature_is_not_sent_back() -> None:
    turn = a_turn(
        {"type": "thinking", "thinking": "Half a", "signature": ""}, {"type": "text", "text": " "}
    )
    with connected([Reply().says("On.")]) as (api, model):
        model.complete(a_request(ASKED, turn, UserMessage(text="Go on.")))
    assert [message["role"] for message in api.calls[0].body["messages"]] == ["user", "user"]


def test_each_reason_to_stop_has_its_name() -> None:
    reasons = {
        "end_turn": StopReason.END_TURN,
        "stop_sequence": StopReason.END_TURN,
        "max_tokens": StopReason.MAX_TOKENS,
        "pause_turn": StopReason.PAUSE_TURN,
        "refusal": StopReason.REFUSAL,
        "model_context_window_exceeded": StopReason.CONTEXT_OVERFLOW,
    }
    with connected([Reply().says("So.").but(stop=reason) for reason in reasons]) as (_, model):
        stops = [model.complete(a_request()).stop for _ in reasons]
    assert stops == list(reasons.values())


def test_a_paused_turn_is_sent_back_as_it_is() -> None:
    script = [Reply().says("(paused)").but(stop="pause_turn"), Reply().says("On.")]
    with connected(script) as (api, model):
        paused = model.complete(a_request(ASKED))
        model.complete(a_request(ASKED, paused))
    assert api.problems == []
    assert api.calls[1].body["messages"][-1]["role"] == "assistant"


def test_usage_is_what_the_provider_counted() -> None:
    long = "x" * 8_000
    with connected([Reply().says("A."), Reply().says("B.").but(output_tokens=77)]) as (_, model):
        first = model.complete(a_request(system=long)).usage
        second = model.complete(a_request(system=long)).usage
    assert (first.cache_read_tokens, first.cache_write_tokens > 2_000) == (0, True)
    assert (second.cache_read_tokens, second.cache_write_tokens) == (first.cache_write_tokens, 0)
    assert second.output_tokens == 77


def test_what_may_be_written_follows_from_the_time_left() -> None:
    with connected([Reply().says("A."), Reply().says("B.")]) as (api, model):
        model.complete(a_request(), Leash(seconds_left=lambda: 100.0))
        model.complete(a_request(), Leash(seconds_left=lambda: 3.0))
    assert [call.body["max_tokens"] for call in api.calls] == [4_000, 1_024]


def test_calls_share_their_connection_and_take_the_key_of_the_moment() -> None:
    keys = iter(["sk-old", "sk-new"])
    script = [Reply().says("A."), Reply().says("B.")]
    with connected(script, key=lambda: next(keys)) as (api, model):
        model.complete(a_request())
        model.complete(a_request())
    assert [call.key for call in api.calls] == ["sk-old", "sk-new"]
    assert api.connections == 1


def a_turn(*blocks: Json) -> Turn:
    return Turn(blocks=blocks)


def test_a_summary_stands_first_in_what_is_sent_later() -> None:
    script = [Reply().summarizes("What was said."), Reply().says("On.")]
    with connected(script) as (api, model):
        summary = model.summarize(a_request(ASKED, effort="low"))
        model.complete(a_request(summary, UserMessage(text="Go on.")))
    assert api.problems == []
    assert summary.blocks[0]["type"] == "compaction"
    asked, later = (call.body for call in api.calls)
    assert asked["compaction"] == {"type": "summarize"}
    assert "output_config" not in asked
    assert later["messages"][0]["content"][0]["content"] == "What was said."


def test_a_provider_that_gives_no_summary_is_a_fault() -> None:
    with connected([Reply().says("No.")]) as (_, model), pytest.raises(UpstreamError):
        model.summarize(a_request(ASKED))
