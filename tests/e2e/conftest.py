"""One stack for all end-to-end tests, started by `docsmith up` and left as it was found; a browser,
and a document of each kind that tests of the editor share, each in places of its own.
"""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.e2e.editor_pages import PATIENCE_MS, Made, made
from tests.e2e.faulty import Faulty, started
from tests.e2e.stack import Stack, up
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

CHROMIUM = "/usr/bin/chromium"
SHARED_STACKS = {
    "stack": {"main_job", "two_modes", "render", "erasure"},
    "pages": {"editor", "editor_links"},  # of the same stack, beside the others
    "faulty": {"cancel", "faults", "load"},
}


class ByStack(LoadScopeScheduling):
    """Tests of one stack run one after another, in one worker; most modules start their own."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0].rpartition("test_")[2].removesuffix(".py")
        return next((stack for stack, names in SHARED_STACKS.items() if module in names), module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByStack:
    return ByStack(config, log)


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which no error goes unseen."""
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def workbook(stack: Stack) -> Made:
    return made(stack, "excel", "A three-year financial model for a bakery")


@pytest.fixture(scope="session")
def text(stack: Stack) -> Made:
    return made(stack, "word", "A letter to our customers about new opening hours")


@pytest.fixture(scope="session")
def deck(stack: Stack) -> Made:
    return made(stack, "slides", "A deck of 6 slides about a bike-sharing service")
