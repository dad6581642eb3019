"""What the survey found about a decision, every figure with its sentence."""

from collections.abc import Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import Evidence, EvidenceBook, evidence
from app.answering.quoting_marks import single_marks
from corpus.framework import Decision, PoleName, SurveyFinding

_SOURCE = "look-both-ways"
# The report says of this decision's scale both that 1 and that 5 means building inside.
_MIDDLE = 3.0


def survey(book: EvidenceBook, decisions: tuple[str, ...]) -> Draft:
    """Return the figures of each decision."""
    sections = [
        DraftSection(book.corpus.decision(d).short, tuple(_claims(book, d)), d) for d in decisions
    ]
    topics = " and ".join(book.corpus.decision(d).topic for d in decisions)
    return Draft(f"Where leaders placed themselves: {topics}", tuple(sections))


def survey_overview(book: EvidenceBook) -> Draft:
    """Return how the survey was done, for a question that names no decision."""
    findings = [f for f in book.corpus.framework.survey if f.decision is None]
    claims = [
        quoted(book.find(f.quote, _SOURCE))
        for f in findings
        if f.measure in {"sample", "interviews", "scale", "priorities"}
    ]
    return Draft("The survey behind the report", (DraftSection("The survey", tuple(claims)),))


def nearer_side(book: EvidenceBook, decision: str) -> tuple[PoleName, Evidence] | None:
    """Return the end of the scale that the average is nearer to, and where the average stands.

    None where it stands in the middle or the report leaves the scale's direction in doubt.
    """
    mean = book.corpus.framework.findings(decision)["mean"]
    if mean.value is None or mean.value == _MIDDLE or _is_in_doubt(book, decision):
        return None
    side: PoleName = "right" if mean.value > _MIDDLE else "left"
    return side, book.find(mean.quote, _SOURCE, decision=decision)


def _is_in_doubt(book: EvidenceBook, decision: str) -> bool:
    return decision in book.corpus.framework.doubtful_scales


def _claims(book: EvidenceBook, decision_id: str) -> Iterable[DraftClaim]:
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
    book: EvidenceBook, decision: Decision, median: SurveyFinding, mean: SurveyFinding
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


def _claim(book: EvidenceBook, text: str, finding: SurveyFinding | None) -> DraftClaim:
    assert finding is not None
    return DraftClaim(text, (book.find(finding.quote, _SOURCE, decision=finding.decision),))
