"""What can be found on an answer as a whole."""

from collections.abc import Iterable, Sequence

from app.answering.conflicts import bearing
from app.answering.evidence import Evidence
from app.auditing.findings import Finding
from app.auditing.known import Known
from app.auditing.reading import Statement
from app.auditing.stated import StatedAnswer


def on_answer(
    answer: StatedAnswer, statements: Sequence[Statement], known: Known
) -> tuple[Finding, ...]:
    """Return the findings that belong to no single statement."""
    return (*_on_markers(answer, statements), *_on_silence(answer), *_on_conflicts(answer, known))


def _on_markers(answer: StatedAnswer, statements: Sequence[Statement]) -> Iterable[Finding]:
    used = {m for s in statements for m in (*s.markers, *(s.shown or ()))}
    markers = [c.marker for c in answer.citations]
    for marker in dict.fromkeys(markers):
        if marker not in used:
            yield Finding("marker", f"no statement cites source [{marker}]", marker)
        if markers.count(marker) > 1:
            yield Finding("marker", f"two sources have the number [{marker}]", marker)


def _on_silence(answer: StatedAnswer) -> Iterable[Finding]:
    if answer.abstained and (answer.claims or answer.citations):
        yield Finding("text", "it says that the texts don't cover this, and answers all the same")


def _on_conflicts(answer: StatedAnswer, known: Known) -> Iterable[Finding]:
    """Yield what the source says in two ways and the answer does not tell."""
    if answer.corpus_hash != known.corpus.hash:
        return
    cited = [
        Evidence(passage, c.quote, c.start, c.end)
        for c in answer.citations
        if (passage := known.passages.get(c.passage_id))
    ]
    told = {conflict.about for conflict in answer.conflicts}
    question = answer.standalone_question or answer.question
    for discrepancy, _ in bearing(known.book, question, cited):
        if discrepancy.about not in told:
            yield Finding(
                "conflict", f"it does not tell that the source has {discrepancy.about} in two ways"
            )
