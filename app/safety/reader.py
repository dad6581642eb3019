"""Tells whether a text speaks of danger to somebody, or of distress that is no crisis."""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from corpus.files import read_yaml
from indexing.sentences import sentences_in
from indexing.text_model import TextModel

Floats = NDArray[np.float32]
Danger = Literal["suicide", "self_harm", "child_abuse", "violence"]
DANGERS: tuple[Danger, ...] = get_args(Danger)
DISTRESS, ORDINARY = "distress", "ordinary"

SHIPPED = Path(__file__).parent / "trained" / "safety.safetensors"

# Of many pieces the worst looks bad by chance: log odds are lowered by this share of the logarithm
# of their number (all of it would be Bonferroni's correction). Chosen by cross-validation on the
# training texts, see docs/measurements.md.
_BY_CHANCE = 0.5
# Of a very long text every piece is read; texts beyond this length are no person's words.
_MOST_READ = 60_000
_MOST_PIECES = 400
# Longer texts are read as they are: typed in haste are short ones.
_MOST_CORRECTED = 400
_FEWEST_WORDS = 2
_REMEMBERED = 512


@dataclass(frozen=True)
class Concern:
    """What a text gives reason to worry about; `danger` is None for distress alone.

    Where danger is not told `surely`, the text may as well mean something else.
    """

    danger: Danger | None
    distress: bool
    surely: bool = True

    @property
    def child(self) -> bool:
        """Return whether a child may be in danger."""
        return self.danger == "child_abuse"


NO_CONCERN = Concern(None, False)


@dataclass(frozen=True)
class SafetyReader:
    """Reads texts for danger and distress; safe to share between threads.

    `embed` returns one row of shape (dimensions,) for each text, `correct` a text with its
    spelling set right.
    """

    model: TextModel
    embed: Callable[[Sequence[str]], Floats]
    correct: Callable[[str], str]
    _known: "OrderedDict[str, Concern]" = field(default_factory=OrderedDict, repr=False)

    def read(self, text: str) -> Concern:
        """Return what there is to worry about in a text: in the whole of it or any sentence."""
        known = self._known.get(text)
        if known is not None:
            return known
        concern = self._judged(text[:_MOST_READ])
        self._known[text] = concern
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return concern

    def _judged(self, text: str) -> Concern:
        found = pieces(text)
        if not found:
            return NO_CONCERN
        if len(text) <= _MOST_CORRECTED:
            found = list(dict.fromkeys((*found, self.correct(found[0]))))
        shares = self.model.probabilities(found, self.embed(found))
        danger, distress = odds(self.model, shares)
        level, distress_level, sure_level = self.model.levels
        distressed = distress >= distress_level
        plain = _plainly_said(text)
        if plain is None and danger >= level:
            return Concern(_worst(self.model, shares), distressed, danger >= sure_level)
        return Concern(plain, distressed)


def odds(model: TextModel, shares: Floats) -> tuple[float, float]:
    """Return log odds: of danger in the worst piece, and of distress in the whole text.

    `shares` holds class probabilities of shape (pieces, classes), the whole text first.
    """
    dangers = shares[:, _columns(model)].sum(axis=1, dtype=np.float64)
    distress = float(shares[0, model.head.classes.index(DISTRESS)])
    chance = _BY_CHANCE * float(np.log(len(shares)))
    return _log_odds(float(dangers.max())) - chance, _log_odds(distress)


def _columns(model: TextModel) -> list[int]:
    return [model.head.classes.index(danger) for danger in DANGERS]


def _worst(model: TextModel, shares: Floats) -> Danger:
    dangers = shares[:, _columns(model)]
    return DANGERS[int(dangers[int(dangers.sum(axis=1).argmax())].argmax())]


def _log_odds(share: float) -> float:
    bounded = min(max(share, 1e-9), 1 - 1e-9)
    return float(np.log(bounded / (1 - bounded)))


def pieces(text: str) -> list[str]:
    """Return a text whole, its sentences, and each two that follow one another."""
    flat = " ".join(text.split())
    if not any(c.isalpha() for c in flat):
        return []
    sentences = sentences_in(flat)
    pairs = [f"{a} {b}" for a, b in pairwise(sentences)]
    said = [s for s in (*sentences, *pairs) if len(s.split()) >= _FEWEST_WORDS]
    return list(dict.fromkeys((flat, *said)))[:_MOST_PIECES]


def _plainly_said(text: str) -> Danger | None:
    """Return what is said in so many words: the floor beneath the model."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    return next((danger for danger, said in _plain_words() if said.search(lowered)), None)


@cache
def _plain_words() -> tuple[tuple[Danger, re.Pattern[str]], ...]:
    said = read_yaml("safety.yaml")
    return tuple((danger, re.compile("|".join(said[danger]))) for danger in DANGERS)
