"""Reading a question: spelling, earlier turns, topics, and the search for it."""

from dataclasses import dataclass, replace
from functools import lru_cache

from app.answering.follow_up import SHORT, fold, leans_on_earlier, standalone_question
from app.answering.question import Question
from app.answering.route import Route, find_route
from app.answering.spelling import Speller
from app.answering.vocabulary import Vocabulary
from app.answering.wording import Wording, read_wording
from corpus.library import Corpus
from indexing.retriever import PassageSearch, Retrieval
from indexing.topics import TopicModel, Topics

_CANDIDATES = 40
_REMEMBERED = 256
_MOST_TURNS = 6
# From this probability of being about one decision, a question needs no earlier turn.
_CLEAR = 0.5
_CLEAR_THOUGH_REFERRING_BACK = 0.65


@dataclass(frozen=True)
class Reading:
    """A question understood: in words that stand alone, with its route and what was found.

    `asked` are its own words, spelling set right; `likely` the decisions that it may be about,
    the likeliest first.
    """

    asked: str
    standalone: str
    wording: Wording
    route: Route
    retrieval: Retrieval
    likely: tuple[str, ...] = ()


class Reader:
    """Reads questions; remembers the last few, so that a follow-up costs no more than a question.

    The memory holds no more than what was computed from the texts and the question, and goes with
    the process.
    """

    def __init__(
        self,
        corpus: Corpus,
        vocabulary: Vocabulary,
        speller: Speller,
        topics: TopicModel,
        search: PassageSearch,
    ) -> None:
        self.corpus = corpus
        self.vocabulary = vocabulary
        self.speller = speller
        self._topics = topics
        self._search = search
        self._read_turns = lru_cache(_REMEMBERED)(self._read)

    def read(self, question: Question) -> Reading:
        """Return a question understood, with its earlier turns folded in where it needs them."""
        return self._read_turns((*question.previous[-_MOST_TURNS:], question.text))

    def forget(self) -> None:
        """Forget every question read so far."""
        self._read_turns.cache_clear()

    def _read(self, turns: tuple[str, ...]) -> Reading:
        text = self.speller.correct(turns[-1])
        wording = read_wording(text, self.corpus, self.vocabulary)
        vector = self._search.embed(text)
        topics = self._topics.read(*self._nameless(wording, vector))
        if len(turns) > 1:
            previous = self._read_turns(turns[:-1]).route
            leans = leans_on_earlier(wording, previous, topics.outside + topics.courtesy)
            if leans and (wording.words <= SHORT or not _stands_alone(wording, topics)):
                return self._fold(wording, topics, previous)
        route = find_route(wording, topics, self.corpus, self.vocabulary)
        retrieval = self._search.search(text, _CANDIDATES, vector)
        likely = sorted(topics.decisions, key=lambda d: -topics.decisions[d])
        return Reading(text, text, wording, route, retrieval, tuple(likely))

    def _fold(self, wording: Wording, topics: Topics, previous: Route) -> Reading:
        route = fold(wording, topics, previous, self.corpus, self.vocabulary)
        standalone = standalone_question(route, self.corpus)
        return Reading(
            wording.text,
            standalone,
            replace(wording, text=standalone),
            route,
            self._search.search(standalone, _CANDIDATES),
        )

    def _nameless(
        self, wording: Wording, vector: tuple[float, ...]
    ) -> tuple[str, tuple[float, ...]]:
        """Return the question without its names, and the vector of that.

        A name pulls a question toward every example of that system, whatever it asks.
        """
        if not wording.mentions:
            return wording.text, vector
        nameless = self.corpus.finder.with_names_replaced(wording.text)
        return nameless, self._search.embed(nameless)


def _stands_alone(wording: Wording, topics: Topics) -> bool:
    """Return whether a longer question tells by its meaning what it is about."""
    needed = _CLEAR_THOUGH_REFERRING_BACK if wording.refers_back else _CLEAR
    clear = topics.inside >= _CLEAR and max(topics.decisions.values()) >= needed
    return clear and not wording.other_side and not wording.both
