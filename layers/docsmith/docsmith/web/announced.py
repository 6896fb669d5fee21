"""Uploads that a JSON body announces: their bytes go straight to storage, not through us."""

from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from docsmith.domain.errors import InvalidRequest

Announcement = TypeVar("Announcement", bound=BaseModel)


def media_type(request: Request) -> str:
    """A body's type without its parameters, in small letters."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def announced(request: Request, model: type[Announcement]) -> Announcement:
    """The body as this model. Raises `InvalidRequest` and `RequestValidationError`."""
    try:
        body: Any = await request.json()
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("The body is not valid JSON.") from error
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
