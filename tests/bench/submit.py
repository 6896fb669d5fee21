"""An async submission, handler on moto, against a bare handler that writes and starts the same."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import boto3
from fastapi import FastAPI
from mangum import Mangum
from moto import mock_aws
from pydantic import BaseModel
from tests.bench.measure import Figure, judged, ratios
from tests.integration.run_function import account, context, load
from tests.template.template import ROOT

from docsmith.domain.account import ApiKey, Organisation, Tier, digest_of, new_secret
from docsmith.usecases.records import Insert
from docsmith.wiring.settings import Settings
from docsmith.wiring.stores import SystemEntropy, clock, records_of

REQUESTS = 20
_MOCKED = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
}
_number = count(1)


def figures() -> list[Figure]:
    with _account():
        handler, bare = load("generate").handler, Mangum(_bare_app(), lifespan="off")
        event = event_of(api_key())
        measured = ratios(lambda: _seconds(handler, event), lambda: _seconds(bare, event))
    return [
        Figure(
            what="async submit, handler on moto",
            bar="≤ 1.5 ×",
            measured=f"{measured.text()} ×",
            baseline="bare FastAPI and Mangum, the same transaction and StartExecution",
            verdict=judged(measured, 1.5),
        )
    ]


@contextmanager
def _account() -> Iterator[None]:
    """The template's account, and a machine that only ends."""
    os.environ.update(_MOCKED)
    with mock_aws(config={"lambda": {"use_docker": False}}):
        os.environ.update(account("generate") | {"POWERTOOLS_TRACE_DISABLED": "true"})
        os.environ["POWERTOOLS_LOG_LEVEL"] = "ERROR"
        machine = boto3.client("stepfunctions").create_state_machine(
            name="docsmith-generate",
            definition=json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}),
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        os.environ["MACHINE_ARN"] = machine["stateMachineArn"]
        yield


def api_key() -> str:
    """A key of an organisation that no limit slows down."""
    secret, now = new_secret(test=False, entropy=SystemEntropy()), clock()
    organisation = Organisation(
        organisation_id="org_bench",
        name="Bench",
        tier=Tier.ENTERPRISE,
        webhook_secret="",
        created_at=now,
    )
    key = ApiKey(
        key_id="key_bench",
        organisation="org_bench",
        digest=digest_of(secret),
        hint="",
        created_at=now,
    )
    records_of(Settings.read(os.environ)).transact(Insert(organisation), Insert(key))
    return secret


def event_of(secret: str, *, prompt: str = "Create a sales report") -> dict[str, Any]:
    """An async submission as the gateway sends it."""
    event: dict[str, Any] = json.loads((ROOT / "events" / "generate.json").read_text())
    event["body"] = json.dumps({"prompt": prompt, "async": True})
    event["headers"]["x-api-key"] = secret
    event["multiValueHeaders"]["x-api-key"] = [secret]
    return event


def _seconds(handler: Any, event: dict[str, Any]) -> float:
    began = time.perf_counter()
    for _ in range(REQUESTS):
        answer = handler(event, context("generate"))
        assert answer["statusCode"] == 202, answer
    return time.perf_counter() - began


class _Body(BaseModel):
    prompt: str


def _bare_app() -> FastAPI:
    """What anybody would write first: validate, one transaction, StartExecution, 202."""
    app = FastAPI()
    dynamodb, machines = boto3.client("dynamodb"), boto3.client("stepfunctions")

    @app.post("/api/v1/excel/generate", status_code=202)
    def generate(body: _Body) -> dict[str, str]:
        name = f"bare-{next(_number)}"
        dynamodb.transact_write_items(TransactItems=_writes(name, body.prompt))
        machines.start_execution(
            stateMachineArn=os.environ["MACHINE_ARN"], name=name, input=json.dumps({"id": name})
        )
        return {"task_id": name, "status": "queued"}

    return app


def _writes(name: str, prompt: str) -> Any:
    """Two records and a counter: what a submission without credits and key writes."""

    def put(kind: str) -> dict[str, Any]:
        item = {
            "pk": {"S": f"{kind}#{name}"},
            "sk": {"S": kind},
            "body": {"S": json.dumps({"prompt": prompt, "filling": "x" * 600})},
            "owner": {"S": f"{kind}#bare"},
            "order": {"S": name},
            "due": {"S": f"DUE#{kind}"},
            "due_at": {"N": "1"},
        }
        return {
            "Put": {
                "TableName": os.environ["TABLE"],
                "Item": item,
                "ConditionExpression": "attribute_not_exists(pk)",
            }
        }

    counter = {
        "Update": {
            "TableName": os.environ["TABLE"],
            "Key": {"pk": {"S": "COUNT#bare"}, "sk": {"S": "tasks"}},
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    return [put("TASK"), put("RUN"), counter]
