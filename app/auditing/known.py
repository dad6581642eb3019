"""What an audit knows beforehand: the texts, who says what in them, and every name."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from app.answering.checking.check import Checker
from app.answering.evidence import EvidenceBook
from app.answering.vocabulary import Vocabulary
from app.auditing.quotations import bare, quotations_in
from corpus.names import Mentions
from indexing.passages import Passage


class Known:
    """The texts as an audit looks them up; never changes, so that an audit is a pure function."""

    def __init__(self, book: EvidenceBook, vocabulary: Vocabulary) -> None:
        self.book = book
        self.corpus = book.corpus
        self.vocabulary = vocabulary
        self.checker = Checker(book, vocabulary)
        self.mentions = lru_cache(maxsize=4096)(self.corpus.finder.find)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Return every passage by its id."""
        return {passage.id: passage for passage in self.book.passages}

    @cached_property
    def _spoken(self) -> tuple[tuple[str, str], ...]:
        quotes = (quote for case in self.corpus.cases for quote in case.quotes)
        return tuple((bare(q.text), q.speaker) for q in (*quotes, *self.corpus.remarks))

    def speakers_of(self, quote: str) -> frozenset[str]:
        """Return the ids of those who say words in the texts; none where nobody is known to."""
        said = bare(quote)
        return frozenset(who for words, who in self._spoken if said and _shares(said, words))

    def is_label(self, words: str) -> bool:
        """Return whether words are a name of a decision, a side or a source, not a quotation."""
        return bare(words) in self._labels

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(map(bare, self._all_labels()))

    def _all_labels(self) -> Iterable[str]:
        for decision in self.corpus.framework.decisions:
            yield from (decision.short, decision.topic, decision.title, *decision.variants)
            for pole in (decision.left, decision.right):
                yield from (pole.label, pole.heading, *pole.variants)
        yield decision.heading("combine")
        yield from (document.source.title for document in self.corpus.documents)
        for case in self.corpus.cases:
            yield from (case.title, *quotations_in(case.title))

    def where_else(self, quote: str, than: Iterable[str]) -> Passage | None:
        """Return a passage that holds words, other than those of the ids `than`."""
        said, others = bare(quote), frozenset(than)
        found = (p for p in self.book.passages if p.id not in others and said in bare(p.text))
        return next(found, None) if said else None

    def people(self, mentions: Mentions) -> frozenset[str]:
        """Return the ids of the systems that the people of a text belong to."""
        homes = (self.corpus.person(p).system for p in mentions.people)
        return frozenset(home for home in homes if home)


def _shares(said: str, words: str) -> bool:
    return said in words or words in said
