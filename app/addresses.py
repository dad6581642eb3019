"""Hosts and addresses as people write them, for servers of ours and of others."""

from ipaddress import IPv4Address, IPv6Address, ip_address

_MARKS = "\"'`“”‘’ \t\r\n"
# Where a server listens on all its addresses, it is asked at its own.
OWN_OF_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def unquoted(text: str) -> str:
    """Return a text without the blanks and quotation marks around it."""
    return text.strip(_MARKS)


def as_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an IP address; None for a name."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_loopback_address(text: str) -> bool:
    """Return whether a text is an IP address of this machine alone; a name is none."""
    found = as_address(text)
    return found is not None and found.is_loopback


def bracketed(name: str) -> str:
    """Return a host as a URL needs it: an IPv6 address in brackets."""
    return f"[{name}]" if ":" in name else name
