"""A sender that reaches nobody: it keeps what was sent and answers as a test says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docsmith.domain.retries import Answer


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it left. Header names in small letters."""

    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


class FakeSender:
    """`answers` are given one after the other, the last one from then on; 200 when there are none.

    `during` runs while a request is on its way: what happens at the same time.
    """

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.answers: list[Answer] = []
        self.during: list[Callable[[], object]] = []

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        small = {name.lower(): value for name, value in headers.items()}
        self.sent.append(Sent(url, small, body))
        if self.during:
            self.during.pop(0)()
        if not self.answers:
            return Answer(status=200, latency_ms=12, response="ok")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
