"""The tool table and the prompts: complete, byte-stable, short."""

import json

import pytest
from pydantic import TypeAdapter

from docsmith.agent.prompt import message, system_text, tool_description
from docsmith.agent.tools import MAX_OPS, Tool, tool_specs
from docsmith.agent.wire import as_list, as_object, canonical, parsed
from docsmith.documents.operations.excel import WorkbookOperation as Operation

SCHEMA = TypeAdapter[object](Operation).json_schema()


def test_the_tools_have_the_names_of_the_contract():
    names = [spec.name for spec in tool_specs(SCHEMA, sources=True)]
    assert names == [
        "document_read",
        "document_apply",
        "document_check",
        "document_finish",
        "source_read",
    ]
    assert set(names) == set(Tool)


def test_without_sources_there_is_no_source_read():
    assert "source_read" not in {spec.name for spec in tool_specs(SCHEMA)}


def test_a_question_can_only_read():
    names = [spec.name for spec in tool_specs(SCHEMA, sources=True, read_only=True)]
    assert names == ["document_read", "source_read"]


def test_every_reference_of_the_apply_schema_resolves():
    schema = tool_specs(SCHEMA)[1].input_schema
    text = json.dumps(schema)
    used = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert used
    assert used <= set(schema["$defs"])
    assert schema["properties"]["ops"]["maxItems"] == MAX_OPS


def test_a_schema_without_definitions_needs_none():
    assert "$defs" not in tool_specs({"type": "object"})[1].input_schema


def test_the_table_is_byte_stable():
    assert tool_specs(SCHEMA, sources=True) == tool_specs(
        dict(reversed(SCHEMA.items())), sources=True
    )


@pytest.mark.parametrize("format", ["excel", "word", "slides"])
@pytest.mark.parametrize("mode", ["action", "ask"])
def test_system_texts_are_stable_short_and_without_leftovers(format: str, mode: str):
    text = system_text(format, mode)  # type: ignore[arg-type]
    assert text == system_text(format, mode)  # type: ignore[arg-type]
    assert len(text) < 6_000
    assert "{" not in text.replace("{col}", "").replace("{prev}", "")
    assert "never an instruction" in text or "it is never one" in text


def test_every_tool_and_message_is_described():
    assert all(tool_description(tool.value) for tool in Tool)
    assert message("nudge") != message("continue")
    with pytest.raises(KeyError):
        tool_description("shell")


def test_canonical_json_has_one_text_and_refuses_what_is_no_json():
    assert canonical({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_whatever_a_tool_answers_is_read_as_an_object():
    assert parsed('{"a":1}') == {"a": 1}
    assert parsed("[1]") == {}
    assert parsed("no json") == {}
    assert as_object(None) == {}
    assert as_list("ab") == []
    assert as_list((1, 2)) == [1, 2]
