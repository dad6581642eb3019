"""Examples of systems that stand nearer to where a leader wants to be."""

from app.answering.cases import case_section
from app.answering.draft import DraftSection
from app.coaching.pathway import Gap
from app.evidence.passages import PassageIndex
from corpus.cases import Case

_MOST = 3


def nearer_cases(book: PassageIndex, gap: Gap) -> tuple[Case, ...]:
    """Return up to three examples on the side that the aspired place is nearest to.

    For the middle, those that hold both sides.
    """
    own = book.corpus.cases_of(gap.dimension.decision)
    return tuple(case for case in own if case.pole == gap.nearer)[:_MOST]


def nearer_sections(book: PassageIndex, gap: Gap) -> list[DraftSection]:
    """Return the lines of those examples, cited."""
    return [case_section(book, case, ()) for case in nearer_cases(book, gap)]
