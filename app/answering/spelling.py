"""Setting right what was mistyped, by the words that the texts use."""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_SHORTEST = 4
# One slip in four letters, two in eight: what people do, and rarely another word.
_MIN_SIMILARITY = 0.74
_CANDIDATES = 5


class Speller:
    """Corrects words that are neither English nor the texts' own.

    `english` is a set of words in lower case; `texts` are where corrections come from, more
    frequent words first.
    """

    def __init__(self, english: Iterable[str], texts: Iterable[str]) -> None:
        words = (w.lower() for text in texts for w in _WORD.findall(text))
        self._frequency = Counter(w for w in words if len(w) >= _SHORTEST)
        self._known = frozenset(english) | frozenset(self._frequency)
        self._choices = list(self._frequency)

    def correct(self, text: str) -> str:
        """Return `text` with mistyped words set right; names keep their capitals and letters."""
        if not self._known:
            return text
        return _WORD.sub(lambda match: self._word(text, match), text)

    def is_strange(self, word: str) -> bool:
        """Return whether a word is unknown and nothing like a known one."""
        lowered = word.lower()
        return len(lowered) >= _SHORTEST and not self._is_known(lowered) and not self._near(lowered)

    def _word(self, text: str, match: re.Match[str]) -> str:
        word = match.group()
        lowered = word.lower()
        inside = match.start() > 0 and text[match.start() - 2 : match.start()] not in {". ", "? "}
        if len(lowered) < _SHORTEST or (word[0].isupper() and inside) or self._is_known(lowered):
            return word
        return self._near(lowered) or word

    def _is_known(self, lowered: str) -> bool:
        stem = lowered.removesuffix("'s").removesuffix("’s").removesuffix("s")
        return lowered in self._known or stem in self._known or "'" in lowered or "’" in lowered

    def _near(self, lowered: str) -> str | None:
        found = process.extract(
            lowered, self._choices, scorer=OSA.normalized_similarity,
            score_cutoff=_MIN_SIMILARITY, limit=_CANDIDATES,
        )  # fmt: skip
        if not found:
            return None
        return str(max(found, key=lambda f: (round(f[1], 2), self._frequency[f[0]]))[0])
