"""The model's adapter on a scripted API: what every test of it starts from."""

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from threading import enumerate as threads

from tests.fakes.clock import START
from tests.fakes.messages_api import Author, MessagesApi
from tests.fakes.messages_script import Answer

from docsmith.adapters.anthropic_model import AnthropicModel, anthropic_client, with_key
from docsmith.agent.model import ModelRequest, ToolSpec
from docsmith.agent.turns import Entry, History, UserMessage

READ = ToolSpec(name="document_read", description="Read.", input_schema={"type": "object"})
MODEL = "claude-sonnet-5-5"


@contextmanager
def connected(
    script: Iterable[Answer] | Author,
    *,
    window: int = 1_000_000,
    summarizes: bool = False,
    key: Callable[[], str] = lambda: "sk-test",
    sleep: Callable[[float], None] = time.sleep,
) -> Generator[tuple[MessagesApi, AnthropicModel]]:
    """The API and a model on it; afterwards nothing of either is left open."""
    served = MessagesApi(script, window=window, summarizes=summarizes)
    with served as api, anthropic_client(base_url=api.url) as client:
        model = AnthropicModel(
            client=with_key(client, key), clock=lambda: START, sleep=sleep, spread=lambda: 0.0
        )
        try:
            yield api, model
        finally:
            api.close()
            for thread in threads():
                if thread.name == "model":
                    thread.join(5)


def a_request(*entries: Entry, **changes: object) -> ModelRequest:
    history = History(entries=entries or (UserMessage(text="Make a report."),))
    request = ModelRequest(model=MODEL, system="Be exact.", tools=(READ,), history=history)
    return request.model_copy(update=changes)
