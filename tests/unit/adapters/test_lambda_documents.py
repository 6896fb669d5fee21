"""What the function `document` answers to an edit becomes a value or an error of our tree."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from docsmith.adapters.lambda_documents import LambdaDocuments
from docsmith.domain.errors import (
    Conflict,
    DocsmithError,
    NotThere,
    UpstreamError,
    ValidationFailed,
)
from docsmith.usecases.editing import Edited, EditRequest, WindowRequest

REQUEST = EditRequest(run_id="run_1", organisation="org_1", base_revision=1, ops=({"op": "clear"},))
WINDOW = WindowRequest(state="s", view="v.json", part="sheet1", cursor=7)
EDITED = Edited(revision=2, changed=("Plan!B2",), computed={}, findings=())


class _Lambda:
    """A client of Lambda that answers with one payload, or raises."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.asked.append(arguments)
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"Payload": io.BytesIO(json.dumps(self.answer).encode())}


def documents(answer: Any) -> tuple[LambdaDocuments, _Lambda]:
    client: Any = _Lambda(answer)
    return LambdaDocuments(client=client, function="docsmith-document:live"), client


def test_an_edit_is_asked_of_the_alias_and_its_answer_is_read() -> None:
    ask, client = documents({"edited": EDITED.model_dump(mode="json")})
    assert ask(REQUEST) == EDITED
    (asked,) = client.asked
    assert asked["FunctionName"] == "docsmith-document:live"
    event = json.loads(asked["Payload"])
    assert event["step"] == "ApplyEdit"
    assert EditRequest.model_validate(event["edit"]) == REQUEST


@pytest.mark.parametrize(
    ("code", "kind"), [("conflict", Conflict), ("validation_error", ValidationFailed)]
)
def test_what_was_refused_is_raised_with_its_facts(code: str, kind: type[DocsmithError]) -> None:
    ask, _ = documents({"refused": {"code": code, "message": "No.", "facts": {"head": 7}}})
    with pytest.raises(kind) as raised:
        ask(REQUEST)
    assert type(raised.value) is kind
    assert (raised.value.message, dict(raised.value.facts)) == ("No.", {"head": 7})


@pytest.mark.parametrize(
    "answer",
    [
        {"errorMessage": "Task timed out", "errorType": "Sandbox.Timedout"},
        {"edited": {"revision": "none"}},
        {"refused": {"code": "unheard_of", "message": "?"}},
        ReadTimeoutError(endpoint_url="https://lambda.test"),
    ],
)
def test_no_answer_and_nonsense_are_ours_to_answer_for(answer: Any) -> None:
    ask, _ = documents(answer)
    with pytest.raises(UpstreamError):
        ask(REQUEST)


def test_a_window_is_asked_of_the_alias_and_handed_on() -> None:
    ask, client = documents({"page": {"part": "sheet1", "cursor": 7, "cells": []}})
    assert ask.window(WINDOW)["cursor"] == 7
    event = json.loads(client.asked[0]["Payload"])
    assert event == {"step": "ViewWindow", "window": WINDOW.model_dump(mode="json")}
    ask, _ = documents({"refused": {"code": "not_found", "message": "No."}})
    with pytest.raises(NotThere):
        ask.window(WINDOW)
    ask, _ = documents({"errorMessage": "out of memory"})
    with pytest.raises(UpstreamError):
        ask.window(WINDOW)
