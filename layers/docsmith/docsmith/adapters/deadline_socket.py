"""A connected socket that has until a moment, however slowly the other side drips its bytes.

A socket's own timeout bounds one call; a header that comes a byte a second never reaches it. Here
every call gets only what is left of the whole.
"""

import io
import socket
import time
from typing import Any


class DeadlineSocket:
    """As much of a socket as `http.client` uses. `deadline` is a moment of `time.monotonic`."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(left(self.deadline))
        self._sock.sendall(data)

    def makefile(self, mode: str, *_: Any) -> io.BufferedReader:
        assert mode == "rb"
        return io.BufferedReader(_Incoming(self))

    def receive_into(self, buffer: Any) -> int:
        self._sock.settimeout(left(self.deadline))
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        """Nothing: whoever opened the socket closes it, and an answer may still be read."""


class _Incoming(io.RawIOBase):
    """What arrives, as a stream."""

    def __init__(self, sock: DeadlineSocket) -> None:
        self._from = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._from.receive_into(buffer)


def left(deadline: float) -> float:
    """Seconds until then. Raises `TimeoutError` when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
