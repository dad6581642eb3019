"""Finding a quotation in a passage: word for word, or the true words that are nearest to it."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from indexing.normalizing import normalize, one_shape
from indexing.sentences import sentence_spans

_NEAR = 82.0
_SHORTEST = 12
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d[\d,.]*")
_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")


@dataclass(frozen=True)
class QuoteMatch:
    """Where true words stand in a passage's text; `corrected` where they are not as quoted."""

    start: int
    end: int
    corrected: bool


def find_quote(quote: str, text: str) -> QuoteMatch | None:
    """Return where a quotation stands in a text, or the sentence that it must have meant.

    None where nothing is near. A quotation that drops or adds a negation or changes a number is
    not near to anything: that is no slip.
    """
    wanted = quote.strip().strip("\"“”'‘’").strip()
    if not wanted:
        return None
    exact = _find_exact(wanted, text)
    if exact:
        return QuoteMatch(*exact, corrected=False)
    return _find_nearest(wanted, text) if len(wanted) >= _SHORTEST else None


def negations(text: str) -> int:
    """Return how many words of a text deny something."""
    return len(_NEGATION.findall(text))


def numbers(text: str) -> frozenset[str]:
    """Return the figures of a text, without separators of thousands."""
    return frozenset(n.rstrip(".,").replace(",", "") for n in _NUMBER.findall(text))


def _find_exact(wanted: str, text: str) -> tuple[int, int] | None:
    words = [re.escape(word) for word in normalize(wanted).split(" ")]
    match = re.search(r"\s+".join(words), one_shape(text), re.IGNORECASE)
    if match:
        return match.span()
    parts = [part for part in _ELLIPSIS.split(wanted) if part]
    if len(parts) < 2:
        return None
    first, last = _find_exact(parts[0], text), _find_exact(parts[-1], text)
    return (first[0], last[1]) if first and last and first[0] < last[1] else None


def _find_nearest(wanted: str, text: str) -> QuoteMatch | None:
    spans = sentence_spans(text)
    windows = [(a[0], b[1]) for n, a in enumerate(spans) for b in spans[n : n + 2]]
    best, score = None, _NEAR
    for start, end in windows:
        found = fuzz.partial_ratio_alignment(normalize(wanted), normalize(text[start:end]))
        if found and found.score > score:
            best, score = (start, end), found.score
    if best is None or not _says_the_same(wanted, text[slice(*best)]):
        return None
    return QuoteMatch(*best, corrected=True)


def _says_the_same(quote: str, true: str) -> bool:
    part = fuzz.partial_ratio_alignment(normalize(quote), normalize(true))
    if part is None:
        return False
    held = normalize(true)[part.dest_start : part.dest_end]
    return negations(quote) == negations(held) and numbers(quote) <= numbers(true)
