"""What a client asks of a batch: what holds for every line, and where the lines are.

Unknown fields are ignored, wrong types refused.
"""

import json
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StrictBool, field_validator, model_validator

from docsmith.domain.generation import (
    Brand,
    ContextFiles,
    DataSources,
    FileId,
    IdempotencyKey,
    ImageAssets,
    MaxCredits,
    RunId,
    TimeoutMs,
    WebhookUrl,
)
from docsmith.domain.value import Value

MAX_INLINE = 100
Format = Literal["excel", "word", "slides"]


class BatchDefaults(Value):
    """What a line has unless it says otherwise. `prompt_template` and `file_name` take `{columns}`
    of the line. With `from_run` the plan of that run is replayed and nobody writes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Format | None = None
    prompt_template: Annotated[str, Field(min_length=1, max_length=10_000)] | None = None
    file_name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    brand: Brand | None = None
    webhook_url: WebhookUrl | None = None
    init_file: FileId | None = None
    context_files: ContextFiles | None = None
    data_sources: DataSources | None = None
    image_assets: ImageAssets | None = None
    from_run: RunId | None = None
    stale: Literal["refuse", "report"] | None = None
    timeout_ms: TimeoutMs | None = None
    max_credits: MaxCredits | None = None


class BatchRequest(Value):
    """What both doors share. `max_credits` is for all lines together."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=False)

    items: (
        Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=MAX_INLINE)] | None
    ) = None
    defaults: BatchDefaults = BatchDefaults()
    max_credits: MaxCredits | None = None
    dry_run: StrictBool = False
    webhook_url: WebhookUrl | None = None
    idempotency_key: IdempotencyKey | None = None

    @field_validator("items")
    @classmethod
    def _text(cls, items: tuple[dict[str, Any], ...] | None) -> tuple[dict[str, Any], ...] | None:
        """JSON can escape half a character, which no text can hold."""
        try:
            json.dumps(items, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError("a text in it is no valid Unicode") from error
        return items


class BatchByHttp(BatchRequest):
    """`file_id` names an uploaded manifest, `.csv` or JSON Lines; or `items` are the lines."""

    file_id: FileId | None = None

    @model_validator(mode="after")
    def _one_manifest(self) -> Self:
        if (self.file_id is None) == (self.items is None):
            raise ValueError("give either file_id or items")
        return self


class BatchByEvent(BatchRequest):
    """The detail of an event. `manifest` is a key of our bucket under `batches/{organisation}/`;
    with `test` the offline author writes, and nothing is charged.
    """

    organisation: Annotated[str, Field(min_length=1, max_length=100)]
    manifest: Annotated[str, Field(min_length=1, max_length=1_024)] | None = None
    test: StrictBool = False

    @model_validator(mode="after")
    def _one_manifest(self) -> Self:
        if (self.manifest is None) == (self.items is None):
            raise ValueError("give either manifest or items")
        return self
