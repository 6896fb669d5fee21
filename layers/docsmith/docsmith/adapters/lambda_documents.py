"""The function `document` behind an invoke: it applies what a person changed in the editor, and
makes the pages of long sheets that were not stored.
"""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from docsmith.domain.errors import DocsmithError, UpstreamError, every_error
from docsmith.usecases.editing import Edited, EditRequest, Json, WindowRequest

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

_AGAIN = "The document could not be reached: try again."


class LambdaDocuments:
    """Invokes `function`, an alias, with ApplyEdit or ViewWindow. The client gives up in 25 s."""

    def __init__(self, *, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def __call__(self, request: EditRequest) -> Edited:
        """Raises what the function refused with, and `UpstreamError` for no answer."""
        body = self._ask({"step": "ApplyEdit", "edit": request.model_dump(mode="json")})
        try:
            return Edited.model_validate(body["edited"])
        except (KeyError, ValidationError) as error:
            raise UpstreamError(_AGAIN) from error

    def window(self, request: WindowRequest) -> Json:
        """The port `Windows`. Raises the same."""
        body = self._ask({"step": "ViewWindow", "window": request.model_dump(mode="json")})
        if "page" not in body:
            raise UpstreamError(_AGAIN)
        return body["page"]

    def _ask(self, event: Json) -> Json:
        try:
            answer: Any = self._client.invoke(
                FunctionName=self._function, Payload=json.dumps(event).encode()
            )
            body: Json = json.loads(answer["Payload"].read())
        except (BotoCoreError, ClientError, ValueError) as error:
            raise UpstreamError(_AGAIN) from error
        if "refused" in body:
            raise _error(body["refused"])
        return body


def _error(refused: dict[str, Any]) -> DocsmithError:
    """The error of our tree that the function told of, by its code."""
    kinds = {kind.code: kind for kind in reversed(every_error())}
    kind = kinds.get(str(refused.get("code")), UpstreamError)
    return kind(str(refused.get("message")), **(refused.get("facts") or {}))
