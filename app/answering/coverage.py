"""Whether the texts cover a question, before anything is composed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.answering.question import Question
from app.answering.route import Route
from corpus.names import NameFinder
from indexing.keywords import KeywordIndex
from indexing.retriever import Retrieval

# Frozen on the development half of the gold set.
MIN_COSINE = 0.42
_MIN_COSINE_WHEN_NAMED = 0.25
_MAX_UNKNOWN_SHARE = 0.5

_CAPITALIZED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_NOT_NAMES = re.compile(r"I(?:[’'](?:m|ve|d|ll))?|OK|TLA|Q[1-7]")


@dataclass(frozen=True)
class Coverage:
    """The verdict; `unknown_names` are names that no text holds."""

    covered: bool
    unknown_names: tuple[str, ...] = ()


def judge_coverage(
    question: Question,
    route: Route,
    retrieval: Retrieval,
    keywords: KeywordIndex,
    finder: NameFinder,
) -> Coverage:
    """Return whether the texts cover a question.

    A name that they don't hold settles it. Otherwise the question must come near to a passage or
    to a known situation; words of the report's own framework, or its names, make up for distance.
    """
    unknown = tuple(_unknown_names(finder.without_names(question.standalone), keywords))
    if unknown:
        return Coverage(False, unknown)
    near = _nearest(retrieval)
    if route.want in {"about", "guide"} or near >= MIN_COSINE:
        return Coverage(True)
    rest = keywords.stems(finder.without_names(question.standalone))
    strange = sum(stem not in keywords.vocabulary for stem in rest)
    familiar = not rest or strange / len(rest) < _MAX_UNKNOWN_SHARE
    if route.mentions or route.named:
        return Coverage(familiar and (near >= _MIN_COSINE_WHEN_NAMED or route.named or not rest))
    return Coverage(False)


def _nearest(retrieval: Retrieval) -> float:
    cosines = [found.cosine or 0.0 for found in retrieval.passages]
    cosines += [found.cosine for found in retrieval.situations]
    return max(cosines, default=0.0)


def _unknown_names(text: str, keywords: KeywordIndex) -> Iterable[str]:
    """Yield capitalized words inside a sentence of which no stem stands in any text."""
    if text.isupper() or text.istitle():
        return
    for match in _CAPITALIZED.finditer(text):
        name = match.group()
        if _NOT_NAMES.fullmatch(name):
            continue
        stems = keywords.stems(name)
        if stems and not set(stems) <= keywords.vocabulary:
            yield name
