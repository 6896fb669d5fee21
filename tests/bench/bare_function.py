"""The baseline's function: makes the AWS calls it is told to make, and nothing else."""

import os
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
s3 = boto3.client("s3")
_KEY = {"pk": {"S": "BENCH#bare"}, "sk": {"S": "BENCH"}}
_BODY = "x" * 2000


def handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    for call, count in event["calls"].items():
        for _ in range(count):
            _make(call)
    print("done")  # MiniStack answers late when a function writes nothing
    return {"outcome": "ok"}


def _make(call: str) -> None:
    table, bucket = os.environ["TABLE"], os.environ["BUCKET"]
    item = {**_KEY, "body": {"S": _BODY}}
    match call:
        case "dynamodb:GetItem":
            dynamodb.get_item(TableName=table, Key=_KEY, ConsistentRead=True)
        case "dynamodb:PutItem":
            dynamodb.put_item(TableName=table, Item=item)
        case "dynamodb:DeleteItem":
            dynamodb.delete_item(TableName=table, Key=_KEY)
        case "dynamodb:TransactWriteItems":
            put = {"Put": {"TableName": table, "Item": item}}
            dynamodb.transact_write_items(TransactItems=[put])
        case "dynamodb:Query":
            dynamodb.query(
                TableName=table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": "BENCH#bare"}},
            )
        case "s3:PutObject":
            s3.put_object(Bucket=bucket, Key="tmp/bench/known", Body=_BODY)
        case "s3:GetObject":
            s3.get_object(Bucket=bucket, Key="tmp/bench/known")["Body"].read()
        case "s3:HeadObject":
            s3.head_object(Bucket=bucket, Key="tmp/bench/known")
        case _:
            pass
