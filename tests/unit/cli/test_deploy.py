"""Deploying through CloudFormation, and the gateway's own answers, on services in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from docsmith_cli.problems import StackProblem
from docsmith_cli.stack import gateway
from docsmith_cli.stack.clients import refusals_told
from docsmith_cli.stack.deploy import BUCKET, deploy, deployment, store_in

URL = "http://127.0.0.1:4600/docsmith-artifacts/template.json"


def refused(message: str) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "Act")


@dataclass
class FakeCloudFormation:
    """One stack, which passes through `statuses` after it was created or updated."""

    statuses: Iterator[str] = field(default_factory=lambda: iter(["CREATE_COMPLETE"]))
    events: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    stack: dict[str, Any] | None = None
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    current: bool = False
    calls: list[str] = field(default_factory=list[str])

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        if self.stack is None:
            raise refused("Stack with id docsmith does not exist")
        self.stack["StackStatus"] = next(self.statuses, self.stack["StackStatus"])
        return {"Stacks": [self.stack]}

    def create_stack(self, **request: Any) -> None:
        self.calls.append("create")
        self.stack = {
            "StackId": "arn:stack",
            "CreationTime": datetime(2026, 1, 1, tzinfo=UTC),
            "StackStatus": "CREATE_IN_PROGRESS",
            "Outputs": [{"OutputKey": "ApiId", "OutputValue": "abc"}],
        }
        assert request["TemplateURL"] == URL
        assert {"ParameterKey": "Transport", "ParameterValue": "buffered"} in request["Parameters"]

    def update_stack(self, **_: Any) -> None:
        if self.current:
            raise refused("No updates are to be performed.")
        assert self.stack is not None
        self.calls.append("update")
        self.stack["LastUpdatedTime"] = datetime(2026, 1, 2, tzinfo=UTC)

    def delete_stack(self, **_: Any) -> None:
        self.calls.append("delete")
        self.stack = None

    def describe_stack_events(self, **_: Any) -> dict[str, Any]:
        return {"StackEvents": self.events}

    def get_template(self, **_: Any) -> dict[str, Any]:
        return {"TemplateBody": self.body}


@dataclass
class FakeGateway:
    """Keeps what was put, and which stages were deployed afterwards."""

    put: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    deployed: list[str] = field(default_factory=list[str])

    def put_gateway_response(self, **response: Any) -> None:
        assert not self.deployed
        self.put.append(response)

    def create_deployment(self, *, restApiId: str, stageName: str) -> None:  # noqa: N803 - boto3
        self.deployed.append(f"{restApiId}/{stageName}")


def test_what_is_not_there_is_created() -> None:
    fake = FakeCloudFormation(iter(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]))
    made = deploy(fake, URL, {"Transport": "buffered"})
    assert (fake.calls, made.outputs) == (["create"], {"ApiId": "abc"})


def test_an_update_changes_the_mark() -> None:
    fake = FakeCloudFormation(iter(["CREATE_COMPLETE", "CREATE_COMPLETE", "UPDATE_COMPLETE"]))
    first = deploy(fake, URL, {"Transport": "buffered"})
    second = deploy(fake, URL, {"Transport": "buffered"})
    assert fake.calls == ["create", "update"]
    assert first.mark != second.mark
    assert deployment(fake) == second


def test_nothing_to_update_is_no_failure() -> None:
    fake = FakeCloudFormation()
    first = deploy(fake, URL, {"Transport": "buffered"})
    fake.current = True
    assert deploy(fake, URL, {"Transport": "buffered"}) == first


def test_a_failure_is_told_by_its_first_reason_and_leaves_nothing_behind() -> None:
    later = {"ResourceStatus": "CREATE_FAILED", "LogicalResourceId": "Api"}
    first = {
        "ResourceStatus": "CREATE_FAILED",
        "LogicalResourceId": "Table",
        "ResourceStatusReason": "no key",
    }
    fake = FakeCloudFormation(iter(["ROLLBACK_COMPLETE"]), events=[later, first])
    with pytest.raises(StackProblem, match="ended as ROLLBACK_COMPLETE: Table: no key"):
        deploy(fake, URL, {"Transport": "buffered"})
    assert fake.calls == ["create", "delete"]
    assert deployment(fake) is None


def test_what_a_service_refuses_is_one_line() -> None:
    with (
        pytest.raises(StackProblem, match=r"the local stack refused: .*Bad template"),
        refusals_told(),
    ):
        raise refused("Bad template")


def test_the_gateways_answers_are_put_before_the_stage_is_deployed() -> None:
    answers = {
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": 404,
            "responseTemplates": {"application/json": "{}"},
        },
        "DEFAULT_5XX": {"responseParameters": {"gatewayresponse.header.X": "'1'"}},
    }
    body = {"x-amazon-apigateway-gateway-responses": answers}
    resources = {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}
    fake = FakeGateway()
    stack = FakeCloudFormation(body={"Resources": resources})
    gateway.complete(stack, fake, stack="docsmith", api_id="abc", stage="live")
    assert [one["responseType"] for one in fake.put] == list(answers)
    assert fake.put[0]["statusCode"] == "404"
    assert "statusCode" not in fake.put[1]
    assert fake.deployed == ["abc/live"]


def test_a_bucket_that_a_killed_stack_left_is_used_again() -> None:
    account = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    s3 = boto3.client("s3", region_name="us-east-1", **account)
    with Stubber(s3) as answers:
        answers.add_client_error("head_object", "404")
        answers.add_client_error("create_bucket", "BucketAlreadyOwnedByYou")
        answers.add_response("put_object", {})
        assert store_in(s3, "layer.zip", b"bytes") == f"s3://{BUCKET}/layer.zip"
        answers.assert_no_pending_responses()
