"""What a question is about: decisions, poles, names, and the kind of thing that is wanted."""

from dataclasses import dataclass

from app.answering.intent import asked_poles, asked_want
from app.answering.vocabulary import Vocabulary, Want
from app.answering.wording import Wording
from corpus.framework import PoleName, Role
from corpus.library import Corpus
from corpus.names import Mentions
from indexing.topics import Topics

# Frozen on the development half of the gold set.
_NAMED_BONUS = 0.6
_SECOND_NEEDS = 0.6
_UNDECIDED = 0.5
# With a name in the question, a decision counts only if the rest of it clearly asks about one.
_SURE = 0.4
_LIKELY = 0.3
_SURE_OF_LOOKUP = 0.6
_SURE_OF_ONE = 0.5
_SURE_OF_COURTESY = 0.6
_OF_A_DECISION = frozenset({"lessons", "reflection", "benefits", "survey", "rationale"})


@dataclass(frozen=True)
class Route:
    """How a question was understood.

    `named` says that its own words name the decisions, `folded` that earlier turns were needed.
    `outside` is the probability that it asks for what the texts don't hold, `lookup` that of a
    look-up tied to no decision, `inside` that it is about a decision, `courtesy` that it asks for
    nothing, as thanks do. `limit` and `pick` ask for
    the first few lines, or for one line by its number from 1 (-1 for the last).
    """

    decisions: tuple[str, ...]
    mentions: Mentions
    poles: tuple[PoleName, ...]
    want: Want
    role: Role | None
    named: bool
    outside: float = 0.0
    lookup: float = 0.0
    inside: float = 0.0
    courtesy: float = 0.0
    narrow: bool = False
    folded: bool = False
    why: bool = False
    limit: int | None = None
    pick: int | None = None

    @property
    def asks_nothing(self) -> bool:
        """Return whether the turn is a mere courtesy."""
        return self.courtesy >= _SURE_OF_COURTESY and not (self.named or self.mentions)

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the ids of the systems that the question names."""
        return self.mentions.systems


def find_route(wording: Wording, topics: Topics, corpus: Corpus, vocabulary: Vocabulary) -> Route:
    """Return how a question that stands alone is understood.

    `topics` are what it is about by its meaning; its own words add to them.
    """
    want = asked_want(wording, topics) if _may_ask(wording, topics) else wording.want or "examples"
    decisions = _decisions(wording, want, topics)
    poles, narrow = (
        asked_poles((wording, want), topics, decisions[0], corpus, vocabulary)
        if len(decisions) == 1
        else ((), False)
    )
    return Route(
        decisions=decisions,
        mentions=wording.mentions,
        poles=poles,
        want=want,
        role=wording.role,
        named=bool(wording.named),
        outside=topics.outside,
        lookup=topics.lookup,
        inside=topics.inside,
        courtesy=topics.courtesy,
        narrow=narrow,
        why=wording.why,
        limit=3 if wording.shorter else None,
    )


def _may_ask(wording: Wording, topics: Topics) -> bool:
    """Return whether a question is about a decision, so that its meaning tells the kind."""
    return bool(wording.named) or topics.inside >= _SURE_OF_ONE


def _decisions(wording: Wording, want: Want, topics: Topics) -> tuple[str, ...]:
    """Return the likeliest decision, and a second one where both are named or none is clear.

    None where a look-up is likelier than any, or where the question has a name and the rest of
    it does not clearly ask about one.
    """
    named = wording.named
    scores = {
        decision: share + _NAMED_BONUS * min(named.get(decision, 0), 2)
        for decision, share in topics.decisions.items()
    }
    best, second, *_ = sorted(scores, key=lambda d: (-scores[d], d))
    if not named and _asks_for_none(wording, want, topics, scores[best]):
        return ()
    both_named = named.get(best, 0) >= 1 and named.get(second, 0) >= 1
    undecided = not named and not wording.mentions and scores[best] < _UNDECIDED
    close = scores[second] >= _SECOND_NEEDS * scores[best]
    return (best, second) if close and (both_named or undecided) else (best,)


def _asks_for_none(wording: Wording, want: Want, topics: Topics, best: float) -> bool:
    if topics.lookup >= _SURE_OF_LOOKUP:
        return True
    if want in _OF_A_DECISION:
        return best < _LIKELY
    if wording.mentions:
        return best < _SURE
    return topics.lookup > topics.inside and best < _SURE_OF_ONE
