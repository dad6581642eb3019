"""The assistant for programs: one interface, over this machine's texts or a running server."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assistant.protocol import Assistant
    from app.services import Services


def connect(
    server: str | None = None,
    token: str | None = None,
    services: "Callable[[], Services] | None" = None,
) -> "Assistant":
    """Return the assistant behind a running page's address, or that of this machine.

    What is not given is read from BOTHWAYS_SERVER and BOTHWAYS_TOKEN. `services` makes what this
    machine answers with, where it is to. Raises RemoteError where the page can't be reached.

    >>> assistant = connect()
    >>> assistant.decision("Q3").topic
    'need vs. readiness'
    """
    from app.settings import load_settings

    settings = load_settings()
    address = settings.server if server is None else server
    if address:
        from app.assistant.remote import RemoteAssistant

        known = settings.token.get_secret_value() if settings.token else ""
        return RemoteAssistant(address, known if token is None else token)
    from app.assistant.local import LocalAssistant
    from app.services import Services
    from indexing.watcher import Watcher

    return LocalAssistant(services() if services else Services(settings, Watcher()))
