"""The interface is the same for every format."""

import pytest

from docsmith.agent.tools import tool_specs
from docsmith.documents.gate import verdict
from docsmith.documents.interface import check, checks_of
from docsmith.documents.model import Document, Format
from docsmith.documents.operations.formats import operation_names, operations_of


@pytest.mark.parametrize("format", list(Format))
def test_every_check_that_ran_is_named_in_the_verdict(format: Format) -> None:
    ids = checks_of(format)
    assert len(ids) == len(set(ids)) > 10
    told = verdict(check(Document(format)), ids).as_json()
    assert [one["id"] for one in told["checks"]][: len(ids)] == list(ids)
    assert {one["outcome"] for one in told["checks"]} <= {"passed", "warned", "failed"}


@pytest.mark.parametrize("format", list(Format))
def test_the_tools_schema_comes_from_the_operations(format: Format) -> None:
    specs = tool_specs(operations_of(format.value).json_schema())
    schema = next(one.input_schema for one in specs if one.name == "document_apply")
    choices = schema["properties"]["ops"]["items"]["oneOf"]
    assert len(choices) == len(operation_names(format.value))
    assert all(choice["$ref"].split("/")[-1] in schema["$defs"] for choice in choices)
