"""Who opens one run: somebody with an API key, or the editor page with a session of that run.

A session is a short-lived signed ticket in the header `X-Session`. It opens one run and nothing
else, to view it or to edit it as well; it cannot be told apart from its copy, so it is never put
into an address or a cookie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from docsmith.domain.account import Organisation, Scope
from docsmith.domain.errors import Forbidden, NotFound, RateLimited
from docsmith.domain.run import Run
from docsmith.domain.ticket import Purpose, Ticket, verify
from docsmith.web.caller import key_caller
from docsmith.web.services import Services, services_of

SESSION_HEADER = "X-Session"
REQUESTS_PER_MINUTE = 600
"""Of all sessions of one run together."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A run that may be seen, and edited unless `view_only`."""

    run: Run
    view_only: bool


def visit_with(scope: Scope) -> Callable[..., Visit]:
    """A dependency: the run of the path, opened by a session or by a key with this scope."""

    def find(run_id: str, request: Request) -> Visit:
        services = services_of(request)
        text = request.headers.get(SESSION_HEADER)
        if text is None:
            caller = key_caller(request, services, scope)
            run = services.read.run(run_id, caller.organisation.organisation_id)
            return Visit(run=run, view_only=False)
        session, run = admitted(text, run_id, services, Purpose.SESSION)
        if session.view_only and scope is not Scope.READ:
            raise Forbidden("This session may only view the document.")
        _count(run_id, services)
        return Visit(run=run, view_only=session.view_only)

    return find


def admitted(text: str, run_id: str, services: Services, *purposes: Purpose) -> tuple[Ticket, Run]:
    """The ticket of that run, and the run that still admits it.

    Raises `Forbidden`, `Gone`, or `NotFound` for another run's.
    """
    ticket = verify(text, *purposes, keys=services.keys.current(), now=services.clock())
    if ticket.run_id != run_id:
        raise NotFound("There is no such run.")
    return ticket, services.read.open_run(run_id).must_admit(ticket)


def owner_of(run: Run, services: Services) -> Organisation:
    """The organisation of a run. Raises `NotFound`."""
    stored = services.records.get(Organisation, run.organisation)
    if stored is None:
        raise NotFound("There is no such organisation.")
    return stored.value


def _count(run_id: str, services: Services) -> None:
    counted = services.limit_rate(f"session:{run_id}", limit=REQUESTS_PER_MINUTE)
    if not counted.allowed:
        raise RateLimited(retry_after_s=counted.bucket.retry_after_s)


Viewer = Annotated[Visit, Depends(visit_with(Scope.READ))]
Editor = Annotated[Visit, Depends(visit_with(Scope.GENERATE))]
