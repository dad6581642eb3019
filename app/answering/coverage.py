"""Whether the texts cover a question, before anything is composed."""

import re
from collections.abc import Iterable

from app.answering.evidence import EvidenceBook
from app.answering.reader import Reading
from app.answering.spelling import Speller
from indexing.keywords import KeywordIndex

# Frozen on the development half of the gold set.
_MOST_OUTSIDE = 0.3
_MOST_OUTSIDE_OF_THE_NAMED = 0.25
_MOST_OUTSIDE_WITH_BOTH = 0.5
_LEAST_COSINE = 0.22
_INSIDE = 0.8
_SURELY_HELD = 0.1
_MOST_STRANGE_TO_THE_NAMED = 0.5
_MOST_OUTSIDE_WHEN_NAMED = 0.4
_KINDS = frozenset({"reflection", "lessons"})

_CAPITALIZED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
# "the Chromebooks", "a Google Drive": a thing that is mentioned, not a body that is asked about.
_THING = re.compile(
    r"\b(?:the|an?|our|my|your|their|his|her|its|new|some|entire|whole|mrs?|ms|dr)\.?\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|thanksgiving|easter)",
    re.IGNORECASE,
)
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


def find_unknown_names(
    reading: Reading, book: EvidenceBook, keywords: KeywordIndex, speller: Speller
) -> tuple[str, ...]:
    """Return the names in a question that no text holds; they settle that it is not covered."""
    rest = book.corpus.finder.without_names(reading.asked)
    return tuple(dict.fromkeys(_unknown_names(rest, keywords, speller)))


def is_covered(reading: Reading, book: EvidenceBook) -> bool:
    """Return whether the texts cover a question.

    It must look more like what they hold than like what they don't; words that name a decision
    outright weigh in.
    """
    route = reading.route
    if route.folded or route.want in {"about", "guide"}:
        return True
    if route.want == "quote" or route.outside >= _limit(reading) or _is_far(reading):
        return False
    bodies_only = not (route.mentions.systems or route.mentions.people)
    sure = route.named or route.outside < _SURELY_HELD
    return bodies_only or sure or _tells_of_it(reading, book)


def _limit(reading: Reading) -> float:
    """Return from which probability of being outside a question is not answered."""
    route, asked = reading.route, reading.wording.want
    if route.mentions:
        return _MOST_OUTSIDE_WITH_BOTH if route.named else _MOST_OUTSIDE_OF_THE_NAMED
    if route.named and (asked or max(reading.wording.named.values()) > 1):
        return 1.0
    return _MOST_OUTSIDE_WHEN_NAMED if route.named or asked in _KINDS else _MOST_OUTSIDE


def _is_far(reading: Reading) -> bool:
    """Return whether no passage comes near, and no word of the question is the report's own."""
    route = reading.route
    if route.named or route.mentions or route.want != "examples" or route.inside > _INSIDE:
        return False
    return max((f.cosine or 0.0 for f in reading.retrieval.passages), default=0.0) < _LEAST_COSINE


def _tells_of_it(reading: Reading, book: EvidenceBook) -> bool:
    """Return whether what is asked of a named system or person occurs where they are told of.

    Words that any look-up may hold ("what did they say") ask for nothing in particular.
    """
    asked = book.stems(book.corpus.finder.without_names(reading.wording.text)) - book.common_stems
    if not asked:
        return True
    return len(
        asked - book.stems_about(reading.route.mentions)
    ) <= _MOST_STRANGE_TO_THE_NAMED * len(asked)


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
        if _NOT_NAMES.fullmatch(name) or _CALENDAR.fullmatch(name):
            continue
        stems = keywords.stems(name)
        known = not stems or set(stems) <= keywords.vocabulary
        if not known and not _THING.search(text[: match.start()]):
            yield name
