"""The generation request. Unknown fields are ignored, wrong types refused."""

import hashlib
import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool

from docsmith.domain.ids import FILE, IMAGE, RUN, is_id
from docsmith.domain.task import Kind, Mode
from docsmith.domain.value import Value

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]+")


def _identifier(prefix: str) -> AfterValidator:
    def check(text: str) -> str:
        if not is_id(text, prefix):
            raise ValueError(f"must be an id that begins with {prefix}")
        return text

    return AfterValidator(check)


def without_controls(text: str) -> str:
    return _CONTROL.sub("", text)


def not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("must be printable characters, not blank")
    return text


def _file_id_of(given: Any) -> Any:
    """A context file may be given as `file_…` or as `{"file_id": "file_…"}`."""
    if isinstance(given, dict) and "file_id" in given:
        return given["file_id"]  # pyright: ignore[reportUnknownVariableType]
    return given  # pyright: ignore[reportUnknownVariableType]


def clean_file_name(text: str) -> str:
    """A name without path, reserved or control characters; empty when nothing is left."""
    last = re.split(r"[/\\]", text)[-1]
    return _UNSAFE_IN_NAME.sub(" ", last).strip(" .")[:200]


RunId = Annotated[str, _identifier(RUN)]
FileId = Annotated[str, _identifier(FILE)]
ImageId = Annotated[str, _identifier(IMAGE)]
Prompt = Annotated[
    str,
    Field(min_length=1, max_length=10_000),
    AfterValidator(without_controls),
    AfterValidator(not_blank),
]
IdempotencyKey = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)]
WebhookUrl = Annotated[str, Field(max_length=2_000)]
FileName = Annotated[str, Field(max_length=200)]
TimeoutMs = Annotated[int, Field(strict=True, ge=10_000, le=1_800_000)]
MaxCredits = Annotated[int, Field(strict=True, ge=1)]
HttpsUrl = Annotated[str, Field(max_length=2_000, pattern=r"^https://[^\s]+$")]


class DataSource(Value):
    """A file whose rows go into the document."""

    file_id: FileId
    kind: Literal["csv", "xlsx", "json"]


class ImageAsset(Value):
    image_id: ImageId
    tags: tuple[Annotated[str, Field(max_length=100)], ...] = ()


ContextFiles = Annotated[
    tuple[Annotated[FileId, BeforeValidator(_file_id_of)], ...], Field(max_length=20)
]
DataSources = Annotated[tuple[DataSource, ...], Field(max_length=20)]
ImageAssets = Annotated[tuple[ImageAsset, ...], Field(max_length=50)]


class Brand(Value):
    """How the document should look: a hex colour, a font family, a logo."""

    primary_color: Annotated[str, Field(pattern=r"^#?[0-9A-Fa-f]{6}$")] | None = None
    font: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable)] | None = (
        None
    )
    logo_url: HttpsUrl | None = None


class GenerationRequest(Value):
    """What a client asks for. Limits in characters, items and milliseconds."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=False)

    prompt: Prompt
    mode: Mode = Mode.ACTION
    run_id: RunId | None = None
    init_file: FileId | None = None
    context_files: ContextFiles | None = None
    data_sources: DataSources | None = None
    image_assets: ImageAssets | None = None
    brand: Brand | None = None
    outline: dict[str, Any] | None = None
    """What `/slides/outline` answered, edited or not: the deck follows it."""
    run_async: Annotated[StrictBool, Field(alias="async")] = False
    webhook_url: WebhookUrl | None = None
    idempotency_key: IdempotencyKey | None = None
    file_name: FileName | None = None
    timeout_ms: TimeoutMs = 1_800_000
    max_credits: MaxCredits | None = None

    @property
    def needs_model(self) -> bool:
        """Whether somebody has to write: what is only replayed costs nothing."""
        return True

    def stored(self) -> dict[str, Any]:
        """The request as a task keeps it: only what was given, without the way of waiting."""
        return self.model_dump(mode="json", exclude_none=True, exclude={"run_async"})

    def fingerprint(self, kind: Kind) -> str:
        """What two requests with one idempotency key must share: path, and body without `async`."""
        body = {**self.stored(), "idempotency_key": None}
        text = json.dumps([kind.value, body], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
