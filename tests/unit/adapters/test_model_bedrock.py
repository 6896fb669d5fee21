"""Claude on Bedrock: the same adapter over another client, with Amazon's framing and signatures."""

from collections.abc import Generator

import pytest
from tests.fakes.clock import START
from tests.fakes.messages_api import MessagesApi
from tests.fakes.messages_script import Refusal, Reply
from tests.unit.adapters.model_client import a_request

from docsmith.adapters.anthropic_model import AnthropicModel
from docsmith.adapters.bedrock_model import bedrock_client
from docsmith.agent.model import ModelBusy
from docsmith.agent.turns import StopReason, ToolResult, ToolResults, UserMessage
from docsmith.domain.errors import UpstreamError

NAME = "eu.anthropic.claude-sonnet-5-5-v1:0"
SCRIPT = [
    Reply().thinks("Read first.").says("I read.").calls("document_read", scope="outline"),
    Reply().says("Done."),
    Refusal(429, {"retry-after": "9"}),
    Reply().says("x").but(error="throttlingException"),
    Reply().says("x").but(cut_after=3),
]


@pytest.fixture
def bedrock() -> Generator[tuple[MessagesApi, AnthropicModel]]:
    with (
        MessagesApi(SCRIPT) as api,
        bedrock_client(region="eu-central-1", base_url=api.url) as client,
    ):
        yield (
            api,
            AnthropicModel(
                client=lambda: client, clock=lambda: START, sleep=lambda _: None, spread=lambda: 0
            ),
        )
        api.close()


def test_a_model_on_bedrock_answers_and_asks_to_wait_as_the_provider_does(
    bedrock: tuple[MessagesApi, AnthropicModel],
) -> None:
    api, model = bedrock
    asked = UserMessage(text="Make a report.")
    turn = model.complete(a_request(asked, model=NAME))
    assert (turn.stop, turn.calls[0].arguments) == (StopReason.TOOL_USE, {"scope": "outline"})
    assert turn.blocks[0]["signature"]
    results = ToolResults(results=(ToolResult(call_id=turn.calls[0].id, content="{}"),))
    done = model.complete(a_request(asked, turn, results, model=NAME))
    assert (done.blocks[0]["text"], done.model) == ("Done.", NAME)
    assert api.problems == []
    assert [call.body["model"] for call in api.calls] == [NAME, NAME]
    assert api.connections == 1
    with pytest.raises(ModelBusy) as busy:
        model.complete(a_request(model=NAME))
    assert busy.value.wait_s == 9
    with pytest.raises(ModelBusy):
        model.complete(a_request(model=NAME))
    with pytest.raises(UpstreamError):
        model.complete(a_request(model=NAME))
