"""Which side of which decision somebody leans to, told by a classifier of their words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from corpus.framework import PoleName
from indexing.text_model import TextModel

Floats = NDArray[np.float32]
SHIPPED = Path(__file__).parent / "trained" / "leaning.safetensors"
_SURE = 0.5


@dataclass(frozen=True)
class Leaning:
    """Tells leanings; the model's classes are sides such as `Q3/left`."""

    model: TextModel
    embed: Callable[[Sequence[str]], Floats]

    def of(self, said: str, decisions: Collection[str]) -> tuple[str, PoleName] | None:
        """Return the decision and its side that words lean to; None where they lean to none.

        Only `decisions` count, where any are given.
        """
        if not said.strip():
            return None
        shares = self.model.probabilities([said], self.embed([said]))[0]
        sides = [name.split("/") for name in self.model.head.classes]
        own = np.array([not decisions or side[0] in decisions for side in sides])
        shares = np.where(own, shares, 0.0)
        best = int(shares.argmax())
        decision, pole = sides[best]
        alike = sum(s for s, side in zip(shares, sides, strict=True) if side[0] == decision)
        if pole == "combine" or shares[best] < _SURE * max(float(alike), 1e-6):
            return None
        return decision, cast(PoleName, pole)
