"""A changed parameter reaches the functions: machines invoke versions, one must be published."""

import re

import pytest
from tests.template.template import functions, template

LONG = {"PublicUrl", "AllowedOrigins", "AllowedWebhookHosts"}
"""Texts of any length, which a version's description of 256 characters cannot hold."""
PARAMETER = re.compile(r"\$\{(\w+)\}")


def parameters_of(properties: dict[str, object]) -> set[str]:
    """Parameters of this template that a function's own variables hold."""
    variables = properties.get("Environment", {}).get("Variables", {})  # type: ignore[attr-defined]
    named = {value.get("Ref") for value in variables.values() if isinstance(value, dict)}
    return {name for name in named if name} - LONG


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_version_says_the_parameters_that_its_function_reads(name: str) -> None:
    """CloudFormation refuses a new version of an unchanged function, so no more may stand there."""
    declared = set(template()["Parameters"])
    described = functions()[name].get("VersionDescription", {})
    said = set(PARAMETER.findall(str(described)))
    assert said == parameters_of(functions()[name]) & declared
