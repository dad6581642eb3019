"""Makes documents ready beside whatever else the process does, one at a time."""

import logging
import threading
from collections.abc import Callable

from app.documents.adding import Adder
from app.documents.asking_ahead import AskingAhead
from app.logs import causes

_log = logging.getLogger(__name__)


class BackgroundAdding:
    """Runs the adder in a thread of its own whenever something waits for it.

    `ahead` returns what has a model ask ahead of the documents that are ready, None without one.
    """

    def __init__(self, adder: Adder, ahead: Callable[[], AskingAhead | None]) -> None:
        self._adder = adder
        self._ahead = ahead
        self._due = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Have what waits made ready soon; returns at once."""
        self._due.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="adding", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._due.is_set():
            self._due.clear()
            try:
                self._adder.run()
                ahead = self._ahead()
                if ahead is not None:
                    ahead.run(self._due.is_set)
            except Exception as error:
                # What was done is kept, and the next document that is added wakes this again.
                _log.error("documents could not be made ready: %s", causes(error))
