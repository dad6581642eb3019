"""A question ready to be ranked: its words, vector and names, and what came before it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.names import Mentions

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Context:
    """What a turn may lean on: the turn before it, and what answered that.

    `vector` is the earlier turn's effective vector. `rows` are the units that answered it, best
    first; `shown` every unit row that the conversation has shown so far. `leans` is the
    probability that the turn can't be understood without all this, in [0, 1].
    """

    text: str
    vector: Floats
    mentions: Mentions
    rows: tuple[int, ...] = ()
    shown: frozenset[int] = frozenset()
    leans: float = 0.0


@dataclass(frozen=True)
class Query:
    """A turn to rank units for; `vector` has unit length and shape (dimensions,).

    `kinds` are the probabilities of each kind of answer that may be asked for.
    """

    text: str
    vector: Floats
    mentions: Mentions
    kinds: Floats | None = None
    context: Context | None = field(default=None)

    @property
    def effective_vector(self) -> Floats:
        """Return the vector with as much of the earlier turns in it as the turn leans on them."""
        if self.context is None or self.context.leans == 0.0:
            return self.vector
        leans = self.context.leans
        return unit_length((1 - leans) * self.vector + leans * self.mixed_vector)

    @property
    def mixed_vector(self) -> Floats:
        """Return the mean direction of this turn and the one before it."""
        assert self.context is not None
        return unit_length(self.vector + self.context.vector)

    @property
    def mixed(self) -> "Query":
        """Return the turn joined with the one before it, as a query that stands alone.

        Names of this turn replace those of the earlier one.
        """
        assert self.context is not None
        mentions = self.mentions or self.context.mentions
        text = f"{self.context.text} {self.text}"
        return Query(text, self.mixed_vector, mentions, self.kinds)


def unit_length(vector: Floats) -> Floats:
    """Return a vector scaled to length 1; zero stays zero."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)
