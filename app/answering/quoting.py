"""The answerer that needs no language model: it composes from the texts' own words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from app.answering.answer import CARE, Answer, Reflection, Route
from app.answering.chips import Chips, nearest_topics
from app.answering.claims import ClaimMaker
from app.answering.clock import Clock
from app.answering.composed import (
    Composed,
    frame_of,
    identify,
    rows_of,
    together,
    without_danger,
)
from app.answering.conflicts import Conflicts, find_conflicts, without_distant_conflicts
from app.answering.draft import (
    MAX_CITATIONS,
    Draft,
    DraftSection,
    HoldsDocuments,
    assign_citations,
    without_repeats,
)
from app.answering.kit import Kit
from app.answering.layouts.choosing import compose
from app.answering.names import unknown_names
from app.answering.own import Together, beside, find_own, report_score, without
from app.answering.reader import Earlier, Reader
from app.answering.reading import Reading
from app.answering.reflection import choose_reflection
from app.evidence.passages import PassageIndex
from app.safety.reader import SafetyReader
from app.safety.words import care_line, care_words
from app.understanding.question import Question
from app.understanding.turn import WITHOUT_TEXTS
from prompts import load_prompt

# The earlier turns are read in blocks: what was made of them serves six questions, where a window
# that moves on with each of them would have all of it made anew.
_BLOCK = 6
# The kind of answer that is nothing but somebody's words.
_QUOTE = "quote"
_REMEMBERED = 512


@dataclass(frozen=True)
class Prepared:
    """An answer with what it was made from; `draft` is None where nothing is cited.

    `texts` looks up the documents that it cites.
    """

    reading: Reading
    draft: Draft | None
    conflicts: Conflicts
    answer: Answer
    texts: HoldsDocuments


@dataclass(frozen=True)
class QuotingAnswerer:
    """Answers from ranked evidence and exact quotes; the same question gets the same answer."""

    book: PassageIndex
    reader: Reader
    chips: Chips
    safety: SafetyReader
    name: str = "quoting"
    claims: ClaimMaker = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", ClaimMaker(self.book))

    def answer(self, question: Question) -> Answer:
        """Return the whole answer to a question, or an abstention.

        Whoever surely is in danger is told where to turn, and nothing is looked up; who may be, is
        told ahead of the answer.
        """
        return (
            self._cared_for(question) or self.prepare(without_danger(self.safety, question)).answer
        )

    def _cared_for(self, question: Question) -> Answer | None:
        """Return where to turn, for a question that surely tells of danger; else None."""
        concern = self.safety.read(question.text)
        if concern.danger is None or not concern.surely:
            return None
        corpus = self.book.corpus
        return Answer(
            id=identify(question, corpus.hash),
            question=question.text,
            standalone_question=question.text,
            route=Route(act=CARE),
            lead=care_words(concern),
            sections=(),
            citations=(),
            reflection=None,
            more_questions=(),
            nearest=(),
            conflicts=(),
            abstained=False,
            answerer=self.name,
            corpus_hash=corpus.hash,
        )

    def prepare(self, question: Question) -> Prepared:
        """Return the answer with what it was made from, for another to word it anew."""
        clock = Clock()
        self.reader.turns.read(question.text)
        clock.lap("route")
        composed = self._compose_turns((*_latest(question.previous), question.text))
        clock.lap("retrieve")
        reading, draft = composed.reading, composed.draft
        conflicts = Conflicts()
        if draft is not None:
            conflicts = find_conflicts(self.book, reading.standalone, draft)
        composed = self._with_own(question, composed)
        texts = Together(self.book.corpus, question.own) if question.own else self.book.corpus
        answer = self._finish(question, composed, conflicts, texts)
        clock.lap("compose")
        answer.timings_ms.update(clock.timings())
        return Prepared(composed.reading, composed.draft, conflicts, answer, texts)

    def _with_own(self, question: Question, composed: Composed) -> Composed:
        """Return a turn laid out together with what the chosen documents of people's own say."""
        own, reading = question.own, composed.reading
        if own is None or composed.speaks:
            return composed
        report = composed.draft if own.report else None
        found = find_own(question, reading, composed.frame)
        if found is None:
            return composed if own.report else replace(composed, draft=None)
        best = report_score(self.reader.ranker.maker.index, reading)
        report = without(report, own.replaced)
        draft = beside(report, found, best, composed.frame)
        found_reading = replace(reading, coverage="full")
        return replace(composed, draft=draft, reading=found_reading, own_alone=report is None)

    def forget(self) -> None:
        """Forget every turn that was read or laid out so far."""
        self.reader.turns.forget()
        self._compose_turns.cache_clear()

    @cached_property
    def _compose_turns(self):  # type: ignore[no-untyped-def]
        return lru_cache(_REMEMBERED)(self._compose)

    def _compose(self, turns: tuple[str, ...]) -> Composed:
        before: Composed | None = self._compose_turns(turns[:-1]) if len(turns) > 1 else None
        earlier = before.earlier if before else None
        reading = self.reader.read(turns[-1], earlier)
        kit = self._kit(reading)
        empty = Composed(reading, None, earlier or Earlier(reading, frozenset()), kit.frame)
        if reading.act in WITHOUT_TEXTS or (
            reading.act == "language" and (before is None or before.draft is None)
        ):
            return replace(empty, speaks=True)
        found = compose(
            reading, kit, before.reading if before else None, before.draft if before else None
        )
        parts = () if found.follows else self.reader.parts(reading, earlier)
        if parts:
            found = replace(
                found, draft=together([(p, compose(p, kit, None, None).draft) for p in parts])
            )
        elif found.reading.coverage == "none":
            return empty
        draft = found.draft
        if not found.reading.collection and reading.act != "summarize":
            draft = without_repeats(draft)
            draft = without_distant_conflicts(self.book, reading.standalone, draft)
        if not draft.sections:
            return replace(empty, reading=found.reading)
        shown = found.reading.shown | rows_of(draft, self.reader)
        return Composed(found.reading, draft, Earlier(found.reading, shown), kit.frame)

    def _kit(self, reading: Reading) -> Kit:
        units = reading.ranking.units
        verbatim = reading.turn.kind == _QUOTE
        return Kit(self.book, units, self.claims, frame_of(reading), reading.shown, verbatim)

    def _finish(
        self,
        question: Question,
        composed: Composed,
        conflicts: Conflicts,
        texts: HoldsDocuments,
    ) -> Answer:
        reading, draft = composed.reading, composed.draft
        corpus, frame = self.book.corpus, composed.frame
        sections: Sequence[DraftSection] = draft.sections if draft else ()
        most = None if reading.collection else MAX_CITATIONS
        numbered, citations = assign_citations(sections, texts, most, needed=conflicts.sections)
        abstained = draft is None and not composed.speaks
        missing = self._missing(composed) if reading.coverage == "partial" and draft else ""
        return Answer(
            id=identify(question, corpus.hash),
            question=question.text,
            standalone_question=reading.standalone,
            route=self._route(reading),
            lead=self._lead(composed, missing),
            sections=numbered,
            citations=citations,
            reflection=self._reflection(composed),
            more_questions=self._more(composed),
            nearest=nearest_topics(corpus, reading) if abstained else (),
            conflicts=conflicts.found,
            abstained=abstained,
            answerer=self.name,
            corpus_hash=corpus.hash,
            notice=" ".join(filter(None, (self._notice(question), frame.notice))),
            second_lead=draft.second_lead if draft else "",
            coverage="none" if abstained else reading.coverage,
            missing=missing,
        )

    def _reflection(self, composed: Composed) -> Reflection | None:
        if composed.draft is None or composed.own_alone:
            return None
        return choose_reflection(self.book, composed.reading)

    def _notice(self, question: Question) -> str:
        """Return what is said ahead of an answer: to distress, and of what was left out."""
        said = [care_line(self.safety.read(question.text))]
        if question.records_left_out:
            said.append(load_prompt("records_left_out").fill())
        return " ".join(filter(None, said))

    def _lead(self, composed: Composed, missing: str) -> str:
        reading, draft = composed.reading, composed.draft
        if composed.speaks:
            return load_prompt(reading.act).fill()
        if draft is None:
            names = unknown_names(reading, self.reader.turns.speller)
            if names:
                return load_prompt("not_covered_name").fill(names=" or ".join(names))
            return load_prompt("not_covered").fill()
        if missing:
            return composed.frame.say("partial", missing=missing)
        return draft.lead

    def _missing(self, composed: Composed) -> str:
        """Return what the texts don't give: what a name stands for, or a kind of answer."""
        names = unknown_names(composed.reading, self.reader.turns.speller)
        if names:
            return composed.frame.say("about_names", names=" or ".join(names))
        return composed.frame.missing(composed.reading.turn.kind)

    def _route(self, reading: Reading) -> Route:
        decisions = (reading.decision,) if reading.decision else ()
        return Route(
            decisions,
            reading.query.mentions,
            (),
            reading.act,
            reading.turn.kind,
            reading.collection,
            reading.leans,
        )

    def _more(self, composed: Composed) -> tuple[str, ...]:
        if composed.own_alone or (composed.draft is None and not composed.speaks):
            return ()
        return self.chips.after(composed.reading, composed.earlier.shown)


def _latest(previous: tuple[str, ...]) -> tuple[str, ...]:
    """Return the last one or two blocks of the earlier turns: a new block begins a new start."""
    return previous[max(0, len(previous) // _BLOCK - 1) * _BLOCK :]
