"""An author for the Messages API server that writes a small workbook in a set number of turns.

A brief and a look at the document, a row of figures each turn, then the end. It follows from the
request alone, so that a call that is made again is answered as before.
"""

import json

from tests.fakes.messages_script import Json, Reply

VERDICT = json.dumps({"valid": True, "missing": [], "reason": "", "detected_intents": []})
SHEET = "Figures"


def answer_of(body: Json, turns: int) -> Reply:
    """What an author of so many turns answers now; at least 3."""
    if "output_config" in body:
        return Reply().says(VERDICT)
    number = 1 + _turns_since_task(body)
    if number == 1:
        brief = Reply().thinks("A short workbook will do.").says("Brief: one sheet of figures.")
        return brief.calls("document_read", scope="outline")
    if number == turns:
        return Reply().calls("document_finish", summary=f"{turns - 2} rows of figures.")
    thought = Reply().thinks(f"Row {number} comes next.")
    ops = _ops(number, begins=number == 2 and _version(body) == 0)
    return thought.calls("document_apply", base_version=_version(body), ops=ops)


def _ops(number: int, *, begins: bool) -> list[Json]:
    cells = [
        {"cell": f"A{number}", "value": f"Row {number}"},
        {"cell": f"B{number}", "value": number * 10, "style": "integer"},
    ]
    row: Json = {"op": "set_cells", "sheet": SHEET, "cells": cells}
    return [{"op": "add_sheet", "sheet": SHEET}, row] if begins else [row]


def _turns_since_task(body: Json) -> int:
    """Answers since the last message that a person's request begins."""
    count = 0
    for message in reversed(body["messages"]):
        if message["content"][0].get("text", "").startswith("# Task"):
            break
        count += message["role"] == "assistant"
    return count


def _version(body: Json) -> int:
    """The document's version in the newest answer of a tool that names one."""
    for message in reversed(body["messages"]):
        for block in message["content"]:
            text = block.get("content") if block["type"] == "tool_result" else None
            version = json.loads(text).get("version") if isinstance(text, str) else None
            if version is not None:
                return int(version)
    return 0
