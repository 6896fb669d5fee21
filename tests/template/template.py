"""`template.yaml` as data: read with its short tags, and transformed as SAM would."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]


class _NoPolicies:
    """We write every statement ourselves, so no managed policy is ever looked up."""

    def load(self) -> dict[str, str]:
        return {}


def template() -> dict[str, Any]:
    return yaml_parse((ROOT / "template.yaml").read_text())


def packaged() -> dict[str, Any]:
    """The template with local paths as the places that a package step would write."""
    source = template()
    for resource in source["Resources"].values():
        properties = resource.get("Properties", {})
        for name in ("CodeUri", "ContentUri", "DefinitionUri"):
            if isinstance(properties.get(name), str):
                properties[name] = f"s3://artifacts/{properties[name].replace('/', '-')}"
    return source


def after_transform(source: dict[str, Any], **parameters: str) -> dict[str, Any]:
    """SAM's transform of a packaged template."""
    values = {n: p.get("Default") for n, p in source["Parameters"].items()} | parameters
    return transform(source, values, _NoPolicies())


@cache
def _transformed(parameters: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(after_transform(packaged(), **dict(parameters)))


def transformed(**parameters: str) -> dict[str, Any]:
    return json.loads(_transformed(tuple(sorted(parameters.items()))))


def functions() -> dict[str, dict[str, Any]]:
    """Function resources of the source, by folder name."""
    found: dict[str, dict[str, Any]] = {}
    for resource in template()["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            found[properties["CodeUri"].removeprefix("functions/")] = properties
    return found


def references(value: Any) -> set[str]:
    """Logical names that a value of the transformed template refers to."""
    if isinstance(value, list):
        return {name for item in value for name in references(item)}
    if not isinstance(value, dict):
        return set()
    found: set[str] = set()
    for key, inner in value.items():
        if key == "Ref":
            found.add(inner)
        elif key == "Fn::GetAtt":
            found.add(inner[0] if isinstance(inner, list) else inner.split(".")[0])
        elif key == "Fn::Sub":
            found |= _names_in_sub(inner)
        elif key == "DependsOn":
            found |= {inner} if isinstance(inner, str) else set(inner)
        else:
            found |= references(inner)
    return found


def _names_in_sub(value: Any) -> set[str]:
    text, own = (value, {}) if isinstance(value, str) else value
    names = set(re.findall(r"\$\{([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]+)?\}", text))
    return (names - set(own)) | references(list(own.values()))
