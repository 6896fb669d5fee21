"""A world whose machine talks to a Messages API through the real SDK."""

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.machine import Machine
from tests.fakes.messages_api import Author, MessagesApi
from tests.fakes.messages_script import Answer
from tests.fakes.world import World, a_request
from tests.unit.adapters.model_client import connected

from docsmith.domain.files import Purpose
from docsmith.domain.task import Kind, Task
from docsmith.usecases.keep_files import NewFile
from docsmith.usecases.submit_generation import Caller

Asked = Callable[..., tuple[MessagesApi, Machine]]
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def asked(world: World) -> Generator[Asked]:
    """`asked(script)`: an API with that script, and a machine on it."""
    with ExitStack() as stack:

        def make(script: Iterable[Answer] | Author, **settings: Any) -> tuple[MessagesApi, Machine]:
            limits = {key: settings.pop(key) for key in ("window", "summarizes") if key in settings}
            api, model = stack.enter_context(connected(script, sleep=world.sleep, **limits))
            return api, Machine(world, model, **settings)

        yield make


def submitted(
    world: World, kind: Kind = Kind.EXCEL, caller: Caller | None = None, **fields: Any
) -> Task:
    request = a_request(**fields)
    return world.submit(request, kind, caller or world.caller()).task


def stored(
    world: World, name: str, content: bytes, caller: Caller, purpose: Purpose = Purpose.CONTEXT
) -> str:
    """A file of that name; answers its id."""
    new = NewFile(name, "application/octet-stream", purpose, len(content))
    return world.files.store(new, content, caller).file_id
