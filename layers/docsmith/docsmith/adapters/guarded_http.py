"""One HTTP request to a customer's host through the guard: its own connection, no redirects."""

import http.client
import socket
import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from docsmith.adapters.deadline_socket import DeadlineSocket
from docsmith.adapters.guarded_connection import GuardedConnection
from docsmith.domain.guard import Refused, Target

FAULTS = (OSError, http.client.HTTPException, Refused, ValueError)
"""Everything that the other side, or the way there, can make of a request."""


@contextmanager
def exchanged(
    connection: GuardedConnection,
    method: str,
    target: Target,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    deadline: float,
) -> Generator[tuple[http.client.HTTPResponse, DeadlineSocket], None, None]:
    """The answer, its body unread, and the socket whose deadline may be moved. Raises `FAULTS`."""
    with connection.open(target, deadline=deadline) as sock:
        wire = DeadlineSocket(sock, deadline)
        request = http.client.HTTPConnection(target.host)
        request.sock = wire  # pyright: ignore[reportAttributeAccessIssue] - all it uses of one
        request.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": target.authority, "Connection": "close", **headers}
        if body:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            request.putheader(name, value)
        request.endheaders(body or None)
        with request.getresponse() as response:
            yield response, wire


def words_of(fault: Exception) -> str:
    """What a customer may read of a fault: never an internal detail."""
    match fault:
        case Refused():
            return f"The URL {fault}."
        case TimeoutError():
            return "Timed out."
        case socket.gaierror():
            return "The name could not be resolved."
        case ssl.SSLCertVerificationError():
            return f"The TLS certificate is not valid: {fault.verify_message}."
        case ssl.SSLError():
            return "The TLS handshake failed."
        case ConnectionRefusedError():
            return "The connection was refused."
        case http.client.HTTPException():
            return "The answer is not HTTP, or broke off."
        case _:
            return "The connection failed or broke off."
