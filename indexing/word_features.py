"""The words and word pairs of a text as numbers, beside its vector.

A sentence vector blurs the one word that settles a topic ("vendor", "pilot"); tf-idf keeps it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexing.stems import stem_all

# Words, and the marks that tell a question or somebody's words.
_TOKEN = re.compile(r"\w+(?:'\w+)?|[?¿!\"]")
# Where a text begins and ends, so that a first or last word counts as such.
_BEGIN, _END = "^", "$"

# How much words weigh beside the vector, which has length 1 as they do; chosen on the
# development questions.
_WEIGHT = 2.0
_FEWEST_TEXTS = 2


@dataclass(frozen=True)
class WordFeatures:
    """Stems and pairs of stems with their inverse document frequencies."""

    words: tuple[str, ...]
    idf: NDArray[np.float32]

    def of(self, text: str) -> NDArray[np.float32]:
        """Return the weighted tf-idf of one text, one number per word."""
        return self.of_all([text]).reshape(-1)

    def of_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the weighted tf-idf of texts, row by row."""
        rows = self._vectorizer.transform(texts).toarray()
        return np.asarray(_WEIGHT * rows, dtype=np.float32)

    @cached_property
    def _vectorizer(self) -> Any:
        vectorizer = _vectorizer(vocabulary=self.words)
        vectorizer.idf_ = self.idf
        return vectorizer


def learn_words(texts: Sequence[str]) -> WordFeatures:
    """Return the stems and pairs that occur in at least two of the texts."""
    vectorizer = _vectorizer(min_df=_FEWEST_TEXTS).fit(texts)
    words = tuple(str(word) for word in vectorizer.get_feature_names_out())
    return WordFeatures(words, vectorizer.idf_.astype(np.float32))


def _tokens(text: str) -> list[str]:
    words = _TOKEN.findall(text.lower().replace("’", "'"))
    return [_BEGIN, *stem_all(words), _END]


def _vectorizer(**options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        tokenizer=_tokens,
        token_pattern=None,
        ngram_range=(1, 2),
        sublinear_tf=True,
        dtype=np.float32,
        lowercase=False,
        **options,
    )
