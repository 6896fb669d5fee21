"""POST /files as multipart or as JSON for a presigned upload; GET and DELETE."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from docsmith.domain.errors import InvalidRequest, ValidationFailed
from docsmith.domain.files import Purpose
from docsmith.usecases.keep_files import NewFile
from docsmith.web.announced import announced, media_type
from docsmith.web.caller import Generator, Reader
from docsmith.web.file_wire import FileBody, file_body
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import ServicesDep
from docsmith.web.wire import ListBody

router = APIRouter(tags=["files"])


class FileRequest(BaseModel):
    """The JSON form: announces a file whose bytes go straight to storage. `size` in bytes."""

    file_name: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(strict=True, ge=1)]
    content_type: Annotated[
        str, Field(min_length=1, max_length=200, pattern=r"^[\w.+-]+/[\w.+-]+$")
    ]
    purpose: Purpose


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "purpose"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "purpose": {"type": "string", "enum": [p.value for p in Purpose]},
                    },
                }
            },
            "application/json": {"schema": FileRequest.model_json_schema()},
        },
    }
}


@router.post("/files", status_code=201, response_model=FileBody, openapi_extra=_BODY)
async def create_file(request: Request, caller: Generator, services: ServicesDep) -> Response:
    """Multipart up to 4 MB, or JSON that answers where to upload more."""
    kind = media_type(request)
    if kind == "application/json":
        given = await announced(request, FileRequest)
        new = NewFile(given.file_name, given.content_type, given.purpose, given.size)
        file, upload = services.files.await_upload(new, caller)
        body = file_body(file, upload=upload)
    elif kind == "multipart/form-data":
        new, content = await _sent(request)
        body = file_body(services.files.store(new, content, caller))
    else:
        raise InvalidRequest("Send multipart/form-data with `file` and `purpose`, or JSON.")
    return JSONResponse(body.model_dump(mode="json", exclude_none=True), status_code=201)


@router.get("/files", response_model_exclude_none=True)
def list_files(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[FileBody]:
    page = services.files.page(caller, limit=limit, cursor=cursor)
    return ListBody(data=[file_body(r.value) for r in page.records], next_cursor=page.next)


@router.get("/files/{file_id}", response_model_exclude_none=True)
def get_file(file_id: str, caller: Reader, services: ServicesDep) -> FileBody:
    return file_body(services.files.get(file_id, caller))


@router.delete("/files/{file_id}", status_code=204)
def delete_file(file_id: str, caller: Generator, services: ServicesDep) -> None:
    services.files.delete(file_id, caller)


async def _sent(request: Request) -> tuple[NewFile, bytes]:
    async with request.form() as form:
        file, purpose = form.get("file"), form.get("purpose")
        if not isinstance(file, UploadFile):
            raise ValidationFailed("file: missing from the form.")
        if purpose not in [p.value for p in Purpose]:
            raise ValidationFailed("purpose: one of init, reference, context.")
        content = await file.read()
    if not content:
        raise ValidationFailed("file: it is empty.")
    media_type = file.content_type or "application/octet-stream"
    return NewFile(file.filename or "file", media_type, Purpose(purpose), len(content)), content
