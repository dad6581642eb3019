"""What can be found on an answer as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app.answering.conflicts import bearing
from app.auditing.connecting import is_abstention
from app.auditing.findings import Finding
from app.auditing.known import Known
from app.auditing.quotations import bare
from app.auditing.reading import Statement
from app.auditing.stated import StatedAnswer
from app.evidence.passages import Evidence
from app.verification.figures import strange_numbers
from indexing.normalizing import one_shape


def on_answer(
    answer: StatedAnswer, statements: Sequence[Statement], known: Known
) -> tuple[Finding, ...]:
    """Return the findings that belong to no single statement."""
    return (
        *_on_markers(answer, statements),
        *_on_silence(answer),
        *_on_sections(answer),
        *_on_connecting(answer, known),
        *_on_reflection(answer, known),
        *_on_conflicts(answer, statements, known),
    )


def _on_markers(answer: StatedAnswer, statements: Sequence[Statement]) -> Iterable[Finding]:
    used = {m for s in statements for m in (*s.markers, *(s.shown or ()))}
    counts = Counter(c.marker for c in answer.citations)
    for marker, count in counts.items():
        if marker not in used:
            yield Finding("marker", f"no statement cites source [{marker}]", marker)
        if count > 1:
            yield Finding("marker", f"two sources have the number [{marker}]", marker)


def _on_silence(answer: StatedAnswer) -> Iterable[Finding]:
    if answer.abstained and (answer.claims or answer.citations):
        yield Finding("text", "it says that the texts don't cover this, and answers all the same")


def _on_sections(answer: StatedAnswer) -> Iterable[Finding]:
    """Yield where the lists of an answer's sections, its claims and its text differ."""
    if not answer.sections:
        return
    listed = Counter(text for section in answer.sections for text in section.claims)
    claimed = Counter(claim.text for claim in answer.claims)
    for text in (listed - claimed) | (claimed - listed):
        where = "its sections but not its claims" if listed[text] else "its claims but no section"
        yield Finding("text", f"{where} list “{text[:60]}”")
    shown = one_shape(answer.text)
    for section in answer.sections:
        if section.kind != "prose" and one_shape(section.heading) not in shown:
            yield Finding("text", f"the text does not show the heading “{section.heading}”")


def _on_connecting(answer: StatedAnswer, known: Known) -> Iterable[Finding]:
    """Yield where connecting words tell a figure or a name that nothing cited or asked holds."""
    asked = f"{answer.question}\n{answer.standalone_question}"
    texts = [asked, *(c.passage_text for c in answer.citations)]
    pages = [c.pages or "" for c in answer.citations]
    named = {id_ for text in texts for id_ in known.mentions(text).ids}
    named |= {id_ for c in answer.citations for id_ in c.systems}
    lead = answer.lead if answer.sections or not is_abstention(answer.lead) else ""
    for words in (answer.opening, "" if answer.abstained else lead):
        told = known.corpus.finder.without_names(words)
        if strange_numbers(told, "\n".join([*texts, *pages])) - _OWN_FIGURES:
            yield Finding("uncited", f"its opening words tell a figure: “{words[:60]}”")
        if known.mentions(words).ids - named:
            yield Finding("uncited", f"its opening words name somebody else: “{words[:60]}”")


# "seven decisions", "both sides", "guide 2", "June 2018": what our own headings count.
_OWN_FIGURES = frozenset({"1", "2", "7", "2018"})


def _on_reflection(answer: StatedAnswer, known: Known) -> Iterable[Finding]:
    if answer.reflection is None or answer.corpus_hash != known.corpus.hash:
        return
    if not known.is_reflection(bare(answer.reflection.question)):
        yield Finding("quote", "the question that it ends with is none of the report's")


def _on_conflicts(
    answer: StatedAnswer, statements: Sequence[Statement], known: Known
) -> Iterable[Finding]:
    """Yield what the source says in two ways and the answer does not tell, or not with sources."""
    if answer.corpus_hash != known.corpus.hash:
        return
    by_marker = {c.marker: c.passage_id for c in answer.citations}
    for conflict in answer.conflicts:
        places = set(conflict.passage_ids)
        cited = [{by_marker[m] for m in s.markers if m in by_marker} for s in statements]
        if places and not any(places <= together for together in cited):
            yield Finding("conflict", f"no statement cites both versions of {conflict.about}")
    told = {conflict.about for conflict in answer.conflicts}
    question = answer.standalone_question or answer.question
    for discrepancy, _ in bearing(known.book, question, _evidence(answer, known)):
        if discrepancy.about not in told:
            yield Finding("conflict", f"the source says in two ways {discrepancy.about}")


def _evidence(answer: StatedAnswer, known: Known) -> list[Evidence]:
    return [
        Evidence(passage, c.quote, c.start, c.end)
        for c in answer.citations
        if (passage := known.passages.get(c.passage_id))
    ]
