"""What the page and the command use, made when it is first needed; safe to share."""

import logging
import threading
import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring import (
    Kept,
    Library,
    Ready,
    Shelf,
    has_records,
    load_library,
    load_ready,
    load_safety,
    open_kept,
    open_shelf,
)
from corpus.errors import RecordsError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.documents.asking import Pick
    from app.metrics import Metrics
    from app.records.document import Viewer
    from app.safety.reader import SafetyReader
    from app.understanding.question import Question
    from indexing.watcher import Watcher

_log = logging.getLogger(__name__)
_PURGE_SECONDS = 24 * 3600.0


class Services:
    """Loads what answering needs once, on first use; safe to share between threads.

    `measuring` is held while gold questions are asked from the page: one run at a time.
    """

    def __init__(self, settings: Settings, watcher: "Watcher") -> None:
        self.settings = settings
        self._watcher = watcher
        self._lock = threading.Lock()
        self._kept_lock = threading.Lock()
        self._ready: Ready | None = None
        self._kept: Kept | None = None
        self._shelf: Shelf | None = None
        self._next_purge = 0.0
        self.measuring = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Return whether everything is loaded, without loading anything."""
        return self._ready is not None

    def ready(self, *, rebuild: bool = False) -> Ready:
        """Return the loaded services. The first call takes seconds, or builds the index."""
        with self._lock:
            if self._ready is None or rebuild:
                self._ready = load_ready(
                    self.settings, self.library, self.safety, self._watcher, rebuild
                )
        return self._ready

    @cached_property
    def library(self) -> Library:
        """Return the texts, cut up and looked up by their words; takes less than a second."""
        return load_library(self.settings)

    @cached_property
    def safety(self) -> "SafetyReader":
        """Return what notices danger in people's words; its first text loads the model."""
        return load_safety(self.settings, self.library, self._watcher)

    @cached_property
    def metrics(self) -> "Metrics":
        """Return what this process counts, for a monitor."""
        from app.metrics import Metrics

        return Metrics()

    def kept(self) -> Kept:
        """Return what is kept for people; the first call opens the database.

        What is older than it should be is looked for then, and once a day.

        Raises RecordsError or SettingsError where that can't be done, and tries again next time.
        """
        with self._kept_lock:
            if self._kept is None:
                self._kept = open_kept(self.settings)
            if time.monotonic() >= self._next_purge:
                self._purge(self._kept)
                self._next_purge = time.monotonic() + _PURGE_SECONDS
        return self._kept

    def shelf(self) -> Shelf:
        """Return people's own documents; the first call opens the database.

        Raises RecordsError or SettingsError where that can't be done, and tries again next time.
        """
        kept = self.kept()
        with self._kept_lock:
            if self._shelf is None:
                self._shelf = open_shelf(self.settings, kept, self.library)
        return self._shelf

    def viewer(self, owner: str | None) -> "Viewer":
        """Return who looks at documents, with the teams that they are in."""
        from app.records.document import NOBODY, Viewer

        if not owner:
            return NOBODY
        return Viewer(owner, tuple(team.id for team in self.kept().teams.of(owner)))

    def with_own(
        self,
        question: "Question",
        viewer: "Callable[[], Viewer] | None" = None,
        pick: "Pick | None" = None,
    ) -> "Question":
        """Return a question together with those documents of people's own that are to be asked.

        `viewer` returns who asks, the command where it is None. `pick` chooses among what they may
        see; all of it is asked where it is None. Where the database is away, or was never opened,
        the report alone is asked.
        """
        from app.documents.asking import choose
        from app.records.document import Viewer

        if not has_records(self.settings):
            return question
        try:
            own = choose(self.shelf().search, viewer() if viewer else Viewer(), pick)
        except (RecordsError, SettingsError) as error:
            _log.warning("people's own documents were not asked: %s", error.happened)
            return question
        return replace(question, own=own)

    def _purge(self, kept: Kept) -> None:
        """Delete what is too old; where that fails now, what is kept can still be used."""
        try:
            kept.purging.run(self.settings.keep_days)
        except RecordsError as error:
            _log.warning("old records were not deleted: %s", error.happened)

    def close(self) -> None:
        """Release the index and the database."""
        with self._lock:
            if self._ready is not None:
                self._ready.store.close()
                self._ready = None
        with self._kept_lock:
            if self._kept is not None:
                self._kept.records.engine.dispose()
                self._kept = self._shelf = None
