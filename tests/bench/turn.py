"""One turn of orchestration: what it calls, what it costs, and its time on the local stack.

The baseline is a machine of the same states whose one function makes the same AWS calls, counted
from our own run, and does nothing else.
"""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.cost import usd_of
from tests.bench.machine import Bill, opened
from tests.bench.measure import Figure, Verdict, judged, ratios, within
from tests.bench.submit import api_key, event_of
from tests.e2e.stack import Stack, until_over, up
from tests.integration.run_function import context, load

from docsmith_cli.stack.clients import local

PROMPT = "A project tracker"
TURNS = 20
_ROLE = "arn:aws:iam::000000000000:role/bench"


def figures() -> list[Figure]:
    bill = _bill()
    turns = [step for step in bill.steps if step.state in ("AgentTurn", "ExecutePlan")]
    calls = sum(sum(step.calls.values()) for step in turns) / bill.turns
    usd = usd_of(bill, turns=TURNS)
    measured = _on_the_local_stack(bill)
    return [
        Figure(
            what="orchestration of a task on the local stack, model latency 0",
            bar="≤ 1.5 ×",
            measured=f"{measured.text()} ×",
            baseline="the same states and AWS calls, empty bodies",
            verdict=judged(measured, 1.5),
        ),
        Figure(
            what="a turn: state transitions, AWS calls",
            bar="",
            measured=f"4, {calls:.0f}",
            baseline="",
            verdict=Verdict.INFORMATIVE,
        ),
        Figure(
            what=f"AWS cost of a {TURNS}-turn task without the model, estimated",
            bar="≤ US$0.01",
            measured=f"US${usd:.4f}",
            baseline="calls and billed memory counted, prices of November 2026",
            verdict=within(usd, 0.01),
        ),
    ]


def _bill() -> Bill:
    """Two runs; the second has nothing left to load."""
    with opened() as account:
        event, generate = event_of(api_key(), prompt=PROMPT), load("generate").handler
        for _ in range(2):
            answer = json.loads(generate(event, context("generate"))["body"])
            bill = account.run(answer["task_id"])
        return bill


def _on_the_local_stack(bill: Bill) -> Any:
    stack = up()
    parts = urlsplit(stack.url)
    endpoint = f"{parts.scheme}://{parts.netloc}"
    machines = local("stepfunctions", endpoint)
    bare = _bare_machine(bill, endpoint, machines)
    return ratios(lambda: _ours(stack, machines), lambda: _bare(bare, machines))


def _ours(stack: Stack, machines: Any) -> float:
    with stack.client() as client:
        body = {"prompt": PROMPT, "async": True}
        task_id = client.post("/excel/generate", json=body).raise_for_status().json()["task_id"]
        until_over(client, task_id)
    found = machines.list_state_machines()["stateMachines"]
    arn = next(m["stateMachineArn"] for m in found if m["name"] == "docsmith-generate")
    return _seconds(machines, f"{arn.replace('stateMachine', 'execution')}:{task_id}-0")


def _bare(arn: str, machines: Any) -> float:
    name = f"bare-{time.time_ns()}"
    started = machines.start_execution(stateMachineArn=arn, name=name, input="{}")
    return _seconds(machines, started["executionArn"])


def _seconds(machines: Any, execution: str) -> float:
    """How long an execution took, by the machine's own account."""
    while True:
        told = machines.describe_execution(executionArn=execution)
        if told["status"] != "RUNNING":
            assert told["status"] == "SUCCEEDED", told
            return (told["stopDate"] - told["startDate"]).total_seconds()
        time.sleep(0.05)


def _bare_machine(bill: Bill, endpoint: str, machines: Any) -> str:
    """The states of our run in a row, each calling the bare function with its counts."""
    functions = local("lambda", endpoint)
    name = f"bench-bare-{time.time_ns()}"
    functions.create_function(
        FunctionName=name,
        Runtime="python3.11",
        Handler="bare_function.handler",
        Role=_ROLE,
        Timeout=60,
        Code={"ZipFile": _zipped()},
        Environment={"Variables": _resources(endpoint)},
    )
    made = machines.create_state_machine(
        name=name, definition=json.dumps(_definition(bill, name)), roleArn=_ROLE
    )
    return made["stateMachineArn"]


def _resources(endpoint: str) -> dict[str, str]:
    stack = local("cloudformation", endpoint).describe_stacks(StackName="docsmith")["Stacks"][0]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    return {"TABLE": outputs["TableName"], "BUCKET": outputs["BucketName"]}


def _zipped() -> bytes:
    packed = io.BytesIO()
    source = Path(__file__).with_name("bare_function.py")
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("bare_function.py", source.read_text())
    return packed.getvalue()


def _definition(bill: Bill, function: str) -> dict[str, Any]:
    """Task states in the order of our run, with the Choice that follows each."""
    states: dict[str, Any] = {}
    for number, step in enumerate(bill.steps):
        last = number == len(bill.steps) - 1
        after = {"End": True} if last else {"Next": f"After{number}"}
        states[f"Step{number}"] = {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": function, "Payload": {"calls": step.calls}},
            "ResultSelector": {"outcome.$": "$.Payload.outcome"},
            "ResultPath": "$.step",
            **after,
        }
        if not last:
            choice = {
                "Variable": "$.step.outcome",
                "StringEquals": "ok",
                "Next": f"Step{number + 1}",
            }
            states[f"After{number}"] = {
                "Type": "Choice",
                "Choices": [choice],
                "Default": f"Step{number + 1}",
            }
    return {"StartAt": "Step0", "States": states}
