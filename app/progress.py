"""How a build shows in a terminal."""

import sys
from typing import Any

import typer

from indexing.watcher import Watcher


def terminal_watcher() -> Watcher:
    """Return a watcher that writes plain lines and one progress bar to stderr."""
    bar = _Bar()

    def say(line: str) -> None:
        bar.close()
        typer.echo(line, err=True)

    return Watcher(say, bar.update)


class _Bar:
    """A progress bar that opens with the first step and closes with the last."""

    def __init__(self) -> None:
        self._bar: Any = None

    def update(self, done: int, total: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, unit=" texts", desc="Indexing", file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self.close()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
