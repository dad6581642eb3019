"""Fetches a page that a person has named, never an address of this machine or its network."""

import ipaddress
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import PurePosixPath

import httpx

from corpus.errors import DocumentError
from indexing.reading.kinds import ENDINGS
from indexing.reading.outside import MOST_BYTES

_SECONDS = 20.0
_MOST_STEPS = 5
_PORTS = frozenset({None, 80, 443})
# Endings of names for what a server says that it sends.
_TYPES = {
    "application/pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html",
    "text/markdown": ".md", "text/csv": ".csv", "text/plain": ".txt",
}  # fmt: skip
_MEANING = "Nothing was added."
Allowed = Callable[[httpx.URL, str], bool]


def is_public(url: httpx.URL, address: str) -> bool:
    """Return whether an address is one of the open internet, reached by its usual port."""
    return ipaddress.ip_address(address).is_global and url.port in _PORTS


def fetch(link: str, allowed: Allowed = is_public) -> tuple[str, bytes]:
    """Return the name, with its ending, and the content of what a link leads to.

    Every step of the way is looked up once and reached by the very address that was checked, so
    that a name can't lead elsewhere in between. Raises DocumentError where it can't be had.
    """
    try:
        url = httpx.URL(link.strip())
        for _ in range(_MOST_STEPS):
            with _client() as client, _sent(client, url, allowed) as answer:
                if answer.has_redirect_location:
                    url = url.join(answer.headers["location"])
                    continue
                if answer.status_code != httpx.codes.OK:
                    raise _fault(f"{url.host} answers that it has no such page "
                                 f"({answer.status_code}).")  # fmt: skip
                return _name(url, answer.headers.get("content-type", "")), _whole(answer)
    except httpx.InvalidURL as error:
        raise _fault("This is no link.") from error
    except (httpx.HTTPError, OSError) as error:
        raise _fault("The page could not be reached.") from error
    raise _fault("The link leads on and on.")


def _client() -> httpx.Client:
    return httpx.Client(timeout=_SECONDS, trust_env=False, follow_redirects=False)


def _sent(
    client: httpx.Client, url: httpx.URL, allowed: Allowed
) -> AbstractContextManager[httpx.Response]:
    """Return the answer to a request that goes to an address that was looked up and checked."""
    if url.scheme not in {"http", "https"} or not url.host:
        raise _fault("Only links that begin with http:// or https:// are fetched.")
    found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(allowed(url, address) for address in addresses):
        raise _fault("This link leads to a private address, which is never fetched.")
    return client.stream(
        "GET",
        url.copy_with(host=addresses[0]),
        headers={"host": url.netloc.decode("ascii"), "accept": "*/*"},
        extensions={"sni_hostname": url.host},
    )


def _whole(answer: httpx.Response) -> bytes:
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise _fault(f"The page is larger than {MOST_BYTES // 1_000_000} MB.")
    return bytes(content)


def _name(url: httpx.URL, type_: str) -> str:
    """Return a name for what was fetched, with the ending that tells its kind."""
    last = PurePosixPath(url.path).name or url.host
    if last.lower().endswith(ENDINGS):
        return last
    return last + _TYPES.get(type_.partition(";")[0].strip().lower(), ".html")


def _fault(happened: str) -> DocumentError:
    return DocumentError(
        happened, _MEANING, "Check the link, or save the page in your browser and add the file."
    )
