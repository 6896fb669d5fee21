"""What no linter sees: cycles, the two transports, and copies that must agree."""

import re
from graphlib import TopologicalSorter
from typing import Any

import pytest
from tests.template.template import (
    ROOT,
    after_transform,
    functions,
    packaged,
    references,
    template,
    transformed,
)

from docsmith.wiring import settings as wiring

GENERATION = ["/api/v1/excel/generate", "/api/v1/word/generate", "/api/v1/slides/generate"]


@pytest.mark.parametrize("transport", ["buffered", "stream"])
def test_the_reference_graph_is_acyclic(transport: str) -> None:
    resources = transformed(Transport=transport)["Resources"]
    graph = {name: references(body) & set(resources) for name, body in resources.items()}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(resources)


def _integration(body: dict[str, Any], path: str, *, streams: bool) -> dict[str, Any]:
    """The integration of a POST with its `!If`s decided."""
    found = body["paths"][path]["post"]["x-amazon-apigateway-integration"]
    return {name: _decided(value, streams) for name, value in found.items()}


def _decided(value: Any, streams: bool) -> Any:
    if isinstance(value, dict) and "Fn::If" in value:
        return value["Fn::If"][1 if streams else 2]
    return value


def _api_body() -> dict[str, Any]:
    return transformed()["Resources"]["Api"]["Properties"]["Body"]


@pytest.mark.parametrize("path", GENERATION)
def test_a_streamed_generation_has_the_streaming_uri_and_more_than_the_ceiling(path: str) -> None:
    integration = _integration(_api_body(), path, streams=True)
    assert integration["responseTransferMode"] == "STREAM"
    assert "/response-streaming-invocations" in integration["uri"]["Fn::Sub"]
    assert "2021-11-15" in integration["uri"]["Fn::Sub"]
    assert 300_000 < integration["timeoutInMillis"] <= 900_000


@pytest.mark.parametrize("path", GENERATION)
def test_a_buffered_generation_keeps_the_gateways_own_limit(path: str) -> None:
    integration = _integration(_api_body(), path, streams=False)
    assert integration["responseTransferMode"] == "BUFFERED"
    assert integration["uri"]["Fn::Sub"].endswith("/invocations")
    assert integration["timeoutInMillis"] == {"Ref": "BufferedTimeoutMillis"}
    assert template()["Parameters"]["BufferedTimeoutMillis"]["Default"] == 29_000


def test_only_generation_paths_reach_the_function_that_waits() -> None:
    for path, methods in _api_body()["paths"].items():
        uri = str(methods.get("post", {}).get("x-amazon-apigateway-integration", {}).get("uri"))
        assert ("GenerateFunction" in uri) == _waits(path), path


def _waits(path: str) -> bool:
    return (
        path in GENERATION
        or path.startswith(("/api/v1/text/", "/api/v1/excel/analyze"))
        or (path == "/api/v1/slides/outline")
    )


def test_the_shipped_ceiling_answers_before_the_gateway_gives_up() -> None:
    parameters = template()["Parameters"]
    ceiling = parameters["SyncCeilingSeconds"]["Default"]
    assert ceiling * 1000 < parameters["BufferedTimeoutMillis"]["Default"]


def test_every_function_folder_is_a_function_and_every_function_a_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert folders == set(functions())


def test_a_function_folder_is_one_file() -> None:
    for folder in (ROOT / "functions").iterdir():
        files = [path.name for path in folder.iterdir() if path.name != "__pycache__"]
        assert files == ["app.py"], folder


@pytest.mark.parametrize("name", sorted(functions()))
def test_the_settings_a_function_reads_are_the_variables_it_is_given(name: str) -> None:
    source = (ROOT / "functions" / name / "app.py").read_text()
    kinds = set(re.findall(r"\b(\w+Settings)\.read", source))
    assert kinds, "a function reads its settings once"
    fields: set[str] = set()
    for kind in kinds:
        fields |= {field.upper() for field in getattr(wiring, kind).model_fields}
    shared = set(template()["Globals"]["Function"]["Environment"]["Variables"])
    own = set(functions()[name].get("Environment", {}).get("Variables", {}))
    assert fields <= own | shared, "it would not start"
    assert own <= fields, "nobody reads these"


def test_machines_and_the_gateway_call_published_versions() -> None:
    text = (ROOT / "template.yaml").read_text()
    substitutions = template()["Resources"]["GenerateMachine"]["Properties"][
        "DefinitionSubstitutions"
    ]
    for name, target in substitutions.items():
        if name != "Partition":
            assert target["Ref"].endswith("FunctionAliaslive"), name
    assert "Function.Arn" not in text


def test_every_statement_names_what_it_may_touch() -> None:
    """No role may touch everything, except where AWS offers no resource to name."""
    without_resource = {"logs:", "xray:"}
    for name, resource in transformed()["Resources"].items():
        if resource["Type"] != "AWS::IAM::Role":
            continue
        for policy in resource["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                listed = [actions] if isinstance(actions, str) else actions
                assert all("*" not in action for action in listed), name
                if statement["Resource"] == "*":
                    assert all(action.startswith(tuple(without_resource)) for action in listed), (
                        name
                    )


def test_names_that_roles_spell_out_are_the_machines_own() -> None:
    """Roles name machines by explicit name: that keeps the graph acyclic."""
    machine = template()["Resources"]["GenerateMachine"]["Properties"]["Name"]
    assert machine["Fn::Sub"] == "${AWS::StackName}-generate"


@pytest.mark.parametrize(("transport", "streams"), [("buffered", False), ("stream", True)])
def test_the_probes_are_always_there_and_only_for_the_operator(
    transport: str, streams: bool
) -> None:
    probe = _api_body()["paths"][f"/api/v1/probe/{transport}"]["get"]
    assert probe["security"] == [{"iam": []}]
    integration = probe["x-amazon-apigateway-integration"]
    assert ("response-streaming" in integration["uri"]["Fn::Sub"]) == streams


def _versions(source: dict[str, Any]) -> set[str]:
    resources = after_transform(source)["Resources"]
    return {name for name, body in resources.items() if body["Type"] == "AWS::Lambda::Version"}


def test_new_content_of_our_layer_publishes_every_function_anew() -> None:
    """SAM names versions by the function's own properties, unless it is told to look at layers."""
    before, after = packaged(), packaged()
    after["Resources"]["DocsmithLayer"]["Properties"]["ContentUri"] += "-changed"
    assert len(_versions(before)) == len(functions())
    assert not _versions(before) & _versions(after)
