"""The `Executions` port over one Step Functions state machine, named by its ARN."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from docsmith.adapters.aws_refusals import code_of
from docsmith.domain.errors import UpstreamError
from docsmith.usecases.ports import ExecutionStatus

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

_STATUS = {
    "RUNNING": ExecutionStatus.RUNNING,
    "PENDING_REDRIVE": ExecutionStatus.RUNNING,
    "ABORTED": ExecutionStatus.ABORTED,
}
_GONE_TOKENS = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}


class StepFunctionsExecutions:
    """Executions of one machine. A name is used once, so that a start may be repeated."""

    def __init__(self, *, client: "SFNClient", machine_arn: str) -> None:
        self._client = client
        self._machine = machine_arn

    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        try:
            self._client.start_execution(
                stateMachineArn=self._machine, name=name, input=json.dumps(payload)
            )
        except (BotoCoreError, ClientError) as error:
            if code_of(error) != "ExecutionAlreadyExists":
                raise UpstreamError("The work could not be started yet.") from error

    def stop(self, name: str, *, cause: str) -> None:
        try:
            self._client.stop_execution(executionArn=self._arn(name), cause=cause)
        except (BotoCoreError, ClientError) as error:
            if code_of(error) != "ExecutionDoesNotExist":
                raise UpstreamError from error

    def status(self, name: str) -> ExecutionStatus:
        try:
            answer = self._client.describe_execution(executionArn=self._arn(name))
        except (BotoCoreError, ClientError) as error:
            if code_of(error) == "ExecutionDoesNotExist":
                return ExecutionStatus.UNKNOWN
            raise UpstreamError from error
        return _STATUS.get(answer["status"], ExecutionStatus.ENDED)

    def grant(self, token: str) -> bool:
        try:
            self._client.send_task_success(taskToken=token, output="{}")
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in _GONE_TOKENS:
                return False
            raise UpstreamError from error
        return True

    def _arn(self, name: str) -> str:
        return self._machine.replace(":stateMachine:", ":execution:") + f":{name}"
