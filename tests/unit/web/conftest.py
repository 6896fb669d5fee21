"""The app over the fakes, called as the gateway calls it: with its event beside the request."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.fakes.nouns import BASE_URL
from tests.fakes.world import World

from docsmith.domain.account import Organisation, Scope
from docsmith.usecases.submit_generation import Caller
from docsmith.web.app import create_app
from docsmith.web.services import Services

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

GATEWAY = {
    "requestId": "request-1",
    "apiId": "abc123",
    "stage": "prod",
    "domainName": "api.test",
}


@dataclass
class Gateway:
    """Puts the gateway's event into the scope, as Mangum does."""

    app: App
    context: dict[str, Any]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["aws.event"] = {"requestContext": self.context}
        await self.app(scope, receive, send)


@dataclass
class House:
    """A client of one organisation, the world behind it, and the gateway's context."""

    world: World
    client: TestClient
    context: dict[str, Any]
    organisation: Organisation
    secret: str

    @property
    def caller(self) -> Caller:
        key, organisation = self.world.authenticate(self.secret)
        return Caller(organisation=organisation, key=key, base_url=BASE_URL)

    def key(self, *scopes: Scope, test: bool = False) -> dict[str, str]:
        """Headers with another key of this organisation."""
        wanted = frozenset(scopes) if scopes else frozenset(Scope)
        _, secret = self.world.operate.create_key(
            self.organisation.organisation_id, test=test, scopes=wanted
        )
        return {"X-API-Key": secret}

    def stranger(self) -> dict[str, str]:
        """Headers with a key of another organisation."""
        other = self.world.organisation("Other")
        _, secret = self.world.operate.create_key(other.organisation_id)
        return {"X-API-Key": secret}


@cache
def _app() -> FastAPI:
    """Built once: what differs between tests is on its state, where the routes look for it."""
    return create_app(World().services())


def the_app(services: Services) -> FastAPI:
    app = _app()
    app.state.services = services
    return app


def a_house(world: World, **settings: Any) -> House:
    organisation = world.organisation()
    _, secret = world.operate.create_key(organisation.organisation_id)
    context = dict(GATEWAY)
    app = Gateway(the_app(world.services(**settings)), context)
    client = TestClient(app, headers={"X-API-Key": secret}, base_url="http://wrong-host.test")
    return House(world, client, context, organisation, secret)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def house(world: World) -> House:
    return a_house(world)


@pytest.fixture
def client(house: House) -> TestClient:
    return house.client
