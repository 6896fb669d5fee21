"""The key that makes a repeat of a request harmless: a header, or a field of the body."""

from typing import Annotated, TypeVar

from fastapi import Header

from docsmith.domain.batch_request import BatchByHttp
from docsmith.domain.errors import ValidationFailed
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.rendering import RenderRequest

IdempotencyHeader = Annotated[str | None, Header(alias="Idempotency-Key")]
Keyed = TypeVar("Keyed", GenerationRequest, RenderRequest, BatchByHttp)


def with_header_key(body: Keyed, header: str | None) -> Keyed:
    """The header means the same as the field; both given must agree."""
    if header is None:
        return body
    if body.idempotency_key not in (None, header):
        raise ValidationFailed("The Idempotency-Key header and idempotency_key differ.")
    if not 0 < len(header) <= 255 or not header.isprintable():
        raise ValidationFailed("Idempotency-Key: 1 to 255 printable characters.")
    return body.model_copy(update={"idempotency_key": header})
