"""What was fitted beforehand: as shipped, as kept from an earlier start, or fitted now."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from indexing.watcher import Watcher

T = TypeVar("T")


def shipped_or_fitted(
    shipped: Path,
    folder: Path,
    read: Callable[[Path], T | None],
    fit: Callable[[], T],
    save: Callable[[T, Path], None],
    watcher: "Watcher",
) -> T:
    """Return what `read` finds in the shipped file or in its twin in `folder`, else a new fit.

    What had to be fitted is kept in the folder for the next time.
    """
    kept = folder / shipped.name
    for path in (shipped, kept):
        found = read(path)
        if found is not None:
            return found
    watcher.say(f"Fitting {shipped.stem} to this embedding model; this takes minutes, once.")
    made = fit()
    try:
        save(made, kept)
    except OSError as error:
        watcher.say(f"It could not be kept ({type(error).__name__}); the next start fits it again.")
    return made
