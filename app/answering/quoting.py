"""The answerer that needs no language model: it composes from the texts' own words."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.answering.answer import Answer, Conflict, Nearby
from app.answering.compose_examples import (
    decision_examples,
    system_examples,
    system_in_decision,
)
from app.answering.compose_lookups import about, benefits, guides, lessons, rationale, reflections
from app.answering.compose_passages import nearest_passages
from app.answering.compose_people import people
from app.answering.compose_survey import survey, survey_overview
from app.answering.conflicts import find_conflicts
from app.answering.coverage import MIN_COSINE, Coverage, judge_coverage
from app.answering.draft import Draft, number
from app.answering.evidence import EvidenceBook
from app.answering.next_steps import follow_ups, nearest_topics
from app.answering.question import Question
from app.answering.reflect import choose_reflection
from app.answering.route import Route, find_route
from app.answering.vocabulary import Vocabulary
from indexing.retriever import PassageSearch, Retrieval
from prompts import load_prompt

_CANDIDATES = 40


@dataclass(frozen=True)
class QuotingAnswerer:
    """Answers from case summaries and exact quotes; the same question gets the same answer."""

    book: EvidenceBook
    search: PassageSearch
    vocabulary: Vocabulary
    name: str = "quoting"

    def answer(self, question: Question) -> Answer:
        """Return the whole answer to a question, or an abstention."""
        clock = _Clock()
        retrieval = self.search.search(question.standalone, _CANDIDATES)
        clock.lap("retrieve")
        corpus = self.book.corpus
        route = find_route(question, retrieval, corpus, self.vocabulary)
        coverage = judge_coverage(question, route, retrieval, self.search.keywords, corpus.finder)
        clock.lap("route")
        draft = self._compose(question, route, retrieval) if coverage.covered else None
        if draft is None:
            answer = self._abstain(question, route, retrieval, coverage)
        else:
            answer = self._finish(question, route, retrieval, draft)
        clock.lap("compose")
        answer.timings_ms.update(clock.timings())
        return answer

    def _compose(self, question: Question, route: Route, retrieval: Retrieval) -> Draft | None:
        return compose_for_names(self.book, route) or self._compose_topic(
            question, route, retrieval
        )

    def _compose_topic(
        self, question: Question, route: Route, retrieval: Retrieval
    ) -> Draft | None:
        if route.want == "about":
            return about(self.book)
        if route.want == "guide":
            return guides(self.book, question.standalone)
        if route.want == "survey" and not route.decisions:
            return survey_overview(self.book)
        if route.decisions:
            return compose_for_decisions(self.book, route)
        return nearest_passages(
            self.book, question.standalone, retrieval.passages, self.search.keywords, MIN_COSINE
        )

    def _finish(
        self, question: Question, route: Route, retrieval: Retrieval, draft: Draft
    ) -> Answer:
        corpus = self.book.corpus
        conflicts = find_conflicts(self.book, question, draft)
        sections, citations = number((*draft.sections, *conflicts.sections), corpus)
        decisions = route.decisions or tuple(
            dict.fromkeys(c.passage.decision for c in citations if c.passage.decision)
        )
        return Answer(
            id=_identify(question, corpus.hash),
            question=question.text,
            standalone_question=question.standalone,
            route=route,
            lead=draft.lead,
            sections=sections,
            citations=citations,
            reflection=choose_reflection(self.book, decisions, retrieval),
            more_questions=follow_ups(corpus, route, decisions),
            nearest=(),
            conflicts=conflicts.found,
            abstained=False,
            answerer=self.name,
            corpus_hash=corpus.hash,
        )

    def _abstain(
        self, question: Question, route: Route, retrieval: Retrieval, coverage: Coverage
    ) -> Answer:
        corpus = self.book.corpus
        nearest = nearest_topics(corpus, route, retrieval)
        names = coverage.unknown_names
        lead = (
            load_prompt("not_covered_name").fill(names=" or ".join(names))
            if names
            else load_prompt("not_covered").fill()
        )
        return _empty_answer(question, route, corpus.hash, self.name, lead, nearest)


def compose_for_names(book: EvidenceBook, route: Route) -> Draft | None:
    """Return an answer about the people or systems that a question names, if it names any."""
    if route.mentions.people:
        return people(book, route.mentions.people)
    if not route.systems:
        return None
    if route.named and route.want == "examples":
        detail = system_in_decision(book, route.systems, route.decisions)
        if detail:
            return detail
    return system_examples(book, route.systems) if route.want == "examples" else None


def compose_for_decisions(book: EvidenceBook, route: Route) -> Draft:
    """Return an answer about decisions, of the kind that is wanted."""
    decisions = route.decisions
    if route.want == "lessons":
        return lessons(book, decisions)
    if route.want == "reflection":
        return reflections(book, decisions)
    if route.want == "benefits":
        return benefits(book, decisions, route.role)
    if route.want == "survey":
        return survey(book, decisions)
    if route.want == "rationale":
        return rationale(book, decisions)
    return decision_examples(book, decisions)


def _empty_answer(
    question: Question,
    route: Route,
    corpus_hash: str,
    answerer: str,
    lead: str,
    nearest: tuple[Nearby, ...],
) -> Answer:
    conflicts: tuple[Conflict, ...] = ()
    return Answer(
        _identify(question, corpus_hash), question.text, question.standalone, route, lead,
        sections=(), citations=(), reflection=None, more_questions=(), nearest=nearest,
        conflicts=conflicts, abstained=True, answerer=answerer, corpus_hash=corpus_hash,
    )  # fmt: skip


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
