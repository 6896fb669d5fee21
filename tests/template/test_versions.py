"""A changed parameter reaches the functions: machines invoke versions, one must be published."""

import re

import pytest
from tests.template.template import functions, template

PARAMETER = re.compile(r"\$\{(\w+)\}")
ROOM = 256
"""Characters of a version's description."""
HOSTED = ("WebTexts", "BatchTexts")
"""What stands there for texts of any length: the number of a hosted configuration."""


def parameters_of(properties: dict[str, object]) -> set[str]:
    """Parameters of this template that a function's own variables hold."""
    variables = properties.get("Environment", {}).get("Variables", {})  # type: ignore[attr-defined]
    named = {value.get("Ref") for value in variables.values() if isinstance(value, dict)}
    return {name for name in named if name} & set(template()["Parameters"])


def said_by(text: object) -> set[str]:
    """Parameters that a text names, itself or by the number of a hosted configuration."""
    resources = template()["Resources"]
    said: set[str] = set()
    for name in PARAMETER.findall(str(text)):
        hosted = resources.get(name, {}).get("Type") == "AWS::AppConfig::HostedConfigurationVersion"
        said |= said_by(resources[name]["Properties"]["Content"]) if hosted else {name}
    return said


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_version_says_the_parameters_that_its_function_reads(name: str) -> None:
    """CloudFormation refuses a new version of an unchanged function, so no more may stand there."""
    assert said_by(functions()[name].get("VersionDescription")) == parameters_of(functions()[name])


def longest(parameter: dict[str, object]) -> int:
    """Characters of a parameter's longest value; a number without a limit is taken for money."""
    if "AllowedValues" in parameter:
        return max(len(str(value)) for value in parameter["AllowedValues"])  # type: ignore[attr-defined]
    if parameter["Type"] == "Number":
        return len(str(parameter.get("MaxValue", "100000.00")))
    return int(str(parameter["MaxLength"]))


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_description_has_room_for_the_longest_values(name: str) -> None:
    text = str(functions()[name].get("VersionDescription", {}).get("Fn::Sub", ""))
    hosted = {one: {"Type": "Number", "MaxValue": 99_999} for one in HOSTED}
    parameters = hosted | template()["Parameters"]
    values = sum(longest(parameters[one]) for one in PARAMETER.findall(text))
    assert values + len(PARAMETER.sub("", text)) <= ROOM
