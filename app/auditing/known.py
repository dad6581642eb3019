"""What an audit knows beforehand: the texts, who says what in them, and every name."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from app.answering.checking.check import Checker
from app.answering.checking.quotes import find_quote
from app.answering.evidence import EvidenceBook
from app.answering.vocabulary import Vocabulary
from app.auditing.quotations import NEAR, bare, quotations_in
from corpus.names import Mentions
from indexing.passages import Passage
from indexing.sentences import sentence_spans


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

    def nearest(self, quote: str) -> Passage | None:
        """Return the passage that words are from, word for word or nearly; None without any."""
        exact = self.where_else(quote, ())
        if exact or not bare(quote):
            return exact
        found = process.extractOne(
            bare(quote), self._bare_texts, scorer=fuzz.partial_ratio, score_cutoff=NEAR
        )
        return self.book.passages[found[2]] if found else None

    @cached_property
    def _bare_texts(self) -> list[str]:
        return [bare(passage.text) for passage in self.book.passages]

    def true_words(self, quote: str, passage: Passage) -> tuple[str, int]:
        """Return the words of a passage that a quotation means, and where they begin in it."""
        match = find_quote(quote, passage.text)
        if match:
            return passage.text[match.start : match.end], match.start
        start, end = max(
            sentence_spans(passage.text),
            key=lambda span: fuzz.partial_ratio(bare(quote), bare(passage.text[span[0] : span[1]])),
        )
        return passage.text[start:end], start

    def people(self, mentions: Mentions) -> frozenset[str]:
        """Return the ids of the systems that the people of a text belong to."""
        homes = (self.corpus.person(p).system for p in mentions.people)
        return frozenset(home for home in homes if home)


def _shares(said: str, words: str) -> bool:
    return said in words or words in said
