"""POST /images, GET /images, GET /images/{image_id}, DELETE /images/{image_id}."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from docsmith.domain.clock import iso
from docsmith.domain.errors import InvalidRequest, ValidationFailed
from docsmith.domain.images import MEDIA_TYPES, StoredImage
from docsmith.usecases.keep_images import NewImage
from docsmith.web.caller import Generator, Reader
from docsmith.web.paging import Cursor, Limit
from docsmith.web.services import ServicesDep
from docsmith.web.wire import ListBody

router = APIRouter(tags=["images"])

MAX_TAGS, LONGEST_TAG, LONGEST_CAPTION = 20, 100, 1_000


class ImageBody(BaseModel):
    """An image as clients see it. Sizes in pixels and bytes."""

    image_id: str
    file_name: str
    tags: list[str]
    caption: str
    content_type: str
    width: int
    height: int
    size: int
    created_at: str


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
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
}


@router.post("/images", status_code=201, response_model=ImageBody, openapi_extra=_BODY)
async def create_image(request: Request, caller: Generator, services: ServicesDep) -> Response:
    """A form with `file`, and with `tags` (repeated, or separated by commas) and `caption`."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise InvalidRequest("Send multipart/form-data with `file`, `tags` and `caption`.")
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ValidationFailed("file: missing from the form.")
        new = NewImage(name=file.filename or "image", tags=_tags(form), caption=_caption(form))
        content = await file.read()
    image = services.images.store(new, content, caller)
    return JSONResponse(image_body(image).model_dump(mode="json"), status_code=201)


@router.get("/images")
def list_images(
    caller: Reader, services: ServicesDep, limit: Limit = 20, cursor: Cursor = None
) -> ListBody[ImageBody]:
    page = services.images.page(caller, limit=limit, cursor=cursor)
    return ListBody(data=[image_body(r.value) for r in page.records], next_cursor=page.next)


@router.get("/images/{image_id}")
def get_image(image_id: str, caller: Reader, services: ServicesDep) -> ImageBody:
    return image_body(services.images.get(image_id, caller))


@router.delete("/images/{image_id}", status_code=204)
def delete_image(image_id: str, caller: Generator, services: ServicesDep) -> None:
    """Gone for you now; the bytes are deleted after 24 h."""
    services.images.delete(image_id, caller)


def image_body(image: StoredImage) -> ImageBody:
    return ImageBody(
        image_id=image.image_id,
        file_name=image.name,
        tags=list(image.tags),
        caption=image.caption,
        content_type=MEDIA_TYPES[image.kind],
        width=image.width,
        height=image.height,
        size=image.size,
        created_at=iso(image.created_at),
    )


def _tags(form: FormData) -> tuple[str, ...]:
    given = [part.strip() for text in form.getlist("tags") for part in str(text).split(",")]
    tags = tuple(dict.fromkeys(tag for tag in given if tag))
    if len(tags) > MAX_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise ValidationFailed(f"tags: at most {MAX_TAGS}, of {LONGEST_TAG} characters.")
    return tags


def _caption(form: FormData) -> str:
    caption = str(form.get("caption") or "").strip()
    if len(caption) > LONGEST_CAPTION:
        raise ValidationFailed(f"caption: at most {LONGEST_CAPTION:,} characters.")
    return caption
