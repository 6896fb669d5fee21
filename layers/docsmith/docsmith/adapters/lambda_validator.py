"""A validator behind an invoke: the function `agent` judges, since it alone knows a model."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from docsmith.agent.preflight import Metadata, Verdict
from docsmith.domain.errors import UpstreamError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaValidator:
    """Invokes `function` with the step Judge. The client must give up within 25 s."""

    def __init__(self, *, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def judge(self, metadata: Metadata) -> Verdict:
        """Raises `UpstreamError` for no answer and for nonsense."""
        event = {"step": "Judge", "metadata": metadata.model_dump(mode="json")}
        try:
            answer: Any = self._client.invoke(
                FunctionName=self._function, Payload=json.dumps(event).encode()
            )
            return Verdict.model_validate_json(answer["Payload"].read())
        except (BotoCoreError, ClientError, ValidationError) as error:
            raise UpstreamError("The validator did not answer.") from error
