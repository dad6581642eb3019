"""Text in one shape, so that the same words compare equal however they were typed."""

import re

# What may differ and still be the same words: shapes of quotation marks and hyphens, and spaces.
_SAME = str.maketrans("“”„‟«»‘’‚‛′″‐‑‒–—−\u00a0\u2009\u202f", "\"\"\"\"\"\"''''''------   ")
_SPACES = re.compile(r"\s+")


def one_shape(text: str) -> str:
    """Normalize quotation marks, dashes and spaces, keeping the length."""
    return text.translate(_SAME)


def normalize(text: str) -> str:
    """Normalize quotation marks, dashes, runs of white space and case."""
    return _SPACES.sub(" ", one_shape(text)).strip().casefold()
