"""What the survey found about a decision, every figure with its sentence."""

from collections.abc import Iterable
from dataclasses import replace

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.quoting_marks import single_marks
from app.evidence.passages import PassageIndex, evidence
from corpus.documents import REPORT
from corpus.framework import Decision, SurveyFinding


def survey(book: PassageIndex, decisions: tuple[str, ...]) -> Draft:
    """Return the figures of each decision."""
    sections = [
        DraftSection(book.corpus.decision(d).short, tuple(_claims(book, d)), d) for d in decisions
    ]
    topics = " and ".join(book.corpus.decision(d).topic for d in decisions)
    return Draft(f"Where leaders placed themselves: {topics}", tuple(sections))


def survey_overview(book: PassageIndex) -> Draft:
    """Return how the survey was done, for a question that names no decision."""
    findings = [f for f in book.corpus.framework.survey if f.decision is None]
    claims = [
        quoted(book.find(f.quote, REPORT))
        for f in findings
        if f.measure in {"sample", "interviews", "scale", "priorities"}
    ]
    return Draft("The survey behind the report", (DraftSection("The survey", tuple(claims)),))


_BY_MEASURE = {
    "top_priority": "Called a top priority",
    "leaning": "Where leaders placed themselves",
    "devoted_resources": "Had put time or resources into it",
}


def by_measure(book: PassageIndex, measure: str) -> Draft:
    """Return one figure for every decision, the highest first where they can be ordered.

    `measure` is a measure of the survey, or `leaning` for both leanings and the scale.
    """
    rows = []
    for decision in book.corpus.framework.decisions:
        found = book.corpus.framework.findings(decision.id)
        if measure == "leaning":
            leaning = _leaning(decision, found)
            claims = [_scale(book, decision, found["median"], found["mean"])]
            claims += [_claim(book, leaning, found.get("leaning_right"))] if leaning else []
            rows += [(0.0, replace(claim, subject=decision.short)) for claim in claims]
        elif measure in found and found[measure].value is not None:
            value = found[measure].value or 0.0
            claim = _claim(book, f"{value:g}%", found[measure])
            rows.append((-value, replace(claim, subject=decision.short)))
    rows.sort(key=lambda row: row[0])
    return Draft(_BY_MEASURE[measure], (DraftSection("", tuple(claim for _, claim in rows)),))


def _is_in_doubt(book: PassageIndex, decision: str) -> bool:
    return decision in book.corpus.framework.doubtful_scales


def _claims(book: PassageIndex, decision_id: str) -> Iterable[DraftClaim]:
    decision = book.corpus.decision(decision_id)
    found = book.corpus.framework.findings(decision_id)
    yield _scale(book, decision, found["median"], found["mean"])
    leaning = _leaning(decision, found)
    if leaning:
        yield _claim(book, leaning, found.get("leaning_right"))
    if found["devoted_resources"].value is not None:
        text = f"{found['devoted_resources'].value:g}% had put time or resources into it."
        yield _claim(book, text, found["devoted_resources"])
    text = f"{found['top_priority'].value:g}% called it a top priority."
    yield _claim(book, text, found["top_priority"])
    for pattern in book.corpus.framework.survey:
        if pattern.decision == decision_id and pattern.measure == "pattern":
            yield _claim(book, f"“{single_marks(pattern.quote)}”", pattern)


def _scale(
    book: PassageIndex, decision: Decision, median: SurveyFinding, mean: SurveyFinding
) -> DraftClaim:
    figures = f"The middle answer was {median.value:g} and the average {mean.value:g}"
    if _is_in_doubt(book, decision.id):
        text = f"{figures} on a scale of 1 to 5 whose direction the report gives in two ways."
    else:
        ends = f"1 ({decision.left.label}) to 5 ({decision.right.label})"
        text = f"{figures} on a scale of {ends}."
    passages = (p for p in book.of_kind("survey", decision.id) if median.quote in p.text)
    passage = next(passages)
    start = passage.text.index(median.quote)
    end = passage.text.index(mean.quote, start) + len(mean.quote)
    return DraftClaim(text, (evidence(passage, passage.text[start:end]),))


def _leaning(decision: Decision, found: dict[str, SurveyFinding]) -> str | None:
    parts = [
        f"{found[measure].value:g}% leaned to {label}"
        for measure, label in (
            ("leaning_left", decision.left.label),
            ("leaning_right", decision.right.label),
        )
        if measure in found
    ]
    return " and ".join(parts) + "." if parts else None


def _claim(book: PassageIndex, text: str, finding: SurveyFinding | None) -> DraftClaim:
    assert finding is not None
    return DraftClaim(text, (book.find(finding.quote, REPORT, decision=finding.decision),))
