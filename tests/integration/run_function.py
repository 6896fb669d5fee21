"""Runs one function as its runtime would, in a process of its own: `run_function.py NAME [EVENT]`.

Gives it the account that `template.yaml` describes (mocked by moto), its variables, its layer path
and its sample event, and prints the answer as JSON.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "docsmith")]

VALUES = {"Table": "table", "Bucket": "bucket", "SigningSecret": "signing", "ModelSecret": "model"}


def main(name: str, sample: str) -> None:
    from moto import mock_aws

    event = json.loads((ROOT / "events" / f"{sample}.json").read_text())
    with mock_aws(config={"lambda": {"use_docker": False}}):
        os.environ.update(account(name))
        answer = load(name).handler(event, context(name))
    print(json.dumps(answer, default=lambda raw: raw.decode()))


def account(name: str) -> dict[str, str]:
    """Make what the template's resources are, and answer the function's variables."""
    import boto3
    from tests.contract.table import table_properties
    from tests.template.template import functions, template

    boto3.client("dynamodb").create_table(TableName="table", **table_properties())
    boto3.client("s3").create_bucket(
        Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    for secret in ("signing", "model"):
        boto3.client("secretsmanager").create_secret(Name=secret, SecretString="s" * 32)
    queue = boto3.client("sqs").create_queue(QueueName="deliveries")["QueueUrl"]
    key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
    known = VALUES | {"Deliveries": queue, "SealingKey": key, "AWS::StackName": "docsmith"}
    source = template()
    known |= {n: str(p.get("Default", "")) for n, p in source["Parameters"].items()}
    shared = source["Globals"]["Function"]["Environment"]["Variables"]
    own = functions()[name].get("Environment", {}).get("Variables", {})
    return {variable: value_of(value, known) for variable, value in (shared | own).items()}


def value_of(value: Any, known: dict[str, str]) -> str:
    if isinstance(value, dict) and "Ref" in value:
        return known.get(value["Ref"], value["Ref"])
    if isinstance(value, dict) and "Fn::Sub" in value:
        text = str(value["Fn::Sub"])
        facts = {"Partition": "aws", "Region": "eu-central-1", "AccountId": "123456789012"}
        for fact, meaning in (facts | {"StackName": "docsmith"}).items():
            text = text.replace(f"${{AWS::{fact}}}", meaning)
        return text
    return str(value)


def load(name: str) -> Any:
    path = ROOT / "functions" / name / "app.py"
    spec = importlib.util.spec_from_file_location("app", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def context(name: str) -> Any:
    return SimpleNamespace(
        function_name=f"docsmith-{name}",
        memory_limit_in_mb=512,
        invoked_function_arn=f"arn:aws:lambda:eu-central-1:123456789012:function:docsmith-{name}",
        aws_request_id="c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        get_remaining_time_in_millis=lambda: 30_000,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else sys.argv[1])
