"""A connection to a customer's host, through the guard.

The name is resolved once, every address it has must be public, and the connection goes to one of
the addresses that were checked: a name that leads elsewhere a moment later changes nothing.
The certificate must be valid for the name. Proxies of the environment are not asked.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address

from docsmith.adapters.deadline_socket import left
from docsmith.domain.guard import Address, Refused, Target, forbidden

CONNECT_S = 3.0
_LOOKUPS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="lookup")
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


def system_addresses(host: str, port: int) -> Sequence[str]:
    """Every address of a name, in the order the system would try them. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def tcp_connection(address: str, port: int, timeout: float) -> socket.socket:
    """Raises `OSError`."""
    return socket.create_connection((address, port), timeout=timeout)


@dataclass(frozen=True, slots=True)
class GuardedConnection:
    """Opens sockets. `resolve` answers a name's addresses; `tls` says which certificates count."""

    resolve: Resolve = system_addresses
    connect: Connect = tcp_connection
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def open(self, target: Target, *, deadline: float) -> socket.socket:
        """Connected and, for https, encrypted.

        Raises `Refused`, `TimeoutError`, `ssl.SSLError` or another `OSError`.
        """
        limit = min(deadline, time.monotonic() + CONNECT_S)
        sock = self._connected(self.addresses(target, limit=limit), target.port, limit=limit)
        if target.scheme == "http":
            return sock
        try:
            sock.settimeout(left(deadline))
            return self.tls.wrap_socket(sock, server_hostname=target.host)
        except BaseException:
            sock.close()
            raise

    def addresses(self, target: Target, *, limit: float) -> list[Address]:
        """What the host's name leads to now. Raises `Refused` if one of them is not public."""
        literal = target.literal
        # A look-up has no time limit of its own: one that hangs is left behind in its thread.
        names = (
            [str(literal)]
            if literal
            else _LOOKUPS.submit(self.resolve, target.host, target.port).result(left(limit))
        )
        found = [ip_address(name) for name in names]
        if not found:
            raise OSError("the name has no address")
        for address in found:
            why = None if target.trusted else forbidden(address)
            if why:
                raise Refused(why)
        return found

    def _connected(self, addresses: Sequence[Address], port: int, *, limit: float) -> socket.socket:
        """To the first that answers; none may use up the time of those after it."""
        last: OSError = TimeoutError()
        for position, address in enumerate(addresses):
            share = left(limit) / (len(addresses) - position)
            try:
                return self.connect(str(address), port, share)
            except OSError as error:
                last = error
        raise last
