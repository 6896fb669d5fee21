"""Links of a run that a host hands out one by one, to view or to edit, and takes back."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from docsmith.domain.clock import iso
from docsmith.domain.errors import NotFound
from docsmith.domain.ids import LINK, is_id
from docsmith.domain.ticket import TICKET_LIFE, Purpose
from docsmith.web.caller import Generator
from docsmith.web.services import ServicesDep

router = APIRouter(tags=["editor"])

_LONGEST_S = int(TICKET_LIFE.total_seconds())


class LinkScope(StrEnum):
    VIEW = "view"
    EDIT = "edit"


class LinkRequest(BaseModel):
    """A link of its own; a `view` link refuses edits on the page and by the API."""

    scope: LinkScope = LinkScope.VIEW
    expires_in_s: int = Field(
        default=_LONGEST_S, ge=60, le=_LONGEST_S, description="For how long it opens sessions."
    )


class LinkBody(BaseModel):
    """`url` is the editor page, made for an iframe; `link_id` is what takes the link back."""

    link_id: str
    scope: LinkScope
    url: str
    expires_at: str


@router.post("/runs/{run_id}/links", status_code=201)
def create_link(
    run_id: str, body: LinkRequest, caller: Generator, services: ServicesDep
) -> LinkBody:
    """Hand out a link to the editor page, for one person or place, that can be revoked alone."""
    run = services.read.run(run_id, caller.organisation.organisation_id)
    if not run.head:
        raise NotFound("This run has no document yet.")
    link = services.links.handed_out(
        caller.base_url,
        run,
        Purpose(body.scope),
        life=timedelta(seconds=body.expires_in_s),
        entropy=services.entropy,
    )
    return LinkBody(
        link_id=link.link_id, scope=body.scope, url=link.url, expires_at=iso(link.expires_at)
    )


@router.delete("/runs/{run_id}/links", status_code=204)
def revoke_links(run_id: str, caller: Generator, services: ServicesDep) -> None:
    """Revoke every link of the run and every session they opened, downloads included, at once.

    New ones come from GET /runs/{run_id}, from this route's POST, and from later tasks.
    """
    services.revoke(run_id, caller.organisation.organisation_id)


@router.delete("/runs/{run_id}/links/{link_id}", status_code=204)
def revoke_link(
    run_id: str,
    link_id: Annotated[str, Path(max_length=40)],
    caller: Generator,
    services: ServicesDep,
) -> None:
    """Revoke one link that was handed out, and its sessions. Repeating is harmless."""
    if not is_id(link_id, LINK):
        raise NotFound("There is no such link.")
    services.revoke(run_id, caller.organisation.organisation_id, link_id)
