"""Which URLs of a customer's we may call, and which addresses they may lead to. Pure.

`judge` reads a URL as strictly as it can be read: what two parsers could take for different things
is refused, not repaired. Names are not resolved here; whoever connects asks `forbidden` about every
address that the name has at that moment, and connects to the address it asked about.

Hosts that the deployment names (`allowed`) are exempt: http, other ports and private addresses are
theirs, for local use.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

URL_LIMIT = 2_000
_URL = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\\]"
)
_PRIVATE_SUFFIXES = (
    "localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan",
    "home.arpa", "in-addr.arpa", "ip6.arpa", "onion",
)  # fmt: skip
_DEFAULT_PORTS = {"https": 443, "http": 80}

# is_global alone is not enough: its tables differ between Python versions, and these are reachable
# inside clouds although they look public (Azure's 168.63.129.16), or carry an address within.
_FORBIDDEN_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20")
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """This URL or address is not one we call. The text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was judged. `host` is in normal form, without brackets; `path` begins with `/`."""

    scheme: str
    host: str
    port: int
    path: str
    trusted: bool
    """The deployment named this host: its addresses are not checked."""

    @property
    def literal(self) -> Address | None:
        return _literal(self.host)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one server answers for."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def judge(url: str, *, allowed: Collection[str] = ()) -> Target:
    """What a URL leads to. Raises `Refused`."""
    if len(url) > URL_LIMIT:
        raise Refused(f"is longer than {URL_LIMIT:,} characters")
    if _UNSAFE.search(url):
        raise Refused("has spaces, backslashes, control or invisible characters")
    parts = _URL.fullmatch(url)
    if parts is None:
        raise Refused("is not an https URL")
    scheme, authority, rest = parts[1].lower(), parts[2], parts[3]
    host, port = _host_and_port(authority, scheme)
    trusted = host in {name.lower().strip("[]") for name in allowed}
    if not trusted:
        _must_be_public(scheme, host, port)
    return Target(scheme=scheme, host=host, port=port, path=_path(rest), trusted=trusted)


def forbidden(address: Address) -> str | None:
    """Why we do not connect to this address; None when it is public."""
    if isinstance(address, ipaddress.IPv4Address):
        inside = any(address in network for network in _FORBIDDEN_V4) or not address.is_global
        return f"leads to {address}, which is not a public address" if inside else None
    # Only global unicast passes: mapped, compatible, NAT64, ULA, link-local, site-local, multicast
    # and loopback addresses all lie outside.
    inside = (
        address.scope_id is not None
        or address not in _GLOBAL_V6
        or any(address in network for network in _FORBIDDEN_V6)
        or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
    )
    return f"leads to {address}, which is not a public address" if inside else None


def _host_and_port(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise Refused("has a user name or password")
    if "%" in authority:
        raise Refused("has an escape in its host")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise Refused("has a host or port that cannot be read")
    port = int(parts[2]) if parts[2] else _DEFAULT_PORTS[scheme]
    if not 0 < port < 65_536:
        raise Refused("has a port that does not exist")
    return _normal_host(parts[1]), port


def _normal_host(text: str) -> str:
    if text.startswith("["):
        return _normal_ipv6(text[1:-1])
    name = _DOTS.sub(".", text)
    if not name.isascii():
        name = _punycode(name)
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("has a host that is not a name")
    if _NUMBER.fullmatch(labels[-1]) and _literal(name) is None:
        raise Refused("spells an address in an unusual way")
    return name


def _normal_ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise Refused("has a host or port that cannot be read") from None


def _punycode(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        raise Refused("has a host that is not a name") from None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _must_be_public(scheme: str, host: str, port: int) -> None:
    if scheme != "https":
        raise Refused("is not an https URL")
    if port != _DEFAULT_PORTS["https"]:
        raise Refused("names another port than 443")
    address = _literal(host)
    if address is not None:
        why = forbidden(address)
        if why:
            raise Refused(why)
    elif "." not in host or any(host.endswith("." + suffix) for suffix in _PRIVATE_SUFFIXES):
        raise Refused(f"names a private host, {host}")


def _path(rest: str) -> str:
    """Path and query, escaped; what was escaped already stays as it is."""
    path = rest if rest.startswith("/") else "/" + rest
    return quote(path, safe="/?:@!$&'()*+,;=-._~%[]|{}^`\"<>")
