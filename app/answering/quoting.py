"""The answerer that needs no language model: it composes from the texts' own words."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.answering.answer import Answer, Conflict, Nearby
from app.answering.composers import COMPOSERS, FINDERS, Composer
from app.answering.conflicts import Conflicts, find_conflicts
from app.answering.coverage import find_unknown_names, is_covered
from app.answering.draft import Draft, number, shape
from app.answering.evidence import EvidenceBook
from app.answering.next_steps import alternatives, follow_ups, nearest_topics
from app.answering.question import Question
from app.answering.reader import Reader, Reading
from app.answering.reflect import choose_reflection, opening
from app.answering.route import Route
from indexing.retriever import PassageSearch
from prompts import load_prompt


@dataclass(frozen=True)
class Prepared:
    """An answer with what it was made from; `draft` is None for an abstention."""

    reading: Reading
    draft: Draft | None
    conflicts: Conflicts
    answer: Answer


@dataclass(frozen=True)
class QuotingAnswerer:
    """Answers from case summaries and exact quotes; the same question gets the same answer."""

    book: EvidenceBook
    search: PassageSearch
    reader: Reader
    name: str = "quoting"

    def answer(self, question: Question) -> Answer:
        """Return the whole answer to a question, or an abstention."""
        return self.prepare(question).answer

    def prepare(self, question: Question) -> Prepared:
        """Return the answer with what it was made from, for another to word it anew."""
        clock = _Clock()
        reading = self.reader.read(question)
        clock.lap("retrieve")
        unknown = find_unknown_names(reading, self.book, self.search.keywords, self.reader.speller)
        clock.lap("route")
        draft = None if unknown or reading.route.asks_nothing else self._compose(reading)
        conflicts = Conflicts()
        if draft is None:
            answer = self._abstain(question, reading, unknown)
        else:
            draft = shape(draft, reading.route)
            conflicts = find_conflicts(self.book, reading.standalone, draft)
            answer = self._finish(question, reading, draft, conflicts)
        clock.lap("compose")
        answer.timings_ms.update(clock.timings())
        return Prepared(reading, draft, conflicts, answer)

    def _compose(self, reading: Reading) -> Draft | None:
        """Return a draft, or None where the texts don't cover the question.

        Words that are found in the texts themselves need no further proof that they are covered.
        """
        found = self._first(FINDERS, reading)
        if found or not is_covered(reading, self.book):
            return found
        return self._first(COMPOSERS, reading)

    def _first(self, composers: Sequence[Composer], reading: Reading) -> Draft | None:
        drafts = (compose(self.book, reading, self.search) for compose in composers)
        return next((draft for draft in drafts if draft), None)

    def _finish(
        self, question: Question, reading: Reading, draft: Draft, conflicts: Conflicts
    ) -> Answer:
        corpus, route = self.book.corpus, reading.route
        sections, citations = number(draft.sections, corpus, needed=conflicts.sections)
        decisions = route.decisions or tuple(
            dict.fromkeys(c.passage.decision for c in citations if c.passage.decision)
        )
        reflection = choose_reflection(self.book, decisions, reading.retrieval)
        return Answer(
            id=_identify(question, corpus.hash),
            question=question.text,
            standalone_question=reading.standalone,
            route=route,
            lead=draft.lead,
            sections=sections,
            citations=citations,
            reflection=reflection,
            more_questions=follow_ups(corpus, route, decisions),
            nearest=(),
            conflicts=conflicts.found,
            abstained=False,
            answerer=self.name,
            corpus_hash=corpus.hash,
            notice=_notice(question),
            opening=opening(corpus, reading) if reflection else "",
            alternatives=alternatives(corpus, reading),
        )

    def _abstain(self, question: Question, reading: Reading, unknown: tuple[str, ...]) -> Answer:
        corpus = self.book.corpus
        nearest = nearest_topics(corpus, reading.route, reading.retrieval)
        lead = _abstention(reading.route, unknown)
        return _empty_answer(question, reading, corpus.hash, self.name, lead, nearest)


def _abstention(route: Route, unknown: tuple[str, ...]) -> str:
    if route.asks_nothing:
        return load_prompt("courtesy").fill()
    if unknown:
        return load_prompt("not_covered_name").fill(names=" or ".join(unknown))
    return load_prompt("not_covered").fill()


def _empty_answer(
    question: Question,
    reading: Reading,
    corpus_hash: str,
    answerer: str,
    lead: str,
    nearest: tuple[Nearby, ...],
) -> Answer:
    conflicts: tuple[Conflict, ...] = ()
    return Answer(
        _identify(question, corpus_hash), question.text, reading.standalone, reading.route, lead,
        sections=(), citations=(), reflection=None, more_questions=(), nearest=nearest,
        conflicts=conflicts, abstained=True, answerer=answerer, corpus_hash=corpus_hash,
        notice=_notice(question),
    )  # fmt: skip


def _notice(question: Question) -> str:
    return load_prompt("records_left_out").fill() if question.records_left_out else ""


def _identify(question: Question, corpus_hash: str) -> str:
    """Return the caller's id, or one made from the question and the texts."""
    parts: Sequence[str] = (*question.previous, question.text, corpus_hash)
    return question.id or sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


class _Clock:
    """Measures the steps of an answer, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._laps, "total": round((self._last - self._start) * 1000, 3)}
