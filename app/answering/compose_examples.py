"""Answers about what systems did: a decision's examples, or one system's."""

from collections.abc import Iterable
from itertools import groupby

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import EvidenceBook
from app.answering.reader import Reading
from corpus.cases import Case, Statement
from corpus.framework import POLES, PoleName
from corpus.library import Corpus

# With two decisions in one answer, each pole keeps this many lines.
_LINES_PER_POLE_OF_SEVERAL = 2
# A question of this many words that finds one example clearly before the next asks for that one.
_SPECIFIC_WORDS = 6
_CLEARLY = 0.8
# Above this probability a question asks for a system as such.
_GENERIC = 0.5


def decision_examples(
    book: EvidenceBook, decisions: tuple[str, ...], poles: tuple[PoleName, ...] = ()
) -> Draft:
    """Return each decision's examples under their poles, one line per system.

    `poles` narrows them to those asked for; none means all three.
    """
    several = len(decisions) > 1
    limit = _LINES_PER_POLE_OF_SEVERAL if several else None
    sections = [s for d in decisions for s in _pole_sections(book, d, several, limit)]
    if poles and not several:
        sections = [s for s in sections if s.pole in poles]
    return Draft(" and ".join(_title(book.corpus, d) for d in decisions), tuple(sections))


def system_examples(book: EvidenceBook, systems: tuple[str, ...]) -> Draft:
    """Return what each system did, decision by decision."""
    corpus = book.corpus
    sections = [s for system in systems for s in _system_sections(book, system, len(systems) > 1)]
    names = " and ".join(corpus.system(s).label for s in systems)
    return Draft(f"{names}: what the texts tell", tuple(sections))


def system_in_decision(
    book: EvidenceBook, systems: tuple[str, ...], decisions: tuple[str, ...]
) -> Draft | None:
    """Return what systems did about decisions, in detail; None where the texts tell nothing."""
    corpus = book.corpus
    sections = [section for _, section in cases_of_systems(book, systems, decisions)]
    if not sections:
        return None
    names = " and ".join(corpus.system(s).label for s in systems)
    return Draft(f"{names}: {' and '.join(_title(corpus, d) for d in decisions)}", tuple(sections))


def cases_of_systems(
    book: EvidenceBook, systems: tuple[str, ...], decisions: tuple[str, ...]
) -> list[tuple[Case, DraftSection]]:
    """Return the examples of decisions that tell of systems, with every line about these."""
    found = (
        (case, case_section(book, case, systems))
        for decision in decisions
        for case in book.corpus.cases_of(decision)
        if set(systems) & case.all_systems
    )
    return [(case, section) for case, section in found if section.claims]


def system_detail(book: EvidenceBook, systems: tuple[str, ...], reading: Reading) -> Draft | None:
    """Return the one example of a system that a question is plainly about; None for several."""
    own = [
        f
        for f in reading.retrieval.passages
        if f.passage.case and set(systems) & set(f.passage.systems)
    ]
    generic = reading.route.lookup >= _GENERIC or reading.wording.words < _SPECIFIC_WORDS
    if len(own) < 2 or generic:
        return None
    best = own[0].passage.case
    rival = next((f for f in own if f.passage.case != best), None)
    if best is None or (rival and rival.score > _CLEARLY * own[0].score):
        return None
    case = book.corpus.case(best)
    return Draft(f"{' and '.join(book.corpus.system(s).label for s in systems)}: {case.title}",
                 (case_section(book, case, systems),))  # fmt: skip


def case_details(book: EvidenceBook, cases: Iterable[Case], lead: str) -> Draft:
    """Return examples with every line that is known of them."""
    return Draft(lead, tuple(case_section(book, case, ()) for case in cases))


def _title(corpus: Corpus, decision: str) -> str:
    found = corpus.decision(decision)
    return f"{found.short}: {found.topic}"


def _pole_sections(
    book: EvidenceBook, decision: str, several: bool, limit: int | None
) -> list[DraftSection]:
    found = book.corpus.decision(decision)
    sections = []
    for pole in POLES:
        claims = [
            claim
            for case in book.corpus.cases_of(decision)
            if case.pole == pole
            for claim in _claims(book, case, (s for s in case.statements if s.lead))
        ]
        heading = found.heading(pole)
        heading = f"{found.short}: {heading}" if several else heading
        sections.append(DraftSection(heading, tuple(claims[:limit]), decision, pole, "pole"))
    return sections


def _system_sections(book: EvidenceBook, system: str, several: bool) -> list[DraftSection]:
    corpus = book.corpus
    sections = []
    by_decision = groupby(corpus.cases_with(system), key=lambda case: case.decision)
    for decision, cases in by_decision:
        for case in cases:
            statements = [s for s in case.statements if system in case.systems_of(s)]
            leads = [s for s in statements if s.lead] or statements[:1]
            heading = _case_heading(corpus, case)
            if several:
                heading = f"{corpus.system(system).label}. {heading}"
            claims = _claims(book, case, leads if decision else statements)
            sections.append(DraftSection(heading, tuple(claims), decision, case.pole))
    return sections


def case_section(book: EvidenceBook, case: Case, systems: tuple[str, ...]) -> DraftSection:
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
    book: EvidenceBook, case: Case, statements: Iterable[Statement]
) -> Iterable[DraftClaim]:
    for statement in statements:
        evidence = book.find(statement.quote, case.source, case.id)
        names = [book.corpus.system(s).label for s in case.systems_of(statement)]
        yield DraftClaim(statement.text, (evidence,), " and ".join(names) or None)
