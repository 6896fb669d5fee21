"""What the command takes for granted about the template, and MiniStack would not check."""

import sys

from tests.template.template import functions, template

from docsmith_cli.stack.deploy import STACK
from docsmith_cli.stack.inputs import parameters
from docsmith_cli.stack.package import PACKED


def test_the_parameters_that_are_passed_locally_are_the_templates() -> None:
    declared = template()["Parameters"]
    for name, value in parameters(4600).items():
        assert name in declared
        assert value in declared[name].get("AllowedValues", [value])


def test_this_interpreter_is_a_runtime_that_the_template_allows() -> None:
    runtimes = template()["Parameters"]["PythonRuntime"]["AllowedValues"]
    assert f"python{sys.version_info.major}.{sys.version_info.minor}" in runtimes


def test_the_outputs_that_make_the_url_are_there() -> None:
    assert {"ApiId", "StageName"} <= set(template()["Outputs"])


def test_operators_find_their_function() -> None:
    assert functions()["operate"]["FunctionName"] == {"Fn::Sub": "${AWS::StackName}-operate"}


def test_the_log_group_that_is_read_is_the_one_that_functions_write_to() -> None:
    groups = [
        resource["Properties"]["LogGroupName"]
        for resource in template()["Resources"].values()
        if resource["Type"] == "AWS::Logs::LogGroup"
    ]
    assert {"Fn::Sub": "/docsmith/${AWS::StackName}"} in groups
    assert STACK == "docsmith"


def test_every_local_path_of_the_template_is_packaged() -> None:
    for name, resource in template()["Resources"].items():
        for field, value in resource.get("Properties", {}).items():
            if field.endswith("Uri") and isinstance(value, str) and value != "hosted":
                assert PACKED[resource["Type"]][0] == field, name
