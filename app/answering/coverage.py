"""Whether the texts cover a question, before anything is composed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.answering.reader import Reading
from app.answering.spelling import Speller
from corpus.names import NameFinder
from indexing.keywords import KeywordIndex

# Frozen on the development half of the gold set.
MIN_COSINE = 0.42
_MOST_OUTSIDE = 0.5
_MOST_OUTSIDE_WHEN_NAMED = 0.9

_CAPITALIZED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_NOT_NAMES = re.compile(r"I(?:[’'](?:m|ve|d|ll))?|OK|TLA|Q[1-7]")
# "Lindsay Unified", "Denver Public Schools": a system by its form, whatever its name.
_SYSTEM = re.compile(
    r"\b((?:[\w-]+\s+){1,3}?)(?:isd|usd|unified|public schools|school district)\b", re.IGNORECASE
)
# "how does kipp choose": what does something and is no known word.
_SUBJECT = re.compile(r"\b(?:did|does|has)\s+([a-z][\w-]*[a-rt-z])\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"^(?:a|an|the|our|my|your|their|his|her|its|this|that|any|some|each|every|other|another|most|"
    r"many|small|large|big|rural|urban|suburban|mid-size|charter|local|whole|entire|in|of|for|at|"
    r"to|from|by|with|and|or|across|all|which|what|is|are|district|us|american|k-12|how|did|does)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Coverage:
    """The verdict; `unknown_names` are names that no text holds."""

    covered: bool
    unknown_names: tuple[str, ...] = ()


def judge_coverage(
    reading: Reading, keywords: KeywordIndex, finder: NameFinder, speller: Speller
) -> Coverage:
    """Return whether the texts cover a question.

    A name that they don't hold settles it. Otherwise it must look more like what they hold than
    like what they don't; words that name a decision outright weigh in.
    """
    route = reading.route
    if route.folded:
        return Coverage(True)
    rest = finder.without_names(reading.wording.text)
    unknown = tuple(dict.fromkeys(_unknown_names(rest, keywords, speller)))
    if unknown:
        return Coverage(False, unknown)
    if route.want in {"about", "guide"}:
        return Coverage(True)
    limit = _MOST_OUTSIDE_WHEN_NAMED if route.named and not route.mentions else _MOST_OUTSIDE
    return Coverage(route.outside < limit)


def _unknown_names(text: str, keywords: KeywordIndex, speller: Speller) -> Iterable[str]:
    """Yield what looks like the name of something that stands in no text."""
    for match in _SUBJECT.finditer(text):
        if speller.is_strange(match.group(1)):
            yield match.group(1)
    for match in _SYSTEM.finditer(text):
        words = [w for w in match.group(1).split() if not _PLAIN.match(w)]
        if words:
            yield match.group()[match.group().index(words[0]) :]
    if text.isupper() or text.istitle():
        return
    for match in _CAPITALIZED.finditer(text):
        name = match.group()
        stems = keywords.stems(name)
        if not _NOT_NAMES.fullmatch(name) and stems and not set(stems) <= keywords.vocabulary:
            yield name
