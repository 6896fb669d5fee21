"""Sweeps twice, as its runtime would: over nothing, then with a task that no repair moves on, since
there is no machine. Prints the first answer, and the metrics that were written, by name and
dimensions: `[["StuckTasks", {"service": "lifecycle"}, 1.0], …]`.
"""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from run_function import ROOT, account, context, load


def main() -> None:
    from moto import mock_aws

    tick = json.loads((ROOT / "events" / "lifecycle.json").read_text())
    with mock_aws(config={"lambda": {"use_docker": False}}):
        os.environ.update(account("lifecycle"))
        lifecycle = load("lifecycle")
        answer = lifecycle.handler(tick, context("lifecycle"))
        put_stuck_task()
        written = io.StringIO()
        with contextlib.redirect_stdout(written):
            lifecycle.handler(tick, context("lifecycle"))
    print(json.dumps({"answer": answer, "metrics": list(metrics(written.getvalue()))}))


def put_stuck_task() -> None:
    import boto3
    from tests.fakes.nouns import a_task

    from docsmith.adapters.dynamodb_records import DynamoDbRecords
    from docsmith.usecases.records import Insert

    now = datetime.now(UTC)
    client = boto3.client("dynamodb")
    records = DynamoDbRecords(client=client, table="table", clock=lambda: now)
    records.transact(Insert(a_task(created_at=now - timedelta(hours=1)), due_at=now))


def metrics(written: str) -> Iterator[tuple[str, dict[str, str], float]]:
    """Each of the embedded metric format's, summed."""
    for line in written.splitlines():
        told: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
        for directive in told.get("_aws", {}).get("CloudWatchMetrics", []):
            dimensions = {name: told[name] for name in directive["Dimensions"][0]}
            for metric in directive["Metrics"]:
                value = told[metric["Name"]]
                yield metric["Name"], dimensions, sum(value) if isinstance(value, list) else value


if __name__ == "__main__":
    main()
