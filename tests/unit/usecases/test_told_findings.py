"""What the answer to a batch tells of findings: what blocks first, not more than one can read."""

import json

from docsmith.agent.turns import ToolCall
from docsmith.documents.model import Document, Format
from docsmith.usecases.document_tools import MOST_TOLD, Workbench


def test_a_batch_with_many_findings_tells_what_blocks_first_and_how_many_more_there_are():
    hidden = [{"cell": f"B{row}", "value": f"=A1*{row}.5"} for row in range(2, 60)]
    volatile = [{"cell": f"C{row}", "value": f"=RAND()+A{row}"} for row in range(2, 60)]
    broken = [{"cell": "D1", "value": "=1/0"}]
    ops = [
        {"op": "add_sheet", "sheet": "S"},
        {"op": "set_cells", "sheet": "S", "cells": [*hidden, *volatile, *broken]},
    ]
    call = ToolCall(id="1", name="document_apply", arguments={"base_version": 0, "ops": ops})
    bench, result = Workbench(Document(Format.EXCEL), max_rows=10).run(call)
    told = json.loads(result.content)
    assert not result.is_error
    assert len(told["findings"]) == MOST_TOLD
    assert told["findings"][0]["id"] == "xlsx.formula_error"
    assert told["more_findings"] > 0
    checked = json.loads(
        bench.run(ToolCall(id="2", name="document_check", arguments={}))[1].content
    )
    assert len(checked["findings"]) == MOST_TOLD + told["more_findings"]
