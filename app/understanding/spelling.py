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
_MIN_TERM_SIMILARITY = 0.75


class Speller:
    """Corrects words that are neither English nor the texts' own.

    `english` is a set of words in lower case; `texts` are where corrections come from, more
    frequent words first. `terms` are fixed expressions of several words, however they are split.
    """

    def __init__(
        self, english: Iterable[str], texts: Iterable[str], terms: Iterable[str] = ()
    ) -> None:
        self._terms = [(term, _joined(term), len(term.split())) for term in terms]
        words = (w.lower() for text in texts for w in _WORD.findall(text))
        self._frequency = Counter(w for w in words if len(w) >= _SHORTEST)
        self._known = frozenset(english) | frozenset(self._frequency)
        self._choices = list(self._frequency)

    def correct(self, text: str) -> str:
        """Return `text` with mistyped words set right; names keep their capitals and letters."""
        if not self._known:
            return text
        termed = self._with_terms(text)
        return _WORD.sub(lambda match: self._word(termed, match), termed)

    def _with_terms(self, text: str) -> str:
        """Return `text` with every expression that is nearly a term put as the term."""
        for term, joined, size in self._terms:
            words = list(_WORD.finditer(text))
            windows = (
                (words[n].start(), words[n + length - 1].end())
                for length in (size, size - 1, size + 1)
                for n in range(len(words) - length + 1 if length else 0)
            )
            found = next((w for w in windows if _is_nearly(text[slice(*w)], joined)), None)
            if found:
                text = f"{text[: found[0]]}{term}{text[found[1] :]}"
        return text

    def is_unknown(self, name: str) -> bool:
        """Return whether a word of a name is in no text."""
        words = [word.lower() for word in _WORD.findall(name)]
        return any(len(w) >= _SHORTEST and w not in self._frequency for w in words)

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


def _joined(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _is_nearly(text: str, joined: str) -> bool:
    """Return whether words are a term but for a slip or two; False where they are the term."""
    written = _joined(text)
    # A first letter is seldom mistyped, and "worst practices" are not best ones.
    if written == joined or written[:1] != joined[:1]:
        return False
    return OSA.normalized_similarity(written, joined) >= _MIN_TERM_SIMILARITY
