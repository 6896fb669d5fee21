"""POST /images as a form or as JSON for a presigned upload; GET and DELETE."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from docsmith.domain.clock import iso
from docsmith.domain.errors import InvalidRequest, ValidationFailed
from docsmith.domain.images import MEDIA_TYPES, StoredImage
from docsmith.usecases.keep_images import NewImage
from docsmith.usecases.ports import PresignedUpload
from docsmith.usecases.submit_generation import Caller
from docsmith.web.announced import announced, media_type
from docsmith.web.caller import Generator, Reader
from docsmith.web.file_wire import UploadBody, upload_body
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import Services, ServicesDep
from docsmith.web.wire import ListBody

router = APIRouter(tags=["images"])

MAX_TAGS, LONGEST_TAG, LONGEST_CAPTION = 20, 100, 1_000


class ImageRequest(BaseModel):
    """The JSON form: announces an image whose bytes go straight to storage. `size` in bytes."""

    file_name: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(strict=True, ge=1)]
    content_type: Literal["image/png", "image/jpeg", "image/gif", "image/webp"]
    tags: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_TAG)]], Field(max_length=MAX_TAGS)
    ] = []
    caption: Annotated[str, Field(max_length=LONGEST_CAPTION)] = ""


class ImageBody(BaseModel):
    """An image as clients see it. Sizes in pixels and bytes; those in pixels once it is ready."""

    image_id: str
    file_name: str
    tags: list[str]
    caption: str
    content_type: str
    width: int | None = None
    height: int | None = None
    size: int
    status: str
    created_at: str
    upload: UploadBody | None = None


_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "caption": {"type": "string"},
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FORM},
            "application/json": {"schema": ImageRequest.model_json_schema()},
        },
    }
}


@router.post("/images", status_code=201, response_model=ImageBody, openapi_extra=_BODY)
async def create_image(request: Request, caller: Generator, services: ServicesDep) -> Response:
    """A form with `file`, and with `tags` (repeated, or separated by commas) and `caption`, up to
    4 MB; or JSON that answers where to upload more.
    """
    kind = media_type(request)
    if kind == "application/json":
        body = _announce(await announced(request, ImageRequest), caller, services)
    elif kind == "multipart/form-data":
        new, content = await _sent(request)
        body = image_body(services.images.store(new, content, caller))
    else:
        raise InvalidRequest("Send multipart/form-data with `file`, `tags` and `caption`, or JSON.")
    return JSONResponse(body.model_dump(mode="json", exclude_none=True), status_code=201)


@router.get("/images", response_model_exclude_none=True)
def list_images(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[ImageBody]:
    page = services.images.page(caller, limit=limit, cursor=cursor)
    return ListBody(data=[image_body(r.value) for r in page.records], next_cursor=page.next)


@router.get("/images/{image_id}", response_model_exclude_none=True)
def get_image(image_id: str, caller: Reader, services: ServicesDep) -> ImageBody:
    return image_body(services.images.get(image_id, caller))


@router.delete("/images/{image_id}", status_code=204)
def delete_image(image_id: str, caller: Generator, services: ServicesDep) -> None:
    """Gone for you now; the bytes are deleted after 24 h."""
    services.images.delete(image_id, caller)


def image_body(image: StoredImage, *, upload: PresignedUpload | None = None) -> ImageBody:
    return ImageBody(
        image_id=image.image_id,
        file_name=image.name,
        tags=list(image.tags),
        caption=image.caption,
        content_type=MEDIA_TYPES[image.kind],
        width=image.width,
        height=image.height,
        size=image.size,
        status=image.status.value,
        created_at=iso(image.created_at),
        upload=upload_body(upload),
    )


def _announce(given: ImageRequest, caller: Caller, services: Services) -> ImageBody:
    new = NewImage(given.file_name, _distinct(given.tags), given.caption.strip())
    kind = given.content_type.removeprefix("image/")
    image, upload = services.images.await_upload(new, kind=kind, size=given.size, caller=caller)
    return image_body(image, upload=upload)


async def _sent(request: Request) -> tuple[NewImage, bytes]:
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ValidationFailed("file: missing from the form.")
        new = NewImage(file.filename or "image", _tags(form), _caption(form))
        return new, await file.read()


def _tags(form: FormData) -> tuple[str, ...]:
    tags = _distinct([part for text in form.getlist("tags") for part in str(text).split(",")])
    if len(tags) > MAX_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise ValidationFailed(f"tags: at most {MAX_TAGS}, of {LONGEST_TAG} characters.")
    return tags


def _distinct(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def _caption(form: FormData) -> str:
    caption = str(form.get("caption") or "").strip()
    if len(caption) > LONGEST_CAPTION:
        raise ValidationFailed(f"caption: at most {LONGEST_CAPTION:,} characters.")
    return caption
