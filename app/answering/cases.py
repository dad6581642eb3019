"""A decision's examples under their sides, and one example with all that is known of it."""

from collections.abc import Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.evidence.passages import PassageIndex
from corpus.cases import Case, Statement
from corpus.framework import POLES, PoleName
from corpus.library import Corpus


def decision_examples(book: PassageIndex, decision: str, poles: tuple[PoleName, ...] = ()) -> Draft:
    """Return a decision's examples under their poles, one line for each system or two.

    `poles` narrows them to those asked for; none means all three.
    """
    found = book.corpus.decision(decision)
    sections = [_pole_section(book, decision, pole) for pole in POLES if not poles or pole in poles]
    return Draft(f"{found.short}: {found.topic}", tuple(sections))


def _pole_section(book: PassageIndex, decision: str, pole: PoleName) -> DraftSection:
    cases = [case for case in book.corpus.cases_of(decision) if case.pole == pole]
    claims = [
        claim
        for case in cases
        for claim in _claims(book, case, (s for s in case.statements if s.lead))
    ]
    heading = book.corpus.decision(decision).heading(pole)
    return DraftSection(heading, tuple(claims), decision, pole, "pole")


def case_section(book: PassageIndex, case: Case, systems: tuple[str, ...]) -> DraftSection:
    """Return every line that is known of an example, or of `systems` in it where any are given."""
    statements = [
        s for s in case.statements if not systems or set(systems) & set(case.systems_of(s))
    ]
    claims = [*_claims(book, case, statements)]
    pull = case.pull_quote
    # Of a system alone, only its own people are quoted.
    if pull and (not systems or book.corpus.person(pull.speaker).system in systems):
        speaker = book.corpus.person(pull.speaker).name
        evidence = book.find(pull.text, case.source, case.id)
        claims.append(quoted(evidence, speaker))
    heading = _case_heading(book.corpus, case)
    return DraftSection(heading, tuple(claims), case.decision, case.pole)


def _case_heading(corpus: Corpus, case: Case) -> str:
    if not case.decision:
        return case.title
    decision = corpus.decision(case.decision)
    return f"{decision.short}: {decision.heading(case.pole)}"


def _claims(
    book: PassageIndex, case: Case, statements: Iterable[Statement]
) -> Iterable[DraftClaim]:
    for statement in statements:
        evidence = book.find(statement.quote, case.source, case.id)
        yield DraftClaim(statement.text, (evidence,))
