"""What a note in a guided reflection asks of the software, told by a classifier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from indexing.text_model import TextModel

Floats = NDArray[np.float32]
Heard = Literal[
    "note", "summarize", "challenge", "another", "example", "other_side", "stop", "real",
    "can_do", "texts", "advice", "unsure", "objection", "commit", "boast",
]  # fmt: skip
HEARD: tuple[Heard, ...] = get_args(Heard)
SHIPPED = Path(__file__).parent / "trained" / "hearing.safetensors"
# A note is taken for a request only where that is likelier than all else together.
_SURE = 0.5


@dataclass(frozen=True)
class Hearer:
    """Tells notes from requests; `embed` returns one row for each text."""

    model: TextModel
    embed: Callable[[Sequence[str]], Floats]

    def hear(self, said: str) -> Heard:
        """Return what a note asks for; `note` where it only tells something, or in doubt."""
        shares = self.model.probabilities([said], self.embed([said]))[0]
        best = int(shares.argmax())
        heard = cast(Heard, self.model.head.classes[best])
        return heard if shares[best] >= _SURE else "note"
