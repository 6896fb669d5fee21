"""What the guarded reader does with servers of every kind, over real sockets."""

import time
from collections.abc import Iterator

import pytest
from tests.fakes.receiver import Received, Receiver, always

from docsmith.adapters.guarded_connection import GuardedConnection
from docsmith.adapters.http_fetches import GuardedReader
from docsmith.usecases.fetch_url import NotFetched

READER = GuardedReader(allowed_hosts=("127.0.0.1",), total_s=2.0)


@pytest.fixture
def server() -> Iterator[Receiver]:
    with Receiver() as started:
        yield started


def test_a_file_is_read_whole_up_to_the_limit(server: Receiver) -> None:
    server.answer = always(200, body=b"x" * 1_000)
    assert READER.read(server.url, max_bytes=1_000).content == b"x" * 1_000
    [request] = server.received
    assert (request.method, request.path, request.body) == ("GET", "/hook", b"")


def test_a_file_beyond_the_limit_is_not_read_to_its_end(server: Receiver) -> None:
    server.answer = always(200, body=b"x" * 10_000_000)
    with pytest.raises(NotFetched, match="larger than 1,000 bytes"):
        READER.read(server.url, max_bytes=1_000)


@pytest.mark.parametrize("code", [204, 301, 302, 404, 500])
def test_any_answer_but_200_is_nothing(server: Receiver, code: int) -> None:
    server.answer = always(code, "Location: http://127.0.0.1:1/")
    with pytest.raises(NotFetched, match=f"answered {code}"):
        READER.read(server.url, max_bytes=1_000)
    assert len(server.received) == 1


def test_half_a_file_is_nothing(server: Receiver) -> None:
    server.answer = lambda _request, _number: [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
    ]
    with pytest.raises(NotFetched, match="broke off"):
        READER.read(server.url, max_bytes=1_000)


def test_a_server_that_drips_does_not_outlast_the_deadline(server: Receiver) -> None:
    def drip(_request: Received, _number: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        for _ in range(1000):
            time.sleep(0.02)
            yield b"x"

    server.answer = drip
    reader = GuardedReader(allowed_hosts=("127.0.0.1",), total_s=0.3)
    began = time.monotonic()
    with pytest.raises(NotFetched, match="Timed out"):
        reader.read(server.url, max_bytes=1_000)
    assert time.monotonic() - began < 1


def test_a_name_that_leads_inside_is_refused(server: Receiver) -> None:
    connection = GuardedConnection(resolve=lambda _host, _port: ["127.0.0.1"])
    with pytest.raises(NotFetched, match="not a public address"):
        GuardedReader(connection=connection).read("https://logo.example/", max_bytes=1_000)
    with pytest.raises(NotFetched, match="not an https URL"):
        GuardedReader().read(server.url, max_bytes=1_000)
    assert server.received == []
