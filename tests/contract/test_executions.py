"""What every machine promises of its executions."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from tests.contract.conftest import REGION
from tests.fakes.executions import InMemoryExecutions

from docsmith.adapters.stepfunctions_executions import StepFunctionsExecutions
from docsmith.usecases.ports import Executions, ExecutionStatus


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine that waits, with a token when the payload asks for one; `token_of` answers it."""

    executions: Executions
    token_of: Callable[[str], str]


def fake_machine() -> Machine:
    fake = InMemoryExecutions()
    return Machine(fake, lambda name: fake.wait_with(f"token of {name}", name=name))


def moto_machine(sfn: Any, sqs: Any, name: str) -> Machine:
    queue: str = sqs.create_queue(QueueName=name)["QueueUrl"]
    admit = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": queue, "MessageBody": {"token.$": "$$.Task.Token"}},
        "End": True,
    }
    asked = {"Variable": "$.token", "IsPresent": True, "Next": "Admit"}
    states = {
        "Which": {"Type": "Choice", "Choices": [asked], "Default": "Wait"},
        "Admit": admit,
        "Wait": {"Type": "Wait", "Seconds": 3, "End": True},
    }
    machine: str = sfn.create_state_machine(
        name=name,
        definition=json.dumps({"StartAt": "Which", "States": states}),
        roleArn="arn:aws:iam::123456789012:role/machine",
    )["stateMachineArn"]

    def token_of(_: str) -> str:
        while True:
            answer = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1)
            for message in answer.get("Messages", []):
                return str(json.loads(message["Body"])["token"])

    return Machine(StepFunctionsExecutions(client=sfn, machine_arn=machine), token_of)


@pytest.fixture(params=["fake", "stepfunctions"])
def machine(request: pytest.FixtureRequest, unique: str) -> Machine:
    if request.param == "fake":
        return fake_machine()
    request.getfixturevalue("aws")
    sfn, sqs = boto3.client("stepfunctions", REGION), boto3.client("sqs", REGION)
    return moto_machine(sfn, sqs, unique)


@pytest.fixture
def executions(machine: Machine) -> Executions:
    return machine.executions


def stop(executions: Executions, name: str) -> None:
    """Stop it, and wait until the machine says so: moto's workers notice a little later."""
    executions.stop(name, cause="the test")
    limit = time.monotonic() + 15
    while executions.status(name) is ExecutionStatus.RUNNING and time.monotonic() < limit:
        time.sleep(0.02)


def test_an_execution_runs_from_its_start(executions: Executions) -> None:
    assert executions.status("task-0") is ExecutionStatus.UNKNOWN
    executions.start("task-0", {"task_id": "task"})
    assert executions.status("task-0") is ExecutionStatus.RUNNING


def test_a_start_may_be_repeated_even_with_another_payload(executions: Executions) -> None:
    executions.start("task-0", {"task_id": "task"})
    executions.start("task-0", {"task_id": "task"})
    executions.start("task-0", {"task_id": "another"})
    assert executions.status("task-0") is ExecutionStatus.RUNNING


def test_a_stopped_execution_is_aborted_and_does_not_start_again(executions: Executions) -> None:
    executions.start("task-0", {})
    stop(executions, "task-0")
    executions.start("task-0", {})
    assert executions.status("task-0") is ExecutionStatus.ABORTED


def test_stopping_what_does_not_run_is_harmless(executions: Executions) -> None:
    executions.stop("never started", cause="the test")
    executions.start("task-0", {})
    stop(executions, "task-0")
    executions.stop("task-0", cause="again")
    assert executions.status("task-0") is ExecutionStatus.ABORTED


def test_a_token_wakes_its_execution_once(machine: Machine) -> None:
    machine.executions.start("task-0", {"token": True})
    token = machine.token_of("task-0")
    assert machine.executions.grant(token)
    limit = time.monotonic() + 15
    while machine.executions.grant(token) and time.monotonic() < limit:
        time.sleep(0.02)  # moto's worker takes a moment to notice
    assert not machine.executions.grant(token)


def test_a_token_that_nobody_waits_for_wakes_nobody(executions: Executions) -> None:
    assert not executions.grant("made up")


def test_a_stopped_execution_waits_no_more() -> None:
    """On the fake alone: moto lets an execution that waits for a token outlive its stop."""
    fake = InMemoryExecutions()
    fake.start("task-0", {})
    token = fake.wait_with("token", name="task-0")
    fake.stop("task-0", cause="the test")
    assert not fake.grant(token)
