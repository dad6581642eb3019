"""Reads a conversation: each turn understood, ranked in its context, and judged for coverage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.answering.reading import Reading
from app.evidence import thresholds
from app.evidence.coverage import CoverageModel, State
from app.evidence.query import Context, Query
from app.evidence.ranker import Ranker, Ranking
from app.understanding.turn import WITHOUT_TEXTS, Turn, TurnReader
from corpus.names import Mentions
from indexing.sentences import sentences_in

_NONE = "none"
_ANSWERED_BY = 8
# A turn of more words is read sentence by sentence beside the whole, which the model cuts short.
_LONG = 45
_MOST_SENTENCES = 14
_FEWEST_WORDS = 4


@dataclass(frozen=True)
class Earlier:
    """What the turns before have come to: the last reading that looked something up, and shown."""

    reading: Reading
    shown: frozenset[int]


@dataclass(frozen=True)
class Reader:
    """Reads turns into readings."""

    turns: TurnReader
    ranker: Ranker
    coverage: CoverageModel

    def read(self, text: str, earlier: Earlier | None) -> Reading:
        """Return a turn read in the context of the earlier ones."""
        turn = self.turns.read(text)
        act = turn.act(first=earlier is None)
        ranking = self._rank(turn, earlier)
        name, sure = max(turn.collections.items(), key=lambda item: item[1])
        # A few words that lean on an earlier turn ("which one decides?") ask within what it showed.
        alone = earlier is None or turn.leans < thresholds.LEANING
        collection = name if name != _NONE and sure >= thresholds.COLLECTION and alone else ""
        state: State = "full"
        if act not in WITHOUT_TEXTS and len(text.split()) <= _LONG:
            state = self.coverage.judge(ranking, turn.told)
        shown = earlier.shown if earlier else frozenset()
        return Reading(turn, act, collection, ranking, state, shown)

    def parts(self, reading: Reading, earlier: Earlier | None) -> tuple[Reading, ...]:
        """Return the readings of a turn's questions where it holds two or three, else none."""
        text = reading.turn.text
        asked = [sentence for sentence in sentences_in(text) if sentence.endswith("?")]
        asked = [question for question in asked if len(question.split()) >= _FEWEST_WORDS]
        if not 2 <= len(asked) <= 3 or len(text.split()) > _LONG:
            return ()
        self.turns.read_all(asked)
        return tuple(replace(self.read(question, earlier), part=question) for question in asked)

    def _rank(self, turn: Turn, earlier: Earlier | None) -> Ranking:
        query = Query(
            turn.searched, turn.vector, turn.mentions, turn.kinds, _context(turn, earlier)
        )
        ranking = self.ranker.rank(query)
        sentences = _sentences(turn.searched)
        if not sentences:
            return ranking
        turns = self.turns.read_all(sentences)
        found = [self.ranker.rank(_alone(turn)).scores for turn in turns]
        scores = np.maximum(
            ranking.scores, np.float32(thresholds.SENTENCE_WEIGHT) * np.max(found, axis=0)
        )
        return replace(ranking, scores=scores)


def _sentences(text: str) -> Sequence[str]:
    """Return the sentences of a long turn that say something; none of a short turn."""
    if len(text.split()) <= _LONG:
        return ()
    found = sentences_in(text)
    return [s for s in found if len(s.split()) >= _FEWEST_WORDS][:_MOST_SENTENCES]


def _context(turn: Turn, earlier: Earlier | None) -> Context | None:
    if earlier is None:
        return None
    before = earlier.reading
    rows = tuple(found.unit.row for found in before.ranking.best(_ANSWERED_BY))
    return Context(
        before.query.text,
        before.query.effective_vector,
        _mentions(before),
        rows,
        earlier.shown,
        turn.leans,
    )


def _mentions(reading: Reading) -> Mentions:
    """Return whom a turn is about: its own names, or those that it took over from before."""
    context = reading.query.context
    if reading.query.mentions:
        return reading.query.mentions
    if context is not None and reading.leans:
        return context.mentions
    return reading.query.mentions


def _alone(turn: Turn) -> Query:
    return Query(turn.searched, turn.vector, turn.mentions, turn.kinds)
