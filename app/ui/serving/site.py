"""Where the page is reached: names, scheme, sub-path, and the proxies that are believed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app.addresses import OWN_OF_ALL, as_address, bracketed, is_loopback_address

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANY_HOST = "*"
_WEB = frozenset({"http", "https"})


@dataclass(frozen=True)
class Site:
    """The addresses of a page.

    `host` is what the server listens on, without brackets. `hosts` are the names by which it may
    be asked for. `root` is the sub-path, such as `/both-ways`, or empty. `https` says that people
    reach it by TLS. `framed_by` are the origins of pages that may show the chat in a frame.
    """

    host: str
    port: int
    hosts: frozenset[str]
    root: str = ""
    https: bool = False
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    monitors: tuple[IPv4Network | IPv6Network, ...] = ()
    user_header: str = "x-forwarded-user"
    framed_by: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether other machines can reach the server."""
        return self.host != "localhost" and not is_loopback_address(self.host)

    @property
    def address(self) -> str:
        """Return an address that opens in a browser on this machine."""
        name = OWN_OF_ALL.get(self.host, self.host)
        return f"http://{bracketed(name)}:{self.port}{self.root}"

    def allows(self, name: str) -> bool:
        """Return whether the page may be asked for by a host's name, without its port."""
        return ANY_HOST in self.hosts or name in self.hosts

    def trusts(self, client: str) -> bool:
        """Return whether an address is that of a proxy whose headers are believed."""
        found = as_address(client)
        return found is not None and any(found in network for network in self.proxies)

    def monitored_by(self, client: str) -> bool:
        """Return whether an address may read what the process counts."""
        found = as_address(client)
        return found is not None and (
            found.is_loopback or any(found in network for network in self.monitors)
        )

    def client_of(self, forwarded: str, client: tuple[str, int]) -> tuple[str, int]:
        """Return whom proxies name in X-Forwarded-For: the last address that is none of theirs."""
        for address in reversed([part.strip() for part in forwarded.split(",")]):
            if as_address(address) is None:
                break
            if not self.trusts(address):
                return address, 0
        return client


def make_site(
    host: str,
    port: int,
    *,
    hosts: tuple[str, ...] = (),
    root: str = "",
    https: bool = False,
    proxies: tuple[str, ...] = (),
    monitors: tuple[str, ...] = (),
    user_header: str = "x-forwarded-user",
    framed_by: tuple[str, ...] = (),
) -> Site:
    """Return the site of an address as people write it: `::`, `[::1]`, `0.0.0.0`, a name.

    Loopback names are always allowed, and the address itself where it is one machine's. Raises
    ValueError where a proxy or a monitor is no address or network, or `framed_by` no origin.
    """
    bare = host.strip().strip("[]").lower()
    own = () if bare in OWN_OF_ALL else (bare,)
    allowed = frozenset(name.strip().strip("[]").lower() for name in (*LOOPBACK, *own, *hosts))
    path = f"/{root.strip().strip('/')}".rstrip("/")
    return Site(
        bare,
        port,
        allowed - {""},
        path,
        https,
        _networks(proxies),
        _networks(monitors),
        user_header,
        tuple(map(_origin, framed_by)),
    )


def _origin(text: str) -> str:
    """Return an origin as a policy names it; ValueError for anything else."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    plain = host and all(c.isascii() and (c.isalnum() or c in "-.:") for c in host)
    if not plain or parts.scheme not in _WEB or text != f"{parts.scheme}://{_at(parts)}":
        raise ValueError(f"{text!r} is no origin such as https://portal.example.org")
    return text


def _at(parts: SplitResult) -> str:
    """Return the host and port of an address in the one way of writing them."""
    port = f":{parts.port}" if parts.port else ""
    return f"{bracketed(parts.hostname or '')}{port}"


def _networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text.strip()) for text in texts)


def on_free_port(site: Site, port: int) -> Site:
    """Return a site on the port that it was given."""
    return replace(site, port=port)


def host_name(header: str) -> str:
    """Return the name in a Host header, in lower case, without port and brackets."""
    value = header.strip().lower()
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0].rstrip(".")


def own_path(scope: Mapping[str, Any]) -> str:
    """Return a request's path without the sub-path, which ASGI leaves in front of it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
