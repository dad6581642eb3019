"""Sentences of somebody's own that speak of the same thing, side by side and left as they are."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.sentences import sentence_spans

_FEWEST_WORDS = 4
_MOST_SENTENCES = 60
_MOST_PAIRS = 4
# From this cosine on, two sentences of a leader's speak of the same thing.
_ALIKE = 0.5


def alike(
    one: str, other: str, embed: Callable[[Sequence[str]], NDArray[np.float32]]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of sentences of two texts, each the other's nearest, the nearest pairs first.

    `embed` returns one row of unit length for each text.
    """
    left, right = _sentences(one), _sentences(other)
    if not left or not right:
        return ()
    cosines = embed(left) @ embed(right).T
    pairs = [
        (float(cosines[row, column]), left[row], right[column])
        for row, column in enumerate(cosines.argmax(axis=1).tolist())
        if int(cosines[:, column].argmax()) == row and cosines[row, column] >= _ALIKE
    ]
    nearest = sorted(pairs, key=lambda pair: -pair[0])[:_MOST_PAIRS]
    return tuple((a, b) for _, a, b in nearest)


def _sentences(text: str) -> list[str]:
    found = (
        line[a:b] for line in text.splitlines() for a, b in sentence_spans(line) if line.strip()
    )
    said = (sentence for sentence in found if len(sentence.split()) >= _FEWEST_WORDS)
    return list(dict.fromkeys(said))[:_MOST_SENTENCES]
