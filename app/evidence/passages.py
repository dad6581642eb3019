"""Finding the exact place of words in the passages, once, so that answers can point at it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.framework import PoleName, Role
from corpus.library import Corpus
from indexing.keywords import KeywordIndex
from indexing.passages import Passage, PassageKind


@dataclass(frozen=True)
class Evidence:
    """Words of a passage; `start` and `end` count from the beginning of its document."""

    passage: Passage
    quote: str
    start: int
    end: int


class PassageIndex:
    """All passages, looked up by what they are and by the words that they hold."""

    def __init__(self, corpus: Corpus, passages: Sequence[Passage], keywords: KeywordIndex) -> None:
        self.corpus = corpus
        self.passages = tuple(passages)
        self._keywords = keywords
        self._found: dict[tuple[str, ...], Evidence] = {}

    @cached_property
    def _by_case(self) -> dict[str, tuple[Passage, ...]]:
        return _grouped((p.case, p) for p in self.passages if p.case)

    @cached_property
    def _by_source(self) -> dict[str, tuple[Passage, ...]]:
        return _grouped((p.source_id, p) for p in self.passages)

    def stems(self, text: str) -> set[str]:
        """Return the stems of the words of `text`, without stop words."""
        return set(self._keywords.stems(text))

    @cached_property
    def stems_of(self) -> dict[str, frozenset[str]]:
        """Return the stems of every passage, by its id."""
        return {p.id: frozenset(self.stems(p.text)) for p in self.passages}

    def of_case(self, case_id: str) -> tuple[Passage, ...]:
        """Return the passages of an example, its pull-quote among them."""
        return self._by_case.get(case_id, ())

    def of_kind(
        self,
        kind: PassageKind,
        decision: str | None = None,
        pole: PoleName | None = None,
        role: Role | None = None,
    ) -> tuple[Passage, ...]:
        """Return the passages of a kind; None for decision, pole or role takes any."""
        return tuple(
            p
            for p in self.passages
            if p.kind == kind
            and decision in (None, p.decision)
            and pole in (None, p.pole)
            and role in (None, p.role)
        )

    def find(
        self, quote: str, source_id: str, case: str | None = None, decision: str | None = None
    ) -> Evidence:
        """Return where `quote` stands, in the passages of a case or a decision if one is given.

        Raises LookupError where no single passage holds it, which tests rule out for the
        shipped data.
        """
        key = (quote, source_id, case or "", decision or "")
        if key not in self._found:
            self._found[key] = self._search(quote, source_id, case, decision)
        return self._found[key]

    def _search(
        self, quote: str, source_id: str, case: str | None, decision: str | None
    ) -> Evidence:
        for passage in self.of_case(case) if case else self._by_source[source_id]:
            if quote in passage.text and decision in (None, passage.decision):
                return evidence(passage, quote)
        raise LookupError(f"no passage of {case or decision or source_id} holds {quote[:60]!r}")


def evidence(passage: Passage, quote: str) -> Evidence:
    """Return the first place of `quote` in a passage; ValueError where it is not in it."""
    offset = passage.start + passage.text.index(quote)
    return Evidence(passage, quote, offset, offset + len(quote))


def whole(passage: Passage) -> Evidence:
    """Return a passage as evidence with all of its words."""
    return Evidence(passage, passage.text, passage.start, passage.end)


def _grouped(pairs: Iterable[tuple[str, Passage]]) -> dict[str, tuple[Passage, ...]]:
    groups: dict[str, list[Passage]] = defaultdict(list)
    for key, passage in pairs:
        groups[key].append(passage)
    return {key: tuple(group) for key, group in groups.items()}
