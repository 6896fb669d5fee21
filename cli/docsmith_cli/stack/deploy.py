"""Deploying a packaged template through the CloudFormation API of the stack on this machine.

`sam deploy` does the same in eight seconds, most of which it sleeps.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from docsmith_cli.problems import StackProblem

STACK = "docsmith"
BUCKET = "docsmith-artifacts"
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_TIMEOUT_S = 300.0
_POLL_S = 0.1


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """What CloudFormation says of a stack; `mark` changes with every create and update."""

    mark: str
    outputs: Mapping[str, str]


def have_bucket(s3: Any) -> None:
    """Artefacts have a bucket, which a stack that was killed may have left on disk."""
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=BUCKET)


def store_in(s3: Any, name: str, content: bytes) -> str:
    """Keep an artefact, unless it is there already; answers its uri."""
    from botocore.exceptions import ClientError

    try:
        s3.head_object(Bucket=BUCKET, Key=name)
    except ClientError:
        have_bucket(s3)
        s3.put_object(Bucket=BUCKET, Key=name, Body=content)
    return f"s3://{BUCKET}/{name}"


def deploy(cloudformation: Any, template_url: str, parameters: Mapping[str, str]) -> Deployment:
    """Create or update the stack and wait; StackProblem with the first reason when it fails."""
    request = {
        "StackName": STACK,
        "TemplateURL": template_url,
        "Capabilities": _CAPABILITIES,
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()
        ],
    }
    if described(cloudformation) is None:
        cloudformation.create_stack(**request)
    elif not _update(cloudformation, request):
        return _deployment(_settled(cloudformation))
    return _deployment(_settled(cloudformation))


def deployment(cloudformation: Any) -> Deployment | None:
    """What is deployed now, or None when there is nothing that works."""
    stack = described(cloudformation)
    return _deployment(stack) if stack and _is_good(stack["StackStatus"]) else None


def described(cloudformation: Any) -> dict[str, Any] | None:
    """CloudFormation's own description of the stack, or None."""
    from botocore.exceptions import ClientError

    try:
        return cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return None


def _update(cloudformation: Any, request: dict[str, Any]) -> bool:
    from botocore.exceptions import ClientError

    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise
    return True


def _settled(cloudformation: Any) -> dict[str, Any]:
    deadline = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < deadline:
        stack = described(cloudformation)
        if stack is None:
            break
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return _good(cloudformation, stack)
        time.sleep(_POLL_S)
    raise StackProblem("the deployment did not come to an end")


def _good(cloudformation: Any, stack: dict[str, Any]) -> dict[str, Any]:
    if _is_good(stack["StackStatus"]):
        return stack
    reason = _first_failure(cloudformation) or stack.get("StackStatusReason", "")
    if stack["StackStatus"] == "ROLLBACK_COMPLETE":
        # A stack that was never whole can only be deleted.
        cloudformation.delete_stack(StackName=STACK)
    raise StackProblem(f"the deployment ended as {stack['StackStatus']}: {reason}")


def _is_good(status: str) -> bool:
    return status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def _first_failure(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    if not failed:
        return ""
    first = failed[-1]
    return f"{first['LogicalResourceId']}: {first.get('ResourceStatusReason', 'no reason given')}"


def _deployment(stack: dict[str, Any]) -> Deployment:
    changed = stack.get("LastUpdatedTime") or stack["CreationTime"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
    return Deployment(mark=f"{stack['StackId']} {changed.isoformat()}", outputs=outputs)
