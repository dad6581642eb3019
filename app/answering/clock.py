"""How long each step of an answer takes."""

import time


class Clock:
    """Measures the steps of an answer, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Note the time since the last lap under a name."""
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings(self) -> dict[str, float]:
        """Return the laps and their total, in milliseconds."""
        return {**self._laps, "total": round((self._last - self._start) * 1000, 3)}
