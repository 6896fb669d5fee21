"""Each role is asked for what it must not have, and for one thing that it must.

IAM's evaluation, as far as our statements need it: actions, resources, and the leading keys of the
table, which the local stack does not look at.
"""

from fnmatch import fnmatchcase
from typing import Any, cast

import pytest
from tests.template.template import functions, transformed

TABLE = "Table.Arn"
ALL = sorted(functions())
WEB = ("api", "generate")
CONVERSATION = "Bucket.Arn/orgs/org_1/runs/run_1/conversation.json"
FILE = "Bucket.Arn/orgs/org_1/files/file_1"
KINDS = ("ORG#", "KEY#", "COUNT#", "LEDGER#", "TASK#", "RUN#", "FILE#", "DELIVERY#", "WEBHOOKS#")
"""What leading keys begin with."""
MAY_READ = {
    "agent": {"TASK#", "RUN#"},
    "document": {"TASK#", "RUN#", "FILE#"},
    "deliver_webhook": {"DELIVERY#", "WEBHOOKS#", "TASK#", "ORG#"},
    "operate": {"ORG#", "KEY#", "COUNT#"},
    "fetch": set[str](),
}
MAY_WRITE = MAY_READ | {"deliver_webhook": {"DELIVERY#", "WEBHOOKS#"}}


@pytest.mark.parametrize("name", MAY_READ)
def test_a_role_reads_its_own_kinds_of_records_and_no_others(name: str) -> None:
    readable = {kind for kind in KINDS if allows(name, "dynamodb:GetItem", TABLE, key=f"{kind}x")}
    assert readable == MAY_READ[name]


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_role_writes_its_own_kinds_of_records_and_no_others(name: str) -> None:
    writable = {kind for kind in KINDS if allows(name, "dynamodb:PutItem", TABLE, key=f"{kind}x")}
    assert writable == MAY_WRITE[name]


@pytest.mark.parametrize("name", ALL)
def test_no_role_reads_the_whole_table_or_changes_what_it_is(name: str) -> None:
    for action in ("dynamodb:Scan", "dynamodb:DeleteTable", "dynamodb:UpdateTable"):
        assert not allows(name, action, TABLE)
    for action in ("s3:DeleteBucket", "s3:PutBucketPolicy", "iam:CreateRole", "sts:AssumeRole"):
        assert not allows(name, action, "*")


HOLDERS = {
    ("secretsmanager:GetSecretValue", "ModelSecret"): {"agent"},
    ("secretsmanager:PutSecretValue", "ModelSecret"): {"operate"},
    ("secretsmanager:GetSecretValue", "SigningSecret"): {*WEB, "deliver_webhook"},
    ("states:StartExecution", "stateMachine:docsmith-generate"): {*WEB, "lifecycle", "batch"},
    ("states:StopExecution", "execution:docsmith-generate:x"): {*WEB, "lifecycle", "batch"},
    ("events:PutEvents", "Bus.Arn"): {"deliver_webhook"},
    ("scheduler:CreateSchedule", "schedule/Schedules/x"): {"deliver_webhook"},
    ("bedrock:InvokeModel", "bedrock:*::foundation-model/anthropic.x"): {"agent"},
    ("s3:GetObject", CONVERSATION): {*WEB, "agent", "document", "batch"},
    ("s3:GetObject", FILE): {*WEB, "document", "batch"},
    ("s3:PutObject", CONVERSATION): {*WEB, "agent", "document"},
    ("s3:PutObject", FILE): {*WEB, "batch"},
    ("s3:PutObject", "Bucket.Arn/tmp/fetched/x"): {"fetch"},
    ("s3:DeleteObject", FILE): {*WEB, "lifecycle"},
}
"""Who may, at most: `batch` sees to its own machine and hands in like the API."""


@pytest.mark.parametrize(("asked", "holders"), HOLDERS.items(), ids=map(" ".join, HOLDERS))
def test_nobody_else_has_it(asked: tuple[str, str], holders: set[str]) -> None:
    action, resource = asked
    have = {name for name in ALL if allows(name, action, resource)}
    assert have <= holders
    assert holders - have <= {"batch"}, "and those who need it have it"


def allows(name: str, action: str, resource: str, *, key: str | None = None) -> bool:
    return any(_allows(statement, action, resource, key) for statement in _statements(name))


def _statements(name: str) -> list[dict[str, Any]]:
    resources = transformed()["Resources"]
    role = resources[f"{_logical(name)}Role"]["Properties"]
    return [
        statement
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _logical(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) + "Function"


def _allows(statement: dict[str, Any], action: str, resource: str, key: str | None) -> bool:
    assert statement["Effect"] == "Allow"
    named = action in _listed(statement["Action"])
    there = any(_matches(_text(one), resource) for one in _listed(statement["Resource"]))
    return named and there and _holds(statement.get("Condition", {}), key)


def _matches(pattern: str, resource: str) -> bool:
    """Partition, region and account are the stack's own: what follows them is compared."""
    own = pattern.rpartition("AWS::AccountId:")[2].removeprefix("arn:AWS::Partition:")
    return fnmatchcase(resource, own)


def _holds(condition: dict[str, Any], key: str | None) -> bool:
    """As AWS does it: a call that names no key meets a condition for all of its keys."""
    patterns = condition.get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
    if patterns is None or key is None:
        return True
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def _listed(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """An intrinsic function as the name it stands for."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return value["Ref"]
    if "Fn::GetAtt" in value:
        parts = value["Fn::GetAtt"]
        return parts if isinstance(parts, str) else ".".join(parts)
    text = value["Fn::Sub"]
    text = text if isinstance(text, str) else text[0]
    return text.replace("${AWS::StackName}", "docsmith").replace("${", "").replace("}", "")
