"""Vectors of the texts that were embedded last, so that each is embedded once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_REMEMBERED = 1024
# More at once would only pad short texts to the length of the longest.
_BATCH = 32


class RecentVectors:
    """Embeds texts by `embed`, and remembers the last ones; safe to share between threads."""

    def __init__(self, embed: Callable[[Sequence[str]], Floats]) -> None:
        self._embed = embed
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of some texts, of shape (texts, dimensions)."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = sorted((t for t in dict.fromkeys(texts) if t not in found), key=len)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            found.update(zip(batch, self._embed(batch), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return np.array([found[text] for text in texts], dtype=np.float32)
