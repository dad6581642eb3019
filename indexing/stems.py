"""Words reduced to their stems, in one way for all that compare words."""

import re
from functools import cache
from typing import Any

_WORD = re.compile(r"\w+(?:'\w+)?")


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


def stem_all(words: list[str]) -> list[str]:
    """Return the stem of each word (Snowball's English stemmer)."""
    stems: list[str] = _stemmer().stemWords(words)
    return stems


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
