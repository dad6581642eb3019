"""Embeds texts for training, each once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.shipped import Vectors


def remembering(
    embed: Callable[[list[str]], list[list[float]]], known: Vectors
) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return a function that embeds texts as rows and asks `embed` only for unknown ones."""

    def rows(texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, np.asarray(embed(new), dtype=np.float32), strict=True))
        return np.array([known[text] for text in texts], dtype=np.float32)

    return rows
