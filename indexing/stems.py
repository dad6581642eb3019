"""Words reduced to their stems, in one way for all that compare words."""

import re
from functools import cache
from typing import Any

_WORD = re.compile(r"\w+(?:'\w+)?")


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


def stem_words(text: str) -> list[str]:
    """Return the stems of all words of `text`, in order (Snowball's English stemmer)."""
    return stem_all(words_of(text))


def stem_all(words: list[str]) -> list[str]:
    """Return the stem of each word."""
    stems: list[str] = _stemmer().stemWords(words)
    return stems


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
