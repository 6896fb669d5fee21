"""Who calls, and by which address they reached us."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from docsmith.domain.account import Scope
from docsmith.domain.errors import RateLimited
from docsmith.usecases.submit_generation import Caller
from docsmith.web.services import Services, ServicesDep, services_of

API_PATH = "/api/v1"

_api_key = APIKeyHeader(name="X-API-Key", auto_error=False, description="sk_live_… or sk_test_…")
_bearer = HTTPBearer(auto_error=False, description="The same key as a bearer token.")


def caller_with(scope: Scope) -> Callable[..., Caller]:
    """A dependency: the caller, whose key must have this scope."""

    def find(
        request: Request,
        api_key: Annotated[str | None, Security(_api_key)] = None,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
    ) -> Caller:
        secret = api_key or (bearer.credentials if bearer else None)
        return _caller(secret, request, services_of(request), scope)

    return find


def key_caller(request: Request, services: Services, scope: Scope) -> Caller:
    """The caller of a route that a ticket would open as well."""
    header = request.headers.get("authorization", "")
    bearer = header[7:] if header.lower().startswith("bearer ") else None
    secret = request.headers.get("x-api-key") or bearer
    return _caller(secret, request, services, scope)


def _caller(secret: str | None, request: Request, services: Services, scope: Scope) -> Caller:
    key, organisation = services.authenticate(secret)
    limit = organisation.tier.limits.requests_per_minute
    counted = services.limit_rate(key.key_id, limit=limit)
    request.state.rate = counted.bucket
    if not counted.allowed:
        raise RateLimited(retry_after_s=counted.bucket.retry_after_s)
    key.must_have(scope)
    return Caller(organisation=organisation, key=key, base_url=base_url(request, services))


def base_url(request: Request, services: ServicesDep) -> str:
    """Where clients reach us, from the gateway's own context: never from the Host header."""
    context = gateway_context(request)
    api_id, stage = str(context.get("apiId", "")), str(context.get("stage", ""))
    public = services.settings.public_url
    if public:
        return public.replace("{api_id}", api_id).replace("{stage}", stage) + API_PATH
    return f"https://{context.get('domainName', 'localhost')}/{stage}{API_PATH}"


def gateway_context(request: Request) -> dict[str, Any]:
    event: dict[str, Any] = request.scope.get("aws.event", {})
    return event.get("requestContext", {})


def arrived_at(request: Request, services: ServicesDep) -> datetime:
    """When the request reached the gateway: the ceiling counts from here."""
    epoch_ms = gateway_context(request).get("requestTimeEpoch")
    if epoch_ms is None:
        return services.clock()
    return datetime.fromtimestamp(int(epoch_ms) / 1000, tz=UTC)


Generator = Annotated[Caller, Depends(caller_with(Scope.GENERATE))]
Reader = Annotated[Caller, Depends(caller_with(Scope.READ))]
BaseUrl = Annotated[str, Depends(base_url)]
ArrivedAt = Annotated[datetime, Depends(arrived_at)]
