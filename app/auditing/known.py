"""What an audit knows beforehand: the texts, who says what in them, and every name."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from app.auditing.quotations import NEAR, bare, quotations_in
from app.auditing.stated import StatedCitation
from app.evidence.passages import PassageIndex
from app.verification.check import Checker
from app.verification.quotes import find_quote
from corpus.documents import REPORT
from corpus.side_words import SideWords
from indexing.passages import Passage
from indexing.sentences import sentence_spans


class Known:
    """The texts as an audit looks them up; never changes, so that an audit is a pure function."""

    def __init__(self, book: PassageIndex, sides: SideWords) -> None:
        self.book = book
        self.corpus = book.corpus
        self.sides = sides
        self.checker = Checker(book, sides)
        # Texts and quotations come again and again: what is known of one is worked out once.
        self.mentions = lru_cache(maxsize=8192)(self.corpus.finder.find)
        self._speakers = lru_cache(maxsize=4096)(self._find_speakers)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Return every passage by its id."""
        return {passage.id: passage for passage in self.book.passages}

    def passage_of(self, citation: StatedCitation) -> Passage:
        """Return the passage that a citation carries; ids that the texts don't know are left out.

        That they are unknown is a finding of its own.
        """
        sources = {document.source.id for document in self.corpus.documents}
        knows = self.corpus.knows
        source = citation.source_id if citation.source_id in sources else REPORT
        is_known = bool(citation.decision) and knows(citation.decision or "")
        return Passage(
            citation.passage_id, source, citation.heading_path or ("",), citation.passage_text,
            citation.start, citation.end, "intro", citation.decision if is_known else None,
            citation.pole if is_known else None, tuple(filter(knows, citation.systems)),
            tuple(filter(knows, citation.people)), pages=citation.pages,
        )  # fmt: skip

    @cached_property
    def _spoken(self) -> tuple[tuple[str, str], ...]:
        quotes = (quote for case in self.corpus.cases for quote in case.quotes)
        return tuple((bare(q.text), q.speaker) for q in (*quotes, *self.corpus.remarks))

    def speakers_of(self, quote: str) -> frozenset[str]:
        """Return the ids of those who say words in the texts; none where nobody is known to."""
        return self._speakers(bare(quote))

    def _find_speakers(self, said: str) -> frozenset[str]:
        return frozenset(who for words, who in self._spoken if said and _shares(said, words))

    def holders_of(self, role: str) -> frozenset[str]:
        """Return the ids of those whom the texts give a role, word for word; mostly none."""
        return self._roles.get(bare(role), frozenset())

    @cached_property
    def _roles(self) -> dict[str, frozenset[str]]:
        given = [(bare(role), p.id) for p in self.corpus.names.people for role in p.roles]
        return {role: frozenset(who for r, who in given if r == role) for role, _ in given}

    def is_reflection(self, bare_words: str) -> bool:
        """Return whether words are a question of the report, or one that we made of it."""
        return bare_words in self._reflections

    @cached_property
    def _reflections(self) -> frozenset[str]:
        framework = self.corpus.framework
        texts = [part.text for r in framework.reflections for part in r.parts]
        texts += [r.text for r in framework.reflections]
        texts += [p for guide in framework.guides for g in guide.groups for p in g.prompts]
        return frozenset(map(bare, texts))

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

    def label(self, id_: str) -> str:
        """Return the name of a system, a person or another body."""
        return self._names.get(id_, id_)

    @cached_property
    def _names(self) -> dict[str, str]:
        names = self.corpus.names
        found = {system.id: system.label for system in names.systems}
        found |= {person.id: person.name for person in names.people}
        return found | {body.id: body.name for body in names.organizations}

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


def _shares(said: str, words: str) -> bool:
    return said in words or words in said
