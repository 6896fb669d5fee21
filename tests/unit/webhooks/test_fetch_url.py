"""`fetch`: a customer's picture comes into storage, and nothing else does."""

import pytest
from tests.fakes.objects import InMemoryObjects

from docsmith.usecases.fetch_url import FETCH_LIMIT, Fetched, FetchUrl, NotFetched

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class FakeReader:
    """Answers with these bytes, or with a refusal when there are none."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content
        self.asked: list[tuple[str, int]] = []

    def read(self, url: str, *, max_bytes: int) -> Fetched:
        self.asked.append((url, max_bytes))
        if self.content is None:
            raise NotFetched("The server answered 404.")
        return Fetched(self.content)


def test_a_picture_is_stored_under_the_task_by_what_it_contains() -> None:
    reader, objects = FakeReader(PNG), InMemoryObjects()
    result = FetchUrl(reader, objects)("https://customer.example/logo", "task_1")
    assert (result.outcome, result.content_type, result.size) == ("ok", "image/png", len(PNG))
    assert result.key is not None
    assert result.key.startswith("tmp/fetched/task_1/")
    assert result.key.endswith(".png")
    assert objects.get(result.key) == PNG
    assert reader.asked == [("https://customer.example/logo", FETCH_LIMIT)]


def test_fetching_the_same_again_is_the_same_object() -> None:
    objects = InMemoryObjects()
    fetch = FetchUrl(FakeReader(PNG), objects)
    first, second = (fetch("https://customer.example/logo", "task_1") for _ in range(2))
    assert first == second
    assert len(objects.stored) == 1


@pytest.mark.parametrize(
    ("content", "kind", "suffix"),
    [(b"\xff\xd8\xff\xe0JFIF", "image/jpeg", ".jpg"), (b"GIF89a..", "image/gif", ".gif")],
)
def test_other_kinds_of_picture_are_known(content: bytes, kind: str, suffix: str) -> None:
    result = FetchUrl(FakeReader(content), InMemoryObjects())("https://c.example/", "task_1")
    assert result.content_type == kind
    assert (result.key or "").endswith(suffix)


@pytest.mark.parametrize("content", [b"", b"<html>", b"<svg onload=alert(1)>", b"PK\3\4"])
def test_what_is_no_picture_is_not_kept(content: bytes) -> None:
    objects = InMemoryObjects()
    result = FetchUrl(FakeReader(content), objects)("https://customer.example/logo.png", "task_1")
    assert (result.outcome, result.key) == ("failed", None)
    assert result.reason == "The file is not a PNG, JPEG or GIF picture."
    assert objects.stored == {}


def test_a_url_that_gives_nothing_says_why() -> None:
    result = FetchUrl(FakeReader(None), InMemoryObjects())("https://customer.example/", "task_1")
    assert (result.outcome, result.reason) == ("failed", "The server answered 404.")
