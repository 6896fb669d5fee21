"""Rendering a run anew: its plan as it stands, with other data or another brand, and no model."""

import hashlib
import json
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StrictBool, model_validator

from docsmith.domain.generation import (
    Brand,
    DataSource,
    FileName,
    GenerationRequest,
    IdempotencyKey,
    TimeoutMs,
    WebhookUrl,
)
from docsmith.domain.task import Kind
from docsmith.domain.value import Value

SlotName = Annotated[str, Field(min_length=1, max_length=60)]
Stale = Literal["refuse", "report"]


class NewData(DataSource):
    """A file that takes the place of one of the plan's inputs: of `slot`, else of the next one."""

    slot: SlotName | None = None


class RenderRequest(Value):
    """Other inputs for the operations of a run. `revision` is the run's head unless given.

    `stale` says what becomes of text that quotes figures of the data before, which no operation
    computes anew: `refuse` fails and names each, `report` delivers and lists them in `quality`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=False)

    data_sources: Annotated[tuple[NewData, ...], Field(max_length=20)] | None = None
    brand: Brand | None = None
    file_name: FileName | None = None
    revision: Annotated[int, Field(strict=True, ge=1)] | None = None
    stale: Stale = "refuse"
    run_async: Annotated[StrictBool, Field(alias="async")] = False
    webhook_url: WebhookUrl | None = None
    idempotency_key: IdempotencyKey | None = None
    timeout_ms: TimeoutMs = 1_800_000

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.data_sources and self.brand is None:
            raise ValueError("give data_sources or a brand: nothing would change")
        return self


class PlanSource(Value):
    """Whose operations are replayed. `slots` names for each data source of the request, in order,
    the input that it takes the place of; `file_name` is the document's when none is asked.
    """

    run_id: str
    revision: int
    file_name: str
    slots: tuple[str, ...] = ()


class Rendering(GenerationRequest):
    """The request as the task keeps it: that of an author, who here only replays a plan."""

    revision: int | None = None
    stale: Stale = "refuse"
    plan: PlanSource

    @property
    def needs_model(self) -> bool:
        return False

    def fingerprint(self, kind: Kind) -> str:
        """The run and what was asked of it; not which revision was its head at that time."""
        source = [self.plan.run_id, *self.plan.slots]
        asked = {**self.stored(), "idempotency_key": None, "plan": source}
        text = json.dumps([kind.value, asked], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
