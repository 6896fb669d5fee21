"""`docsmith orgs delete`: nothing of the organisation is left in table or bucket."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.e2e.stack import ROOT, Stack, docsmith, until_over
from tests.fakes.receiver import Receiver

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.domain.account import Organisation
from docsmith.usecases.erase_organisation import IN_FLIGHT
from docsmith.usecases.records import Collision, Replace
from docsmith_cli.stack.clients import local

pytestmark = pytest.mark.e2e

LOGO = next((ROOT / "tests").rglob("*.png"))


def test_nothing_of_a_deleted_organisation_is_left(stack: Stack) -> None:
    organisation, key = made_organisation()
    owner = Stack(url=stack.url, api_key=key)
    with owner.client() as client, Receiver() as customer:
        things = lived(client, customer.url)
    endpoint = f"http://127.0.0.1:{httpx.URL(stack.url).port}"
    account = Account(endpoint)
    before = account.mentions(organisation, *things)
    kinds = {pk.partition("#")[0] for pk, _ in before}
    assert {"TASK", "RUN", "FILE", "IMAGE", "KEY", "ORG", "COUNT", "DELIVERY"} <= kinds, kinds
    assert account.objects(organisation)
    docsmith("orgs", "delete", organisation)
    with owner.client() as client:
        refused_within(client, seconds=35)
    account.erased(organisation)
    assert account.mentions(organisation, *things) == []
    assert account.objects(organisation) == []


def made_organisation() -> tuple[str, str]:
    made = json.loads(docsmith("orgs", "create", "Leaving", "--tier", "pro", "--json"))
    organisation = str(made["organisation_id"])
    docsmith("credits", "add", organisation, "100")
    key = json.loads(docsmith("keys", "create", organisation, "--json"))
    return organisation, str(key["api_key"])


def lived(client: httpx.Client, customer: str) -> list[str]:
    """An organisation that used everything; the ids of what it has, to be looked for later."""
    sales = (ROOT / "events" / "sales.csv").read_bytes()
    data = {"file": ("sales.csv", sales, "text/csv")}
    file = sent(client, "/files", data={"purpose": "reference"}, files=data)
    picture = {"file": ("logo.png", LOGO.read_bytes(), "image/png")}
    image = sent(client, "/images", data={"tags": "logo", "caption": "A logo"}, files=picture)
    hook = sent(client, "/webhooks", json={"url": customer, "events": ["run.completed"]})
    body = {
        "prompt": "Create a sales report",
        "async": True,
        "data_sources": [{"file_id": file["file_id"], "kind": "csv"}],
        "webhook_url": customer,
        "idempotency_key": "once",
    }
    task = sent(client, "/excel/generate", json=body)
    assert until_over(client, task["task_id"])["status"] == "completed"
    running = sent(client, "/word/generate", json={"prompt": "A letter", "async": True})
    return [
        *(task["task_id"], task["run_id"], running["task_id"], running["run_id"]),
        *(file["file_id"], image["image_id"], hook["webhook_id"]),
    ]


def sent(client: httpx.Client, path: str, **request: Any) -> dict[str, Any]:
    return client.post(path, **request).raise_for_status().json()


def refused_within(client: httpx.Client, *, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while client.get("/tasks").status_code != 401:
        assert time.monotonic() < limit, "the key still opens"
        time.sleep(1)


class Account:
    """The table and the bucket of the stack, read whole."""

    def __init__(self, endpoint: str) -> None:
        self._lambda = local("lambda", endpoint)
        self._table, self._bucket = local("dynamodb", endpoint), local("s3", endpoint)
        described = local("cloudformation", endpoint).describe_stacks(StackName="docsmith")
        told = described["Stacks"][0]["Outputs"]
        self._outputs = {one["OutputKey"]: one["OutputValue"] for one in told}

    def mentions(self, *texts: str) -> list[tuple[str, str]]:
        """Keys of every item, of whatever kind, in which one of the texts stands."""
        return [
            (item["pk"]["S"], item["sk"]["S"])
            for item in self._items()
            if any(text in json.dumps(item) for text in texts)
        ]

    def objects(self, organisation: str) -> list[str]:
        pages = self._bucket.get_paginator("list_objects_v2").paginate(
            Bucket=self._outputs["BucketName"]
        )
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return [key for key in keys if organisation in key]

    def erased(self, organisation: str, *, seconds: float = 120) -> None:
        """Sweep until the organisation is gone. The quarter of an hour in which a step that began
        before may still write is moved into the past, once.
        """
        records = self._records()
        limit = time.monotonic() + seconds
        while (stored := records.get(Organisation, organisation)) is not None:
            assert time.monotonic() < limit, "it is not gone"
            long_ago = datetime.now(UTC) - IN_FLIGHT - timedelta(minutes=1)
            older = stored.value.with_(deleted_at=long_ago)
            due = datetime.now(UTC)
            try:
                records.transact(Replace(older, stored.version, due_at=due))
            except Collision:
                continue  # the stack's own sweep is at it
            self._sweep()

    def _records(self) -> DynamoDbRecords:
        table = self._outputs["TableName"]
        return DynamoDbRecords(client=self._table, table=table, clock=lambda: datetime.now(UTC))

    def _sweep(self) -> None:
        answer = self._lambda.invoke(
            FunctionName="docsmith-lifecycle:live", Payload=json.dumps({"step": "Sweep"})
        )
        assert "FunctionError" not in answer, answer["Payload"].read()

    def _items(self) -> Iterator[dict[str, Any]]:
        pages = self._table.get_paginator("scan").paginate(TableName=self._outputs["TableName"])
        for page in pages:
            yield from page["Items"]
