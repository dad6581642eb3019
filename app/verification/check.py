"""The verdict on a sentence: what it rests on, or why it is not shown as supported."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from app.evidence.passages import Evidence, PassageIndex
from app.verification.figures import (
    denies_otherwise,
    exaggerates,
    has_link,
    misplaced_figures,
    strange_names,
    strange_numbers,
)
from app.verification.quotes import find_quote
from app.verification.sentences import Pointer, Sentence
from corpus.files import read_yaml
from corpus.side_words import SideWords
from indexing.passages import Passage
from indexing.sentences import sentence_spans
from indexing.stems import stem_all

# A sentence whose content words are its passages' to a lesser share is not supported by them.
_LEAST_SUPPORT = 0.4
_FEW_STEMS = 3
_CLAUSES = re.compile(r"[;,:]|\b(?:and|while|whereas|but|than)\b")
_CLEARLY_MORE = 0.2


FaultKind = Literal["figure", "count", "extreme", "name", "side", "support", "denial"]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a sentence, and why, in words that end a sentence."""

    kind: FaultKind
    reason: str


@dataclass(frozen=True)
class Verdict:
    """A sentence with its evidence, or the reasons against it, in words for the model.

    `support` is the share of its content words that its passages hold; `corrected` says that a
    quotation was not word for word and the true words stand in its place.
    """

    sentence: Sentence
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()
    support: float = 0.0
    corrected: bool = False

    @property
    def supported(self) -> bool:
        """Return whether the sentence may be shown as supported."""
        return bool(self.evidence) and not self.reasons


class Checker:
    """Checks sentences against the passages that were put before a model, by their ids there."""

    def __init__(self, book: PassageIndex, sides: SideWords) -> None:
        self._book = book
        self._sides = sides
        # Passages don't change: what is known of one is worked out once.
        self._held = lru_cache(maxsize=4096)(self._all_of)
        self._named = lru_cache(maxsize=4096)(book.corpus.finder.find)
        self._stems = lru_cache(maxsize=4096)(lambda text: frozenset(book.stems(text)))
        self._without_names = lru_cache(maxsize=4096)(book.corpus.finder.without_names)

    def check(self, sentence: Sentence, exhibits: Mapping[str, Passage]) -> Verdict:
        """Return the verdict on one sentence."""
        if has_link(sentence.text):
            return Verdict(sentence, reasons=("it holds a link or a tag",))
        if not sentence.pointers:
            return Verdict(sentence, reasons=("it names no passage",))
        unknown = [p.id for p in sentence.pointers if p.id not in exhibits]
        if unknown:
            return Verdict(sentence, reasons=(f"there is no passage {', '.join(unknown)}",))
        found = [(p, self._locate(p, exhibits[p.id], sentence)) for p in sentence.pointers]
        missing = [p.id for p, located in found if located is None]
        if missing:
            reason = f"its quotation does not stand in passage {', '.join(missing)}"
            return Verdict(sentence, reasons=(reason,))
        located = [place for _, place in found if place is not None]
        passages = [exhibits[p.id] for p in sentence.pointers]
        support = self.support(sentence.text, passages)
        quote = " ".join(evidence.quote for evidence, _ in located)
        reasons = tuple(f.reason for f in self.faults(sentence.text, passages, quote))
        corrected = any(not exact for _, exact in located)
        return Verdict(sentence, tuple(e for e, _ in located), reasons, support, corrected)

    def _locate(
        self, pointer: Pointer, passage: Passage, sentence: Sentence
    ) -> tuple[Evidence, bool] | None:
        """Return the evidence and whether it is word for word as quoted."""
        if pointer.quote:
            match = find_quote(pointer.quote, passage.text)
            if match is None:
                return None
            start, end, exact = match.start, match.end, not match.corrected
        else:
            (start, end), exact = self._nearest_sentence(sentence.text, passage.text), True
        quote = passage.text[start:end]
        return Evidence(passage, quote, passage.start + start, passage.start + end), exact

    def _nearest_sentence(self, sentence: str, text: str) -> tuple[int, int]:
        asked = self._stems(sentence)
        return max(sentence_spans(text), key=lambda s: len(asked & self._stems(text[s[0] : s[1]])))

    def faults(self, text: str, passages: Sequence[Passage], quote: str) -> tuple[Fault, ...]:
        """Return what a sentence says that its passages don't; `quote` holds the words cited."""
        held = self._all_held(passages)
        bare, told = self._without_names(text), "\n".join(map(_told, passages))
        figures = strange_numbers(bare, told)
        names = strange_names(text, held, self._common_words)
        tests: tuple[tuple[FaultKind, str, bool], ...] = (
            ("figure", f"its passages don't hold the figure {', '.join(sorted(figures))}",
             bool(figures)),
            ("count", "its figures count other things in its passages",
             bool(misplaced_figures(bare, told))),
            ("extreme", "it says all, only, never or most where its passages don't",
             exaggerates(text, held)),
            ("name", f"its passages don't name {', '.join(names)}", bool(names)),
            ("name", "it names a system or a person that its passages don't tell of",
             self._names_others(text, passages)),
            ("side", "it puts its passages on the other side", self._swaps_sides(text, passages)),
            ("name", "it mixes up which system did what", self._mixes_systems(text, passages)),
            ("support", "its passages don't say this",
             self._share(text, held) < _LEAST_SUPPORT),
            ("denial", "it denies what its quotation says, or the other way round",
             denies_otherwise(text, quote, self._overlap(text, quote))),
        )  # fmt: skip
        return tuple(Fault(kind, reason) for kind, reason, failed in tests if failed)

    def support(self, text: str, passages: Sequence[Passage]) -> float:
        """Return the share of a sentence's content words that its passages hold, 0 to 1."""
        return self._share(text, self._all_held(passages))

    def _all_held(self, passages: Sequence[Passage]) -> str:
        return "\n".join(self._held(passage) for passage in passages)

    def _share(self, text: str, held: str) -> float:
        """Return the share of a sentence's content words that its passages hold."""
        asked = self._stems(text)
        if len(asked) < _FEW_STEMS:
            return 1.0 if asked <= self._stems(held) else 0.0
        return len(asked & self._stems(held)) / len(asked)

    def _overlap(self, text: str, quote: str) -> float:
        """Return the share of content words of the shorter of two that the other holds."""
        one, other = self._stems(text), self._stems(quote)
        return len(one & other) / max(1, min(len(one), len(other)))

    def _all_of(self, passage: Passage) -> str:
        """Return a passage with all that is known of it: its place, systems and people."""
        corpus = self._book.corpus
        systems = (corpus.system(s) for s in passage.systems)
        people = (corpus.person(p) for p in passage.people)
        return "\n".join(
            [
                passage.text,
                " ".join(passage.heading_path),
                corpus.title_of(passage.source_id),
            ]
            + [" ".join((system.label, *system.aliases)) for system in systems]
            + [" ".join((person.name, *person.roles)) for person in people]
        )

    def _names_others(self, text: str, passages: Sequence[Passage]) -> bool:
        told = self._named(text)
        known = [self._named(self._held(passage)) for passage in passages]
        systems = {s for p in passages for s in p.systems} | {s for k in known for s in k.systems}
        people = {s for p in passages for s in p.people} | {s for k in known for s in k.people}
        return not (set(told.systems) <= systems and set(told.people) <= people)

    def _swaps_sides(self, text: str, passages: Sequence[Passage]) -> bool:
        """Return whether one pole is named where every passage stands for the other."""
        return bool(passages) and all(self._is_on_the_other_side(text, p) for p in passages)

    def _is_on_the_other_side(self, text: str, passage: Passage) -> bool:
        if not passage.decision or passage.pole not in {"left", "right"}:
            return False
        named = set(self._sides.poles_named(text, passage.decision))
        told = f"{passage.heading_path[-1]} {passage.text}"
        own = set(self._sides.poles_named(told, passage.decision))
        return bool(named - own - {passage.pole})

    def _mixes_systems(self, text: str, passages: Sequence[Passage]) -> bool:
        """Return whether a clause about one system is told of another in the passages."""
        if len({p.systems for p in passages}) < 2:
            return False
        for clause in _CLAUSES.split(text):
            systems = set(self._book.corpus.finder.find(clause).systems)
            own = [p for p in passages if systems & set(p.systems)]
            others = [p for p in passages if p not in own]
            rest = self._book.corpus.finder.without_names(clause)
            if len(systems) != 1 or not own or not others or not self._stems(rest):
                continue
            best_own = max(self._plain_share(rest, p) for p in own)
            if max(self._plain_share(rest, p) for p in others) > best_own + _CLEARLY_MORE:
                return True
        return False

    def _plain_share(self, text: str, passage: Passage) -> float:
        asked = self._stems(text)
        held = self._book.stems_of.get(passage.id) or self._stems(passage.text)
        return len(asked & held) / len(asked)

    @cached_property
    def _common_words(self) -> frozenset[str]:
        """Return the stems of words that are written small, and of those that link sentences."""
        corpus = self._book.corpus
        texts = [document.text for document in corpus.documents]
        texts += [situation.text for situation in corpus.framework.situations]
        texts += [statement.text for case in corpus.cases for statement in case.statements]
        small = {word for text in texts for word in re.findall(r"\b[a-z][a-z’'-]+", text)}
        return frozenset(stem_all([*small, *read_yaml("connectives.yaml")]))


def _told(passage: Passage) -> str:
    """Return the words of a passage and of the headings that it stands under."""
    return "\n".join((*passage.heading_path, passage.text))
