"""What every machine promises of its executions."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from tests.contract.conftest import REGION
from tests.fakes.executions import InMemoryExecutions

from docsmith.adapters.stepfunctions_executions import StepFunctionsExecutions
from docsmith.domain.errors import UpstreamError
from docsmith.usecases.ports import Executions, ExecutionStatus


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine that waits, with a token when the payload asks for one; `token_of` answers it."""

    executions: Executions
    token_of: Callable[[str], str]
    settle: Callable[[str], None] = lambda _: None
    """Wait until an execution is well under way: moto cannot stop one that is just starting."""


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

    def settle(execution: str) -> None:
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution}"
        until(lambda: "WaitStateEntered" in history(sfn, arn))

    return Machine(StepFunctionsExecutions(client=sfn, machine_arn=machine), token_of, settle)


def history(sfn: Any, arn: str) -> list[str]:
    events = sfn.get_execution_history(executionArn=arn)["events"]
    return [str(event["type"]) for event in events]


def until(true: Callable[[], bool]) -> None:
    """Look again for a few seconds: moto's workers have no event to wait for."""
    limit = time.monotonic() + 15
    while not true() and time.monotonic() < limit:
        time.sleep(0.02)


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


def stop(machine: Machine, name: str) -> None:
    """Stop it, and wait until the machine says so."""
    machine.settle(name)
    machine.executions.stop(name, cause="the test")
    until(lambda: machine.executions.status(name) is not ExecutionStatus.RUNNING)


def test_an_execution_runs_from_its_start(executions: Executions) -> None:
    assert executions.status("task-0") is ExecutionStatus.UNKNOWN
    executions.start("task-0", {"task_id": "task"})
    assert executions.status("task-0") is ExecutionStatus.RUNNING


def test_a_start_may_be_repeated_even_with_another_payload(executions: Executions) -> None:
    executions.start("task-0", {"task_id": "task"})
    executions.start("task-0", {"task_id": "task"})
    executions.start("task-0", {"task_id": "another"})
    assert executions.status("task-0") is ExecutionStatus.RUNNING


def test_a_stopped_execution_is_aborted_and_does_not_start_again(machine: Machine) -> None:
    executions = machine.executions
    executions.start("task-0", {})
    stop(machine, "task-0")
    executions.start("task-0", {})
    assert executions.status("task-0") is ExecutionStatus.ABORTED


def test_stopping_what_does_not_run_is_harmless(machine: Machine) -> None:
    executions = machine.executions
    executions.stop("never started", cause="the test")
    executions.start("task-0", {})
    stop(machine, "task-0")
    executions.stop("task-0", cause="again")
    assert executions.status("task-0") is ExecutionStatus.ABORTED


def test_a_token_wakes_its_execution_once(machine: Machine) -> None:
    machine.executions.start("task-0", {"token": True})
    token = machine.token_of("task-0")
    assert machine.executions.grant(token)
    until(lambda: not machine.executions.grant(token))
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


@pytest.mark.parametrize("act", ["start", "stop", "status", "grant"])
def test_a_service_that_nobody_reaches_is_told_as_such(act: str) -> None:
    client = boto3.client(
        "stepfunctions",
        endpoint_url="http://127.0.0.1:1",
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    executions = StepFunctionsExecutions(
        client=client, machine_arn=f"arn:aws:states:{REGION}:0:stateMachine:m"
    )
    calls: dict[str, Callable[[], object]] = {
        "start": lambda: executions.start("name", {}),
        "stop": lambda: executions.stop("name", cause="over"),
        "status": lambda: executions.status("name"),
        "grant": lambda: executions.grant("token"),
    }
    with pytest.raises(UpstreamError):
        calls[act]()
