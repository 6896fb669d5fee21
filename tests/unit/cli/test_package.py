"""A built template as CloudFormation takes it."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import yaml

from docsmith_cli.stack.package import definition, package, zipped

TEMPLATE = {
    "Parameters": {"PythonRuntime": {"Type": "String"}},
    "Resources": {
        "Api": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "Api"}},
        "Layer": {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "Layer"}},
        "Machine": {
            "Type": "AWS::Serverless::StateMachine",
            "Properties": {"DefinitionUri": "machine.asl.yaml"},
        },
        "Inline": {
            "Type": "AWS::Serverless::StateMachine",
            "Properties": {"Definition": {"StartAt": "A"}},
        },
        "Table": {"Type": "AWS::DynamoDB::Table"},
    },
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for name in ("Api", "Layer"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "module.py").write_text(f"NAME = {name!r}")
    (tmp_path / "machine.asl.yaml").write_text("# why\nStartAt: Admit\n")
    (tmp_path / "template.yaml").write_text(yaml.safe_dump(TEMPLATE))
    return tmp_path / "template.yaml"


def test_every_local_path_becomes_a_stored_object(built: Path) -> None:
    stored: dict[str, bytes] = {}

    def store(name: str, content: bytes) -> str:
        stored[name] = content
        return f"s3://bucket/{name}"

    resources = package(built, store)["Resources"]
    uris = {
        resources["Api"]["Properties"]["CodeUri"],
        resources["Layer"]["Properties"]["ContentUri"],
        resources["Machine"]["Properties"]["DefinitionUri"],
    }
    assert uris == {f"s3://bucket/{name}" for name in stored}
    machine = resources["Machine"]["Properties"]["DefinitionUri"].rpartition("/")[2]
    assert json.loads(stored[machine]) == {"StartAt": "Admit"}
    assert resources["Inline"] == TEMPLATE["Resources"]["Inline"]


def test_equal_files_are_an_equal_zip_whenever_they_were_made(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "x.py").write_text("x = 1")
        (tmp_path / name / "run").write_text("#!/bin/sh")
        (tmp_path / name / "run").chmod(0o755)
    assert zipped(tmp_path / "a") == zipped(tmp_path / "b")


def test_a_zip_holds_the_files_with_their_bits(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "run").write_text("#!/bin/sh")
    (tmp_path / "bin" / "run").chmod(0o755)
    content, suffix = zipped(tmp_path)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (entry,) = archive.infolist()
    assert (entry.filename, entry.external_attr >> 16 & 0o777, suffix) == ("bin/run", 0o755, ".zip")


def test_a_definition_may_be_json_or_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"StartAt": "A"}')
    (tmp_path / "a.yaml").write_text("StartAt: A")
    assert definition(tmp_path / "a.json") == definition(tmp_path / "a.yaml")
