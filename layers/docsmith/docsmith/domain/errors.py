"""Every error that a client can be told, drawn as one tree.

    DocsmithError
    ├── InvalidRequest            invalid_request
    │   ├── PreflightFailed       preflight_failed
    │   ├── ValidationFailed      validation_error
    │   ├── IdempotencyConflict   idempotency_conflict
    │   ├── PayloadTooLarge       payload_too_large
    │   └── UnreadableFile        unreadable_file
    ├── AccessRefused
    │   ├── InvalidApiKey         invalid_api_key
    │   ├── Forbidden             forbidden
    │   ├── InsufficientCredits   insufficient_credits
    │   └── RateLimited           rate_limited
    ├── NotThere
    │   ├── NotFound              not_found
    │   └── Gone                  gone
    ├── Conflict                  conflict
    ├── TaskFailure
    │   ├── TimedOut              timeout
    │   ├── CreditLimitReached    credit_limit
    │   ├── ModelFailed           model_error
    │   ├── QualityGateFailed     quality_gate_failed
    │   ├── Cancelled             cancelled
    │   └── Expired               expired
    └── SystemFault
        ├── InternalError         internal_error
        ├── UpstreamError         upstream_error
        ├── StorageError          storage_error
        └── ServiceUnavailable    service_unavailable

`code` is what a client reads; the class docstring is the message when none is given. No error here
knows an HTTP status: `web/errors.py` has the one table.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class DocsmithError(Exception):
    """The request could not be fulfilled."""

    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str | None = None, **facts: Any) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.facts: Mapping[str, Any] = facts
        """Safe to show: added to the envelope as they are."""
        super().__init__(self.message)


class InvalidRequest(DocsmithError):
    """The request is not well formed."""

    code = "invalid_request"


class PreflightFailed(InvalidRequest):
    """The request lacks something it asks for."""

    code = "preflight_failed"


class ValidationFailed(InvalidRequest):
    """A field has a value that is not allowed."""

    code = "validation_error"


class IdempotencyConflict(InvalidRequest):
    """This idempotency key was used with another request."""

    code = "idempotency_conflict"


class PayloadTooLarge(InvalidRequest):
    """The body is larger than 4 MB: ask for a presigned upload with a JSON POST to /files."""

    code = "payload_too_large"


class UnreadableFile(InvalidRequest):
    """The file cannot be read."""

    code = "unreadable_file"


class AccessRefused(DocsmithError):
    """Access was refused."""

    code = "forbidden"


class InvalidApiKey(AccessRefused):
    """The API key is missing, unknown or revoked."""

    code = "invalid_api_key"


class Forbidden(AccessRefused):
    """The API key lacks the scope for this."""

    code = "forbidden"


class InsufficientCredits(AccessRefused):
    """The balance does not cover this request."""

    code = "insufficient_credits"


class RateLimited(AccessRefused):
    """Too many requests: slow down and try again."""

    code = "rate_limited"


class NotThere(DocsmithError):
    """Nothing is here."""

    code = "not_found"


class NotFound(NotThere):
    """There is no such resource."""

    code = "not_found"


class Gone(NotThere):
    """This was deleted, or its time is over."""

    code = "gone"


class Conflict(DocsmithError):
    """The resource is not in a state that allows this."""

    code = "conflict"


class TaskFailure(DocsmithError):
    """The task ended without a result."""

    code = "internal_error"


class TimedOut(TaskFailure):
    """The task took longer than its time limit."""

    code = "timeout"


class CreditLimitReached(TaskFailure):
    """The task reached its credit limit before it was done."""

    code = "credit_limit"


class ModelFailed(TaskFailure):
    """The model did not produce a usable answer."""

    code = "model_error"


class QualityGateFailed(TaskFailure):
    """The document did not pass the quality gate."""

    code = "quality_gate_failed"


class Cancelled(TaskFailure):
    """The task was cancelled."""

    code = "cancelled"


class Expired(TaskFailure):
    """The task waited longer than 24 hours for a worker."""

    code = "expired"


class SystemFault(DocsmithError):
    """Something broke on our side."""

    code = "internal_error"


class InternalError(SystemFault):
    """Something broke on our side; the request may be repeated with the same idempotency key."""

    code = "internal_error"


class UpstreamError(SystemFault):
    """The model's provider did not answer."""

    code = "upstream_error"


class StorageError(SystemFault):
    """The storage did not answer."""

    code = "storage_error"


class ServiceUnavailable(SystemFault):
    """The service does not take new work at the moment."""

    code = "service_unavailable"


def every_error() -> tuple[type[DocsmithError], ...]:
    """Every class of the tree, the root first."""
    found: list[type[DocsmithError]] = [DocsmithError]
    for kind in found:
        found.extend(kind.__subclasses__())
    return tuple(found)
