"""The answerer that lets a chat model word the answer, and believes no word of it unchecked."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.utils.json import parse_partial_json

from app.answering.answer import Answer
from app.answering.composed import without_danger
from app.answering.draft import DraftClaim, DraftSection, assign_citations
from app.answering.quoting import Prepared, QuotingAnswerer
from app.generation.briefing import (
    FEW_PASSAGES,
    MOST_PASSAGES,
    SCHEMA,
    Briefing,
    brief,
    prompt_hash,
)
from app.generation.conversing import Condenser, is_paraphrase
from app.generation.judging import Judge
from app.models.calling import ModelCaller, StopCheck
from app.models.failures import FailureKind, ModelFailureError
from app.understanding.question import Question
from app.verification.check import Checker, Verdict
from app.verification.sentences import Pointer, Sentence, read_sentences, visible_text
from prompts import load_prompt

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Partial:
    """An answer on its way: its words so far, none of them checked, and the claims that are."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """What a model has written, understood."""

    heard: str
    sentences: tuple[Sentence, ...]
    visible: str


@dataclass(frozen=True)
class ModelAnswerer:
    """Answers in a model's words over the same evidence as the quoting answerer.

    `strike` shows what is not supported struck out, rather than dropping it.
    """

    quoting: QuotingAnswerer
    caller: ModelCaller
    checker: Checker
    condenser: Condenser
    judge: Judge | None = None
    structured: bool = False
    strike: bool = False

    @property
    def name(self) -> str:
        """Return the model's name as the setting has it."""
        return self.caller.name

    def answer(self, question: Question, stop: StopCheck = lambda: False) -> Answer:
        """Return the whole answer; from the texts alone where the model fails.

        Raises ModelFailureError only where `stop` said to stop.
        """
        *_, last = self.stream(question, stop)
        assert isinstance(last, Answer)
        return last

    def stream(self, question: Question, stop: StopCheck) -> Iterator[Partial | Answer]:
        """Yield the answer as it grows, at last the answer itself.

        What may tell of danger to somebody never reaches a model.
        """
        if self.quoting.safety.read(question.text).danger is not None:
            yield self.quoting.answer(question)
            return
        question = without_danger(self.quoting.safety, question)
        prepared: Prepared | None = None
        try:
            prepared = self._prepare(question, stop)
            if prepared.draft is None:
                yield prepared.answer
            else:
                yield Partial("", ())
                yield from self._fitting(prepared, stop)
        except ModelFailureError as failure:
            if failure.kind is FailureKind.STOPPED:
                raise
            _log.info("model %s: %s", self.name, failure.kind.name)
            answer = (prepared or self.quoting.prepare(question)).answer
            yield _without_model(answer, failure)

    def _prepare(self, question: Question, stop: StopCheck) -> Prepared:
        """Return the evidence for a question, which a model puts into words that stand alone."""
        alone = self.condenser.condense(question, stop) if question.previous else question
        prepared = self.quoting.prepare(alone)
        return replace(prepared, answer=replace(prepared.answer, question=question.text))

    def _fitting(self, prepared: Prepared, stop: StopCheck) -> Iterator[Partial | Answer]:
        """Yield the answer over as many passages as the model takes."""
        try:
            yield from self._worded(prepared, stop, MOST_PASSAGES)
        except ModelFailureError as failure:
            if failure.kind is not FailureKind.TOO_LONG:
                raise
            yield from self._worded(prepared, stop, FEW_PASSAGES)

    def _worded(self, prepared: Prepared, stop: StopCheck, most: int) -> Iterator[Partial | Answer]:
        assert prepared.draft is not None
        briefing = brief(
            self.quoting.book.corpus, prepared.reading, prepared.draft,
            structured=self.structured, most=most,
        )  # fmt: skip
        schema = SCHEMA if self.structured else None
        checked: dict[Sentence, Verdict] = {}
        text = ""
        for text in self.caller.stream(briefing.messages, stop, schema):
            said = self._read(text, whole=False)
            self._check(said.sentences, briefing, checked)
            good = tuple(v.sentence.text for v in checked.values() if v.supported)
            yield Partial(said.visible, good)
        said = self._read(text, whole=True)
        self._check(said.sentences, briefing, checked)
        verdicts = [checked[sentence] for sentence in said.sentences]
        verdicts = self._second_chance(text, verdicts, briefing, stop)
        if self.judge:
            verdicts = self.judge.review(verdicts, stop)
        yield self._finish(prepared, said.heard, verdicts)

    def _check(
        self, sentences: tuple[Sentence, ...], briefing: Briefing, known: dict[Sentence, Verdict]
    ) -> None:
        for sentence in sentences:
            if sentence not in known:
                known[sentence] = self.checker.check(sentence, briefing.exhibits)

    def _read(self, text: str, *, whole: bool) -> _Said:
        return _read_structured(text, whole=whole) if self.structured else _read_marked(text, whole)

    def _second_chance(
        self, text: str, verdicts: list[Verdict], briefing: Briefing, stop: StopCheck
    ) -> list[Verdict]:
        """Return the verdicts with those that failed asked for once more.

        Where that fails too, the first ones stand: what was supported is still an answer.
        """
        failed = [v for v in verdicts if not v.supported]
        if not failed:
            return verdicts
        try:
            schema = SCHEMA if self.structured else None
            messages = briefing.again(text, failed)
            *_, again = self.caller.stream(messages, stop, schema, brisk=True)
        except ModelFailureError as failure:
            if failure.kind is FailureKind.STOPPED:
                raise
            return verdicts
        sentences = self._read(again, whole=True).sentences
        held = {v.sentence.text for v in verdicts}
        mended = [
            verdict
            for s in sentences
            if s.text not in held
            and (verdict := self.checker.check(s, briefing.exhibits)).supported
        ]
        return [*verdicts, *mended]

    def _finish(self, prepared: Prepared, heard: str, verdicts: list[Verdict]) -> Answer:
        good = [v for v in verdicts if v.supported]
        if not good:
            raise ModelFailureError(FailureKind.UNSUPPORTED)
        assert prepared.draft is not None
        claims = tuple(DraftClaim(v.sentence.text, v.evidence) for v in good)
        prose = DraftSection("", claims, kind="prose")
        conflicts = prepared.conflicts.sections
        sections, citations = assign_citations([prose], prepared.texts, needed=conflicts)
        mended = {(e.passage.id, e.start, e.end) for v in good if v.corrected for e in v.evidence}
        bad = tuple(v.sentence.text for v in verdicts if not v.supported)
        asked = f"{prepared.answer.question} {prepared.reading.standalone}"
        return replace(
            prepared.answer,
            lead=prepared.draft.lead,
            second_lead="",
            sections=sections,
            citations=tuple(
                replace(c, corrected=(c.passage.id, c.start, c.end) in mended) for c in citations
            ),
            paraphrase=heard if is_paraphrase(heard, asked, self.quoting.book) else "",
            unsupported=bad if self.strike else (),
            answerer=self.name,
            prompt_hash=prompt_hash(structured=self.structured),
        )


def _without_model(answer: Answer, failure: ModelFailureError) -> Answer:
    line = load_prompt("model_failed").fill(failure=failure.happened)
    return replace(answer, notice=f"{answer.notice} {line}".strip())


def _read_marked(text: str, whole: bool) -> _Said:
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith(">"):
        return _Said("", read_sentences(text, whole=whole), visible_text(text))
    heard = first.lstrip("> ").strip()
    sentences = read_sentences(rest, whole=whole)
    return _Said(heard, sentences, visible_text(rest))


def _read_structured(text: str, *, whole: bool) -> _Said:
    try:
        # Some models put JSON into a fence of Markdown, with words before it.
        value: Any = parse_partial_json(text[max(0, text.find("{")) :].removesuffix("```").strip())
    except ValueError:
        value = None
    if not isinstance(value, dict):
        if whole:
            raise ModelFailureError(FailureKind.UNREADABLE)
        return _Said("", (), "")
    rows = value.get("claims")
    claims = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    sentences = tuple(s for row in claims if (s := _sentence(row)))
    visible = " ".join(s.text for s in sentences)
    heard = value.get("heard")
    done = sentences if whole else sentences[:-1]
    return _Said(heard if isinstance(heard, str) else "", done, visible)


def _sentence(row: dict[str, Any]) -> Sentence | None:
    text, places = row.get("text"), row.get("evidence")
    if not isinstance(text, str) or not text.strip():
        return None
    found = [p for p in places if isinstance(p, dict)] if isinstance(places, list) else []
    pointers = (Pointer(str(p.get("id", "")), str(p.get("quote", ""))) for p in found)
    return Sentence(" ".join(text.split()), tuple(dict.fromkeys(pointers)))
