"""What a question is about: decisions, poles, names, and the kind of thing that is wanted."""

from collections import defaultdict
from dataclasses import dataclass

from app.answering.question import Question
from app.answering.vocabulary import Vocabulary, Want
from corpus.framework import PoleName, Role
from corpus.library import Corpus
from corpus.names import Mentions
from indexing.retriever import Retrieval

# A decision counts when it is named, or when it stands out by this much among the others.
_MIN_SEMANTIC = 0.40
_CLOSE = 0.035
_NAMED_BONUS = 0.12


@dataclass(frozen=True)
class Route:
    """How a question was understood. `named` says that its own words name the decisions."""

    decisions: tuple[str, ...]
    mentions: Mentions
    poles: tuple[PoleName, ...]
    want: Want
    role: Role | None
    named: bool

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the ids of the systems that the question names."""
        return self.mentions.systems


def find_route(
    question: Question, retrieval: Retrieval, corpus: Corpus, vocabulary: Vocabulary
) -> Route:
    """Return how a question is understood, from its words and from what was found for it."""
    text = question.standalone
    mentions = corpus.finder.find(text)
    plain = corpus.finder.without_names(text)
    named = vocabulary.decisions_named(plain)
    decisions = _decisions(named, _semantic(retrieval))
    poles = vocabulary.poles_named(plain, decisions[0]) if len(decisions) == 1 else ()
    want = vocabulary.want(plain)
    return Route(decisions, mentions, poles, want, vocabulary.role(plain), bool(named))


def _semantic(retrieval: Retrieval) -> dict[str, float]:
    """Return how near the question comes to each decision, as a cosine.

    The mean of the two nearest among passages and situations: one alone is often chance.
    """
    cosines: dict[str, list[float]] = defaultdict(list)
    for found in retrieval.passages:
        if found.passage.decision and found.cosine is not None:
            cosines[found.passage.decision].append(found.cosine)
    for near in retrieval.situations:
        cosines[near.situation.decision].append(near.cosine)
    return {
        decision: sum(sorted(values, reverse=True)[:2]) / 2 for decision, values in cosines.items()
    }


def _decisions(named: dict[str, int], semantic: dict[str, float]) -> tuple[str, ...]:
    scores = {
        decision: semantic.get(decision, 0.0) + _NAMED_BONUS * min(named.get(decision, 0), 2)
        for decision in set(named) | set(semantic)
    }
    ranked = sorted(scores, key=lambda d: (-scores[d], d))
    if not ranked or scores[ranked[0]] < _MIN_SEMANTIC:
        return ()
    best = ranked[0]
    if named and best in named:
        return tuple(d for d in ranked if d == best or _also_named(d, best, named, scores))
    return tuple(d for d in ranked[:2] if scores[best] - scores[d] < _CLOSE)


def _also_named(decision: str, best: str, named: dict[str, int], scores: dict[str, float]) -> bool:
    return decision in named and scores[best] - scores[decision] < 2 * _NAMED_BONUS
