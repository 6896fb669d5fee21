"""Where policies, evaluated with DOCSMITH_IAM=true, cannot be taken literally on this machine.

- There is no TLS to insist on: a bucket or queue that refuses plain HTTP would refuse everybody,
  the operator too, so such a statement must go before it is deployed.
- MiniStack does not know which state machine a task token belongs to, and evaluates the answer to
  one against the resource `*`: a role that may answer for one machine may answer for all here.
- Its `Ref` of a secret is the secret's name, where CloudFormation's is the ARN.
- It evaluates every schedule as one of the group `default`, whichever group it is put into.
- It knows no leading keys of a table: `tests/template/test_roles.py` holds those.

Every other statement stays as the template says.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Policy = Mapping[str, Any]

_TRANSPORT = "aws:SecureTransport"
_ADDED = "as-named-on-this-machine"
_GUARDED = frozenset({"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"})


def over_plain_http(template: dict[str, Any]) -> dict[str, Any]:
    """The template without demands for TLS; a policy that consists of nothing else goes."""
    resources = {
        name: _loosened(resource) if resource["Type"] in _GUARDED else resource
        for name, resource in template["Resources"].items()
    }
    kept = {name: resource for name, resource in resources.items() if resource is not None}
    return {**template, "Resources": kept}


def rename(iam: Any) -> None:
    """Allow every deployed role what it means, in the names of this machine."""
    for role in iam.list_roles()["Roles"]:
        _add_to_role(iam, role["RoleName"])


def without_transport(policy: Policy) -> dict[str, Any]:
    """The policy without statements that depend on the transport alone."""
    kept = [
        statement
        for statement in policy["Statement"]
        if set(statement.get("Condition", {}).get("Bool", {})) != {_TRANSPORT}
    ]
    return {**policy, "Statement": kept}


def renamed(policy: Policy) -> list[dict[str, Any]]:
    """The statements that allow what the policy means, in the names of this machine."""
    found: list[dict[str, Any]] = []
    for statement in policy["Statement"]:
        if statement["Effect"] != "Allow":
            continue
        if tokens := _actions(statement, "states:SendTask"):
            found.append({"Effect": "Allow", "Action": tokens, "Resource": "*"})
        secrets, name = _actions(statement, "secretsmanager:"), statement.get("Resource")
        if secrets and isinstance(name, str) and not name.startswith(("arn:", "*")):
            arn = f"arn:aws:secretsmanager:*:*:secret:{name}-*"
            found.append({"Effect": "Allow", "Action": secrets, "Resource": arn})
        if schedules := _actions(statement, "scheduler:"):
            group = "arn:aws:scheduler:*:*:schedule/default/*"
            found.append({"Effect": "Allow", "Action": schedules, "Resource": group})
    return found


def _actions(statement: Policy, prefix: str) -> list[str]:
    actions = statement.get("Action", [])
    listed: list[str] = [actions] if isinstance(actions, str) else list(actions)
    return sorted(action for action in listed if action.startswith(prefix))


def _loosened(resource: dict[str, Any]) -> dict[str, Any] | None:
    properties = resource["Properties"]
    looser = without_transport(properties["PolicyDocument"])
    if not looser["Statement"]:
        return None
    return {**resource, "Properties": {**properties, "PolicyDocument": looser}}


def _add_to_role(iam: Any, role: str) -> None:
    added = [statement for policy in _inline(iam, role) for statement in renamed(policy)]
    if added:
        document = json.dumps({"Version": "2012-10-17", "Statement": added})
        iam.put_role_policy(RoleName=role, PolicyName=_ADDED, PolicyDocument=document)


def _inline(iam: Any, role: str) -> Iterator[Policy]:
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        if name != _ADDED:
            yield iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
