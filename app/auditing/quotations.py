"""Whether quoted words stand in a text, and where they depart from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from indexing.normalizing import normalize, one_shape

Match = Literal["exact", "marks", "shortened", "departs", "absent"]

_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:\[\s*)?(?:…|\.\s?\.\s?\.)(?:\s*\])?\s*")
# An apostrophe within a word is a letter of it: "can't" is not "cant".
_MARKS = re.compile(r"[\"`*_]|(?<!\w)'|'(?!\w)")
_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
# The marks of several languages; ours first, since others may stand within them.
_PAIRS = (
    re.compile(r"“([^“”]+)”"),
    re.compile(r"„([^„“”]+)[“”]"),
    re.compile(r"«([^«»]+)»"),
    re.compile(r'(?<![\w"])"([^"]+)"(?!\w)'),
    re.compile(r"(?<!\w)‘([^‘’]+(?:’\w[^‘’]*){0,12})’(?!\w)"),
    re.compile(r"(?<![\w'])'([^']+(?:'\w[^']*){0,12})'(?!\w)"),
)
# From this likeness on, a quotation means the words that it is like.
NEAR = 70.0
_MOST_DEPARTURES = 4
# Words in quotation marks that are fewer than these are a term, not what somebody said.
LEAST_WORDS = 4
# A run of words this long is where a quotation and a text belong together.
_SURE_RUN = 2
# Words whose loss at the edge of a quotation turns or widens what it says.
_TURNING = frozenset(
    re.findall(
        r"\S+",
        "not never no nor nearly almost hardly barely former formerly only over under without "
        "cannot may might could perhaps speculate less more few fewer unless except",
    )
)
_TURNING_END = re.compile(r"n['’]t$")


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
    # Words that are twice as many as the text's are no quotation of it.
    too_long = len(wanted) > 2 * len(held)
    if not wanted or too_long or fuzz.partial_ratio(wanted, held, score_cutoff=NEAR) == 0:
        return QuoteCheck("absent")
    return QuoteCheck("departs", _departures(quote, text))


def cut_off(quote: str, text: str) -> str:
    """Return the word beside an exact quotation whose loss turns it, "" where there is none.

    Looked for within the sentence, up to two words in front and one behind.
    """
    at = text.find(quote)
    if at < 0 or not quote:
        return ""
    before = re.split(r"[.?!;:]\s", text[:at])[-1].split()[-2:]
    behind = re.split(r"[.?!;:](?:\s|$)", text[at + len(quote) :])[0].split()[:1]
    turning = (word for word in (*before, *behind) if _turns(word))
    return next(turning, "")


@lru_cache(maxsize=4096)
def quotations_in(text: str) -> tuple[str, ...]:
    """Return the words that stand in quotation marks in a text.

    Single marks count from some words on: they are apostrophes too.
    """
    return tuple(_found(text))


@lru_cache(maxsize=4096)
def without_quotations(text: str) -> str:
    """Return a text with what stands in quotation marks taken out."""
    for pair in _PAIRS[:4]:
        text = pair.sub(" ", text)
    return text


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a text in small letters with single spaces and without quotation marks."""
    return _MARKS.sub("", normalize(text)).strip(" .,;:!?-")


def _found(text: str) -> Iterator[str]:
    for place, pair in enumerate(_PAIRS):
        least = 1 if place < 4 else LEAST_WORDS
        for match in pair.finditer(text):
            if word_count(match.group(1)) >= least:
                yield match.group(1).strip()
        text = pair.sub(" ", text)


def _turns(word: str) -> bool:
    plain = word.strip("“”\"'‘’(),—–-").casefold()
    return plain in _TURNING or bool(_TURNING_END.search(plain))


def _stands(wanted: str, held: str) -> bool:
    """Return whether whole words stand in a text, not the inside of a longer word."""
    at = held.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        before, behind = held[at - 1 : at], held[end : end + 1]
        is_inside = behind.isalnum() and wanted[-1].isalnum()
        if not (before.isalnum() and wanted[0].isalnum()) and not is_inside:
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


def _departures(quote: str, text: str) -> tuple[str, ...]:
    """Return where a quotation differs from the words that it is near, the first few."""
    said, held = _WORD.findall(one_shape(quote)), _WORD.findall(one_shape(text))
    start, end = _window(_keys(said), _keys(held))
    meant = held[start:end]
    told = []
    matcher = SequenceMatcher(None, _keys(said), _keys(meant), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        added, missing = " ".join(said[a:b]), " ".join(meant[c:d])
        if tag == "replace":
            told.append(f"it says “{added}” where the text has “{missing}”")
        elif tag == "insert":
            told.append(f"“{missing}” is left out")
        elif tag == "delete":
            told.append(f"“{added}” is added")
    return tuple(told[:_MOST_DEPARTURES])


def _window(said: list[str], held: list[str]) -> tuple[int, int]:
    """Return the run of a text's words that a quotation means, by the longest runs they share."""
    blocks = SequenceMatcher(None, said, held, autojunk=False).get_matching_blocks()
    sure = [b for b in blocks if b.size >= _SURE_RUN] or [b for b in blocks if b.size]
    if not sure:
        return 0, 0
    start = max(0, sure[0].b - sure[0].a)
    end = min(len(held), sure[-1].b + sure[-1].size + len(said) - sure[-1].a - sure[-1].size)
    return start, end


def _keys(words: list[str]) -> list[str]:
    return [word.casefold() for word in words]
