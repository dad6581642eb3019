"""Databases that don't answer: no request waits for one longer than some seconds."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError

_log = logging.getLogger(__name__)
# A server is given this long to accept a connection, and for one transaction.
CONNECT_SECONDS, MOST_SECONDS = 5, 10.0
# After it did not answer, nobody asks it again for this long.
REST_SECONDS = 15.0


class Breaker:
    """Cuts connections that have been in use for too long, and lets the server rest then.

    A server that has accepted a connection and hangs would hold its client for ever: neither
    PostgreSQL's own timeouts nor those of TCP notice, since its machine still answers.
    """

    def __init__(self, most: float = MOST_SECONDS, rest: float = REST_SECONDS) -> None:
        self._most, self._rest = most, rest
        self._lock = threading.Lock()
        self._used: dict[int, tuple[float, Any]] = {}
        self._rests_until = 0.0
        self._watching = False
        self._ping: Callable[[Any], Any] = lambda connection: None

    def watch(self, engine: Engine) -> None:
        """Watch an engine's connections from now on."""
        self._ping = engine.dialect.do_ping
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "checkout", self._taken)
        event.listen(engine, "checkin", self._back)

    def _connect(self, dialect: Any, _record: Any, args: Any, options: Any) -> Any:
        """Connect, unless the server rests; let it rest where that fails."""
        self._check()
        try:
            return dialect.connect(*args, **options)
        except Exception:
            self._rest_now()
            raise

    def _check(self) -> None:
        if time.monotonic() < self._rests_until:
            raise OperationalError("connect", None, TimeoutError("timeout: the server rests"))

    def _rest_now(self) -> None:
        self._rests_until = time.monotonic() + self._rest

    def _taken(self, connection: Any, record: Any, _proxy: Any) -> None:
        self._check()
        with self._lock:
            self._used[id(record)] = (time.monotonic(), connection)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._look, daemon=True).start()
        try:
            self._ping(connection)
        except Exception as error:
            self._back(connection, record)
            # The pool then makes a new connection: this one's server was started anew.
            raise DisconnectionError from error

    def _back(self, _connection: Any, record: Any) -> None:
        with self._lock:
            self._used.pop(id(record), None)

    def _look(self) -> None:
        """Cut what is in use for too long; ends when nothing is in use."""
        while True:
            time.sleep(min(0.5, self._most / 4))
            with self._lock:
                if not self._used:
                    self._watching = False
                    return
                late = time.monotonic() - self._most
                overdue = [key for key, (since, _) in self._used.items() if since < late]
                cut = [self._used.pop(key)[1] for key in overdue]
            for connection in cut:
                self._rest_now()
                _log.error("a database connection was cut: no answer for %.0f s", self._most)
                _cut(connection)


def _cut(connection: Any) -> None:
    """End a connection under its user's hands, who then gets an error."""
    with suppress(Exception), socket.socket(fileno=connection.fileno()) as end:
        try:
            end.shutdown(socket.SHUT_RDWR)
        finally:
            end.detach()
