"""POST /preflight: what the validator would say of a request. Nothing is made, nothing charged."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from docsmith.agent.preflight import Metadata, Verdict
from docsmith.domain.generation import GenerationRequest
from docsmith.usecases.preflight import metadata_of
from docsmith.web.caller import Generator
from docsmith.web.services import ServicesDep

router = APIRouter(tags=["preflight"])
Count = Annotated[int, Field(strict=True, ge=0, le=1_000)]


class AssetsSummary(BaseModel):
    """How many of each would come with the request."""

    images: Count = 0
    data_sources: Count = 0
    reference_files: Count = 0
    brand: bool = False


class PreflightRequest(GenerationRequest):
    """A generation request; `assets_summary` stands for files that are not uploaded yet."""

    format: Literal["excel", "word", "slides"] = "excel"
    assets_summary: AssetsSummary | None = None


@router.post("/preflight")
def preflight(body: PreflightRequest, caller: Generator, services: ServicesDep) -> Verdict:
    return services.preflight.verdict(_metadata(body), test=caller.key.test)


def _metadata(body: PreflightRequest) -> Metadata:
    metadata = metadata_of(body.format, body.stored())
    if body.assets_summary is None:
        return metadata
    return metadata.model_copy(update=body.assets_summary.model_dump())
