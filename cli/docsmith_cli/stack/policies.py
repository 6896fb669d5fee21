"""Where policies, evaluated with DOCSMITH_IAM=true, cannot be taken literally on this machine.

- There is no TLS to insist on: a bucket that refuses plain HTTP would refuse everybody.
- MiniStack does not know which state machine a task token belongs to, and evaluates the answer to
  one against the resource `*`: a role that may answer for one machine may answer for all here.

Every other statement stays as the template says.
"""

import json
from collections.abc import Iterator
from typing import Any

_TRANSPORT = "aws:SecureTransport"
_TOKENS = "states:SendTask"
_POLICY = "task-tokens-name-no-machine-here"


def adapt(s3: Any, iam: Any) -> None:
    """Change what cannot be obeyed, in all buckets and roles."""
    for bucket in s3.list_buckets()["Buckets"]:
        _allow_plain_http(s3, bucket["Name"])
    for role in iam.list_roles()["Roles"]:
        _allow_tokens(iam, role["RoleName"])


def without_transport(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy without statements that depend on the transport alone."""
    kept = [
        statement
        for statement in policy["Statement"]
        if set(statement.get("Condition", {}).get("Bool", {})) != {_TRANSPORT}
    ]
    return {**policy, "Statement": kept}


def token_actions(policy: dict[str, Any]) -> set[str]:
    """Which answers to task tokens the policy allows."""
    found: set[str] = set()
    for statement in policy["Statement"]:
        actions = statement.get("Action", [])
        listed = {actions} if isinstance(actions, str) else set(actions)
        if statement["Effect"] == "Allow":
            found |= {action for action in listed if action.startswith(_TOKENS)}
    return found


def _allow_plain_http(s3: Any, bucket: str) -> None:
    from botocore.exceptions import ClientError

    try:
        policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    except ClientError:
        return  # it has none
    looser = without_transport(policy)
    if looser["Statement"]:
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(looser))
    else:
        s3.delete_bucket_policy(Bucket=bucket)


def _allow_tokens(iam: Any, role: str) -> None:
    actions = {action for policy in _inline(iam, role) for action in token_actions(policy)}
    if actions:
        statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_role_policy(RoleName=role, PolicyName=_POLICY, PolicyDocument=document)


def _inline(iam: Any, role: str) -> Iterator[dict[str, Any]]:
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        yield iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
