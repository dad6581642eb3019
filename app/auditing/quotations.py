"""Whether quoted words stand in a text, and where they depart from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from app.answering.checking.quotes import normalize

Match = Literal["exact", "marks", "shortened", "departs", "absent"]

_ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:…|\.\s?\.\s?\.)(?:\s*\])?\s*")
# An apostrophe within a word is a letter of it: "can't" is not "cant".
_MARKS = re.compile(r"[\"`*_]|(?<!\w)'|'(?!\w)")
_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
_CURLY = re.compile(r"“([^“”]+)”")
_STRAIGHT = re.compile(r'(?<![\w"])"([^"]+)"(?!\w)')
# From this likeness on, a quotation means the words that it is like.
NEAR = 70.0
_MOST_DEPARTURES = 4
# Words in quotation marks that are fewer than these are a term, not what somebody said.
LEAST_WORDS = 4


@dataclass(frozen=True)
class QuoteCheck:
    """How a quotation stands to a text; `departures` say where it is not the text's words."""

    match: Match
    departures: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether the words are the text's own, if perhaps shortened where it is said."""
        return self.match in {"exact", "marks", "shortened"}


@lru_cache(maxsize=4096)
def check_quote(quote: str, text: str) -> QuoteCheck:
    """Return how a quotation stands to a text.

    `exact` is letter for letter, `marks` differs in quotation marks, dashes, spaces and capitals
    only, `shortened` leaves words out where it says so, `departs` is near, `absent` is not.
    """
    if quote and _stands(quote, text):
        return QuoteCheck("exact")
    wanted, held = bare(quote), bare(text)
    if wanted and _stands(wanted, held):
        return QuoteCheck("marks")
    parts = [part for part in map(bare, _ELLIPSIS.split(quote)) if part]
    if len(parts) > 1 and _in_order(parts, held):
        return QuoteCheck("shortened")
    found = fuzz.partial_ratio_alignment(wanted, held) if wanted else None
    if found is None or found.score < NEAR or not held:
        return QuoteCheck("absent")
    return QuoteCheck(
        "departs", _departures(wanted, _around(held, found.dest_start, found.dest_end))
    )


def quotations_in(text: str) -> tuple[str, ...]:
    """Return the words that stand in quotation marks in a text, in order."""
    return tuple(_found(text))


def without_quotations(text: str) -> str:
    """Return a text with what stands in quotation marks taken out."""
    return _STRAIGHT.sub(" ", _CURLY.sub(" ", text))


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a text in small letters with single spaces and without quotation marks."""
    return _MARKS.sub("", normalize(text)).strip(" .,;:!?-")


def _found(text: str) -> Iterator[str]:
    yield from (match.group(1).strip() for match in _CURLY.finditer(text))
    yield from (match.group(1).strip() for match in _STRAIGHT.finditer(_CURLY.sub(" ", text)))


def _stands(wanted: str, held: str) -> bool:
    """Return whether whole words stand in a text, not the inside of a longer word."""
    at = held.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        before, behind = held[at - 1 : at], held[end : end + 1]
        if not (before.isalnum() and wanted[0].isalnum()) and not behind.isalnum():
            return True
        at = held.find(wanted, at + 1)
    return False


def _in_order(parts: list[str], held: str) -> bool:
    place = 0
    for part in parts:
        at = held.find(part, place)
        if at < 0:
            return False
        place = at + len(part)
    return True


def _around(held: str, start: int, end: int) -> str:
    """Return a stretch of a text widened to whole words."""
    while start > 0 and held[start - 1].isalnum():
        start -= 1
    while end < len(held) and held[end].isalnum():
        end += 1
    return held[start:end]


def _departures(quote: str, true: str) -> tuple[str, ...]:
    """Return where two runs of words differ, in plain words, the first few."""
    said, meant = _WORD.findall(quote), _WORD.findall(true)
    told = []
    for tag, a, b, c, d in SequenceMatcher(None, said, meant, autojunk=False).get_opcodes():
        added, missing = " ".join(said[a:b]), " ".join(meant[c:d])
        if tag == "replace":
            told.append(f"it says “{added}” where the text has “{missing}”")
        elif tag == "insert":
            told.append(f"“{missing}” is left out")
        elif tag == "delete":
            told.append(f"“{added}” is added")
    return tuple(told[:_MOST_DEPARTURES])
