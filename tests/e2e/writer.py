"""The model of the stack that is broken: the offline author behind the Messages API.

Like this every fault is one of a task that costs something, on the way of the real SDK.
"""

import json
from dataclasses import dataclass, field
from threading import Event

from tests.fakes.messages_offline import offline_author
from tests.fakes.messages_script import Json, Reply

from docsmith.agent.compact import MARK

PARAMETERS = "PoolSize=4,ModelProvider=anthropic,Model=claude-sonnet-5-5"
_HELD_S = 300
_TOO_MANY = 90_000
"""Tokens that a turn says it took, so that the context is compacted before the next."""


def _open() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class Writer:
    """Answers while `may_answer`; when `talkative`, its turns fill the context."""

    may_answer: Event = field(default_factory=_open)
    talkative: bool = False

    def __call__(self, body: Json) -> Reply:
        self.may_answer.wait(_HELD_S)
        if "compaction" in body:
            return Reply().says("The server summarizes.")
        if MARK in json.dumps(body["messages"]):
            return Reply().thinks("All is there.").calls("document_finish", summary="A budget.")
        reply = offline_author(body)
        applied = any(block.get("name") == "document_apply" for block in reply.blocks)
        return reply.but(output_tokens=_TOO_MANY) if self.talkative and applied else reply

    def again(self) -> None:
        """As at first."""
        self.talkative = False
        self.may_answer.set()
