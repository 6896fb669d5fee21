"""One stack for all end-to-end tests: started by `docsmith up`, left as it was found."""

from collections.abc import Iterator

import httpx
import pytest
from tests.e2e.faulty import Faulty, started
from tests.e2e.stack import Stack, up


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def stack() -> Stack:
    return up()


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """A stack of its own whose calls to AWS can be broken."""
    with started(tmp_path_factory.mktemp("faulty") / "checkout") as stack:
        yield stack
        stack.hooks.api.close()


@pytest.fixture
def api(stack: Stack) -> Iterator[httpx.Client]:
    with stack.client() as client:
        yield client
