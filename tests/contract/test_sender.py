"""What the guarded sender does with receivers of every kind, over real sockets and real TLS."""

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
import trustme
from tests.fakes.receiver import Answer, Drop, Received, Receiver, always, status

from docsmith.adapters.guarded_connection import GuardedConnection, tcp_connection
from docsmith.adapters.http_webhooks import GuardedSender
from docsmith.domain import retries

HOST = "hooks.customer.example"
PUBLIC = "93.184.215.14"


@dataclass(frozen=True)
class Internet:
    """Name service and routes of a test: every public address leads to one receiver."""

    authority: trustme.CA
    port: int
    names: dict[str, Sequence[Sequence[str]]]
    """What each look-up of a name answers; the last one from then on."""
    asked: list[str] = field(default_factory=list[str])
    reached: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    dead: frozenset[str] = frozenset()

    def resolve(self, host: str, port: int) -> Sequence[str]:
        answers = self.names[host]
        self.asked.append(host)
        return answers[min(self.asked.count(host), len(answers)) - 1]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.reached.append((address, port))
        if address in self.dead:
            raise OSError("no route")
        return tcp_connection("127.0.0.1", self.port, timeout)

    def sender(self, *, total_s: float = 5.0, allowed: tuple[str, ...] = ()) -> GuardedSender:
        tls = ssl.create_default_context()
        self.authority.configure_trust(tls)
        connection = GuardedConnection(resolve=self.resolve, connect=self.connect, tls=tls)
        return GuardedSender(allowed_hosts=allowed, connection=connection, total_s=total_s)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    return _server(authority.issue_cert(HOST))


def _server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def receiver(certificate: ssl.SSLContext) -> Iterator[Receiver]:
    with Receiver(tls=certificate) as started:
        yield started


def internet(
    receiver: Receiver, authority: trustme.CA, *answers: Sequence[str], dead: str = ""
) -> Internet:
    return Internet(
        authority, receiver.port, {HOST: answers or [[PUBLIC]]}, dead=frozenset(dead.split())
    )


def post(net: Internet, *, total_s: float = 5.0, path: str = "/hook") -> retries.Answer:
    headers = {"Content-Type": "application/json", "webhook-id": "dlv_1"}
    return net.sender(total_s=total_s).post(
        f"https://{HOST}{path}", headers=headers, body=b'{"event":"run.completed"}'
    )


def test_the_request_goes_to_the_checked_address_with_the_hosts_own_name(
    receiver: Receiver, authority: trustme.CA
) -> None:
    net = internet(receiver, authority)
    answer = post(net, path="/hook?a=1")
    [request] = receiver.wait_for(1)
    assert (answer.status, answer.error) == (200, None)
    assert net.reached == [(PUBLIC, 443)]
    assert request.server_name == HOST
    assert request.headers["host"] == HOST
    assert (request.method, request.path) == ("POST", "/hook?a=1")
    assert request.body == b'{"event":"run.completed"}'
    assert request.headers["content-length"] == str(len(request.body))
    assert request.headers["webhook-id"] == "dlv_1"
    assert "transfer-encoding" not in request.headers


def test_a_name_that_resolves_to_something_else_a_moment_later_gains_nothing(
    receiver: Receiver, authority: trustme.CA
) -> None:
    net = internet(receiver, authority, [PUBLIC], ["127.0.0.1"])
    assert post(net).status == 200
    assert (net.asked, net.reached) == ([HOST], [(PUBLIC, 443)])
    again = post(net)
    assert again.error == "The URL leads to 127.0.0.1, which is not a public address."
    assert net.reached == [(PUBLIC, 443)]


@pytest.mark.parametrize("inner", ["10.0.0.7", "::1", "fd00:ec2::254", "::ffff:169.254.169.254"])
def test_one_private_address_among_public_ones_is_enough_to_refuse(
    receiver: Receiver, authority: trustme.CA, inner: str
) -> None:
    net = internet(receiver, authority, [PUBLIC, inner])
    answer = post(net)
    assert answer.status is None
    assert "not a public address" in (answer.error or "")
    assert net.reached == []


def test_an_address_that_does_not_answer_makes_room_for_the_next(
    receiver: Receiver, authority: trustme.CA
) -> None:
    net = internet(
        receiver, authority, ["2606:4700:4700::1111", PUBLIC], dead="2606:4700:4700::1111"
    )
    assert post(net).status == 200
    assert net.reached == [("2606:4700:4700::1111", 443), (PUBLIC, 443)]


def test_a_redirect_is_an_answer_and_is_not_followed(
    receiver: Receiver, authority: trustme.CA
) -> None:
    receiver.answer = always(302, "Location: https://169.254.169.254/latest/meta-data/")
    net = internet(receiver, authority)
    assert post(net).status == 302
    assert (len(net.reached), len(receiver.received)) == (1, 1)


def test_the_wait_that_a_receiver_asks_for_is_passed_on(
    receiver: Receiver, authority: trustme.CA
) -> None:
    receiver.answer = always(429, "Retry-After: Tue, 24 Nov 2026 21:00:00 GMT")
    answer = post(internet(receiver, authority))
    assert (answer.status, answer.retry_after) == (429, "Tue, 24 Nov 2026 21:00:00 GMT")


def test_of_ten_megabytes_one_kilobyte_is_read(receiver: Receiver, authority: trustme.CA) -> None:
    receiver.answer = always(200, body=b"x" * 10_000_000)
    began = time.monotonic()
    answer = post(internet(receiver, authority))
    assert (answer.status, answer.response) == (200, "x" * 1024)
    assert time.monotonic() - began < 2


def test_a_chunked_answer_without_end_is_cut(receiver: Receiver, authority: trustme.CA) -> None:
    def endless(_request: Received, _number: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"5\r\nhello\r\n"

    receiver.answer = endless
    answer = post(internet(receiver, authority))
    assert answer.status == 200
    assert answer.response == ("hello" * 205)[:1024]


def test_bytes_that_are_no_text_are_shown_as_far_as_they_go(
    receiver: Receiver, authority: trustme.CA
) -> None:
    receiver.answer = always(500, body=b"\xff\xfe nope")
    assert post(internet(receiver, authority)).response == "\ufffd\ufffd nope"


def _drip(head: bytes, *, seconds: float) -> Answer:
    def answer(_request: Received, _number: int) -> Iterator[bytes]:
        for byte in head:
            yield bytes([byte])
            time.sleep(seconds)

    return answer


def test_a_header_that_drips_does_not_outlast_the_deadline(
    receiver: Receiver, authority: trustme.CA
) -> None:
    receiver.answer = _drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 50, seconds=0.05)
    began = time.monotonic()
    answer = post(internet(receiver, authority), total_s=0.4)
    assert (answer.status, answer.error) == (None, "Timed out.")
    assert time.monotonic() - began < 1.0


def test_a_body_that_drips_does_not_undo_the_status(
    receiver: Receiver, authority: trustme.CA
) -> None:
    def answer(_request: Received, _number: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        yield from _drip(b"y" * 1000, seconds=0.1)(_request, _number)

    receiver.answer = answer
    began = time.monotonic()
    found = post(internet(receiver, authority), total_s=0.5)
    assert found.status == 200
    assert found.response.startswith("y")
    assert len(found.response) < 20
    assert time.monotonic() - began < 1.0


def test_a_receiver_that_never_answers_times_out(receiver: Receiver, authority: trustme.CA) -> None:
    def silent(_request: Received, _number: int) -> Iterator[bytes]:
        time.sleep(1.0)
        yield b""

    receiver.answer = silent
    answer = post(internet(receiver, authority), total_s=0.3)
    assert (answer.status, answer.error) == (None, "Timed out.")
    assert 250 <= answer.latency_ms <= 800


def test_a_connection_that_is_reset_before_the_status_is_a_failure(
    receiver: Receiver, authority: trustme.CA
) -> None:
    def reset(_request: Received, _number: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 "
        raise Drop

    receiver.answer = reset
    answer = post(internet(receiver, authority))
    assert answer.status is None
    assert answer.error in {
        "The connection failed or broke off.",
        "The answer is not HTTP, or broke off.",
    }


def test_a_connection_that_is_reset_in_the_body_keeps_the_status(
    receiver: Receiver, authority: trustme.CA
) -> None:
    def reset(_request: Received, _number: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
        time.sleep(0.2)  # a reset takes with it what the other side has not read yet
        raise Drop

    receiver.answer = reset
    assert post(internet(receiver, authority)).status == 200


def test_what_is_not_http_is_a_failure(receiver: Receiver, authority: trustme.CA) -> None:
    receiver.answer = lambda _request, _number: [b"SSH-2.0-OpenSSH_9.6\r\n\r\n"]
    answer = post(internet(receiver, authority))
    assert (answer.status, answer.error) == (None, "The answer is not HTTP, or broke off.")


def test_a_certificate_for_another_name_is_refused_before_anything_is_sent(
    authority: trustme.CA,
) -> None:
    with Receiver(tls=_server(authority.issue_cert("other.example"))) as receiver:
        answer = post(internet(receiver, authority))
        assert "certificate is not valid" in (answer.error or "")
        assert receiver.received == []


def test_a_certificate_of_nobody_we_trust_is_refused(authority: trustme.CA) -> None:
    with Receiver(tls=_server(trustme.CA().issue_cert(HOST))) as receiver:
        answer = post(internet(receiver, authority))
        assert "certificate is not valid" in (answer.error or "")
        assert receiver.received == []


def test_a_server_that_does_not_speak_tls_is_a_failure(authority: trustme.CA) -> None:
    class Speaks(Receiver):
        def _read(self, wire: socket.socket) -> Received:
            wire.sendall(b"220 smtp.customer.example ESMTP\r\n")
            raise OSError

    with Speaks() as receiver:
        answer = post(internet(receiver, authority), total_s=1.0)
    assert (answer.status, answer.error) == (None, "The TLS handshake failed.")


def test_nobody_listening_is_a_failure(receiver: Receiver, authority: trustme.CA) -> None:
    net = internet(receiver, authority, [PUBLIC], dead=PUBLIC)
    assert post(net).error == "The connection failed or broke off."
    with Receiver() as closed:
        pass
    gone = GuardedSender(allowed_hosts=("127.0.0.1",)).post(closed.url, headers={}, body=b"{}")
    assert gone.error == "The connection was refused."


def test_a_look_up_that_hangs_ends_with_the_time_to_connect(authority: trustme.CA) -> None:
    def hang(_host: str, _port: int) -> Sequence[str]:
        time.sleep(1.0)
        return [PUBLIC]

    connection = GuardedConnection(resolve=hang)
    answer = GuardedSender(connection=connection, total_s=0.2).post(
        f"https://{HOST}/", headers={}, body=b"{}"
    )
    assert answer.error == "Timed out."
    assert answer.latency_ms < 800


def test_a_name_without_an_address_is_a_failure(receiver: Receiver, authority: trustme.CA) -> None:
    assert post(internet(receiver, authority, [])).error == "The connection failed or broke off."


def test_the_system_resolves_this_machines_name() -> None:
    with Receiver() as receiver:
        sender = GuardedSender(allowed_hosts=("localhost",))
        url = f"http://localhost:{receiver.port}/hook"
        assert sender.post(url, headers={}, body=b"{}").status == 200
        [request] = receiver.wait_for(1)
        assert request.headers["host"] == f"localhost:{receiver.port}"


def test_a_private_host_that_nobody_named_is_not_reached_by_any_spelling() -> None:
    with Receiver() as receiver:
        sender = GuardedSender(allowed_hosts=("printer.lan",))
        for host in ("127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"):
            for scheme in ("http", "https"):
                url = f"{scheme}://{host}:{receiver.port}/"
                assert sender.post(url, headers={}, body=b"{}").status is None
        assert receiver.received == []


def test_a_status_is_kept_as_it_is_even_without_a_body(
    receiver: Receiver, authority: trustme.CA
) -> None:
    for code in (204, 304, 410, 503):
        receiver.answer = lambda _request, _number, code=code: [status(code)]
        assert post(internet(receiver, authority)).status == code
