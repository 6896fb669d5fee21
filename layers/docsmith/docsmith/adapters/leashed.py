"""Do blocking work that somebody may give up: it runs in a thread, the caller watches the leash.

A read from a socket cannot be interrupted from Python, so a stream that sends nothing would keep a
cancelled task busy until its time-out. When the leash ends the caller goes on at once, and the
connection is shut so that the provider stops as well.
"""

import socket
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, Generic, TypeVar

from docsmith.agent.model import Leash, ModelStopped

T = TypeVar("T")
_LOOK_S = 0.2


class Connection:
    """The stream that the work is reading from, once there is one."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self.dropped = False

    def opened(self, response: Any) -> None:
        """Remember the socket of an HTTP response. Raises `ModelStopped` when it came too late."""
        stream = response.extensions.get("network_stream")
        self._socket = stream.get_extra_info("socket") if stream is not None else None
        if self.dropped:
            raise ModelStopped

    def drop(self) -> None:
        self.dropped = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class _Work(Generic[T]):
    """One call: its answer or its error, and the word that it is over."""

    def __init__(self, call: Callable[[Connection], T]) -> None:
        self.connection = Connection()
        self.over = Event()
        self._call = call
        self._answer: T | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._answer = self._call(self.connection)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that asked
            self._error = error
        finally:
            self.over.set()

    def answer(self) -> T:
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer


def leashed(call: Callable[[Connection], T], leash: Leash) -> T:
    """The answer of `call`, or `ModelStopped` as soon as the leash ends."""
    if not leash.holds:
        raise ModelStopped
    work = _Work(call)
    Thread(target=work.run, name="model", daemon=True).start()
    while not work.over.wait(_LOOK_S):
        if not leash.holds:
            work.connection.drop()
            raise ModelStopped
    return work.answer()


def pause(seconds: float, leash: Leash, sleep: Callable[[float], None]) -> None:
    """Sleep in short steps. Raises `ModelStopped` when the leash ends meanwhile."""
    left = seconds
    while left > 0:
        if not leash.holds:
            raise ModelStopped
        sleep(min(_LOOK_S, left))
        left -= _LOOK_S
