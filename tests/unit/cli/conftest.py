"""A server that speaks the contract, and an empty folder to run the command in."""

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.fakes.api_server import FakeApi, serving


@pytest.fixture
def api() -> Generator[FakeApi]:
    with serving(FakeApi()) as fake:
        yield fake


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
