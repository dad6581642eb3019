"""Addresses of model servers as people have them, into those that their libraries take."""

import os
from urllib.parse import urlsplit, urlunsplit

from app.addresses import OWN_OF_ALL, as_address, bracketed, is_loopback_address, unquoted
from corpus.errors import SettingsError

_OLLAMA_PORT = 11434
# What people paste along from a provider's examples; the library adds its own.
_ENDINGS = {
    "ollama": ("/api/chat", "/api/generate", "/api", "/v1/chat/completions", "/v1"),
    "openai": ("/chat/completions", "/completions", "/responses", "/models"),
    "anthropic": ("/v1/messages", "/messages", "/v1"),
    "google_genai": ("/v1beta/models", "/v1beta", "/v1"),
}
# An address that is a port alone is this machine's.
_HERE = {"": "127.0.0.1", **OWN_OF_ALL}


def read_address(text: str, provider: str) -> str | None:
    """Return an address with scheme, host and port, and the path that the provider's library takes.

    None for an empty one. Raises SettingsError where it can't be read.
    """
    bare = unquoted(text)
    if not bare:
        return None
    has_scheme = "://" in bare
    if as_address(bare):
        bare = bracketed(bare)
    try:
        read = urlsplit(bare if has_scheme else f"http://{bare}")
        host, port = (read.hostname or "").lower(), read.port
    except ValueError as error:
        raise _unreadable(provider) from error
    if read.scheme not in {"http", "https"} or any(c.isspace() for c in host):
        raise _unreadable(provider)
    if port is None and provider == "ollama" and not has_scheme:
        port = _OLLAMA_PORT
    scheme = "https" if port == 443 and not has_scheme else read.scheme
    place = bracketed(_HERE.get(host, host))
    user = f"{read.netloc.rpartition('@')[0]}@" if "@" in read.netloc else ""
    where = f"{user}{place}{f':{port}' if port else ''}"
    return urlunsplit((scheme, where, _path(read.path, provider), "", ""))


def is_loopback(host: str) -> bool:
    """Return whether a host's name or address is this machine's own."""
    return host == "localhost" or host.endswith(".localhost") or is_loopback_address(host)


def reach_directly(host: str) -> None:
    """Let this process reach a host of this machine without the proxy that its environment sets."""
    for name in ("NO_PROXY", "no_proxy"):
        held = [part for part in os.environ.get(name, "").split(",") if part.strip()]
        more = [n for n in (host, "localhost", "127.0.0.1", "::1") if n not in held]
        os.environ[name] = ",".join([*held, *dict.fromkeys(more)])


def _path(path: str, provider: str) -> str:
    bare = path.rstrip("/")
    for ending in _ENDINGS.get(provider, ()):
        if bare.endswith(ending):
            bare = bare.removesuffix(ending).rstrip("/")
            break
    return "/v1" if provider == "openai" and not bare else bare


def _unreadable(provider: str) -> SettingsError:
    name = "OLLAMA_HOST or BOTHWAYS_MODEL_BASE_URL" if provider == "ollama" else (
        "BOTHWAYS_MODEL_BASE_URL"
    )  # fmt: skip
    return SettingsError(
        f"{name} is no address of a server.",
        "Nothing was started.",
        "Write it as http://127.0.0.1:11434, or unset it for the provider's own.",
    )
