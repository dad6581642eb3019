"""What a note in a guided reflection asks of the software, told by a classifier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from indexing.sentences import sentences_in
from indexing.text_model import TextModel

Floats = NDArray[np.float32]
Heard = Literal[
    "note", "summarize", "challenge", "another", "example", "other_side", "stop", "real",
    "can_do", "texts", "advice", "unsure", "objection", "commit", "boast",
]  # fmt: skip
HEARD: tuple[Heard, ...] = get_args(Heard)
SHIPPED = Path(__file__).parent / "trained" / "hearing.safetensors"
# A note is taken for a request only where that is likelier than all else together, and a sentence
# of a longer one where it is much likelier.
_SURE, _SURELY_WITHIN = 0.5, 0.6
# Requests to the software, which any sentence of a note may hold. The other classes are of the
# whole note: one sentence of praise is no boast.
_REQUESTS: frozenset[Heard] = frozenset(HEARD) - {"note", "boast", "unsure", "objection"}
# Classes whose words are part of what the leader tells; a next step is both.
TELLING: frozenset[Heard] = frozenset({"note", "boast", "commit"})


@dataclass(frozen=True)
class Hearing:
    """The request in a note: `heard` is its class, `asked` its words, `told` all other words."""

    heard: Heard
    asked: str
    told: str


@dataclass(frozen=True)
class Hearer:
    """Tells notes from requests; `embed` returns one row for each text."""

    model: TextModel
    embed: Callable[[Sequence[str]], Floats]

    def hear(self, said: str) -> Hearing:
        """Return what a note asks for, in any sentence of it.

        `note` is heard where it only tells something, or in doubt.
        """
        flat = " ".join(said.split())
        sentences = sentences_in(flat)
        if len(sentences) < 2:
            heard, share = self._likeliest([said])[0]
            return _whole(heard if share >= _SURE else "note", said)
        whole, *found = self._likeliest([said, *sentences])
        requests = [
            (share, heard)
            for heard, share in found
            if heard in _REQUESTS and share >= _SURELY_WITHIN
        ]
        if not requests:
            heard, share = whole
            return _whole(heard if share >= _SURE and heard not in _REQUESTS else "note", said)
        _, first = max(requests)
        pairs = [(text, heard) for text, (heard, _) in zip(sentences, found, strict=True)]
        asked = (text for text, heard in pairs if heard == first)
        told = (text for text, heard in pairs if heard not in _REQUESTS or heard in TELLING)
        return Hearing(first, " ".join(asked), " ".join(told))

    def _likeliest(self, texts: Sequence[str]) -> list[tuple[Heard, float]]:
        """Return the likeliest class of each text, with its probability."""
        shares = self.model.probabilities(texts, self.embed(texts))
        classes = cast("list[Heard]", self.model.head.classes)
        return [(classes[int(row.argmax())], float(row.max())) for row in shares]


def _whole(heard: Heard, said: str) -> Hearing:
    return Hearing(heard, said, said if heard in TELLING else "")
