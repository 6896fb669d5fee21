"""What DynamoDB's refusals mean: a condition that did not hold, or a moment to wait."""

from typing import Any

from botocore.exceptions import ClientError

from docsmith.adapters.aws_refusals import code_of

_BUSY = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_BUSY_CODES = {
    "TransactionConflictException",
    "TransactionInProgressException",
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "InternalServerError",
}


def refused(error: ClientError) -> list[int]:
    """Positions of the writes whose condition did not hold."""
    if code_of(error) == "ConditionalCheckFailedException":
        return [0]
    return [i for i, code in enumerate(_reasons(error)) if code == "ConditionalCheckFailed"]


def is_conflict(error: ClientError) -> bool:
    """Whether the same call may succeed in a moment."""
    return bool(_BUSY & set(_reasons(error))) or code_of(error) in _BUSY_CODES


def _reasons(error: ClientError) -> list[str]:
    reasons: list[Any] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return [str(reason.get("Code", "None")) for reason in reasons]
