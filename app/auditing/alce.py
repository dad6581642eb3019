"""Citation recall and precision of a statement, as ALCE defines them (arXiv 2305.14627, 4.2)."""

from collections.abc import Sequence

from app.auditing.findings import Finding, FindingKind
from app.auditing.known import Known
from app.auditing.on_statements import on_statement
from app.auditing.reading import Statement
from app.auditing.stated import StatedCitation

# A statement whose content words are its passages' to a lesser share is not held to be entailed.
LEAST_SUPPORT = 0.4
_AGAINST: frozenset[FindingKind] = frozenset(
    {"quote", "figure", "name", "speaker", "side", "denial", "record"}
)


def is_recalled(support: float | None, findings: Sequence[Finding]) -> bool:
    """Return whether the cited passages together entail a statement, as far as words tell.

    ALCE asks a model for that; here it takes the place of a plain function: enough of its words
    are theirs, and nothing was found that speaks against it.
    """
    enough = support is not None and support >= LEAST_SUPPORT
    return enough and not any(finding.kind in _AGAINST for finding in findings)


def precise_markers(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> tuple[int, ...]:
    """Return the markers of a recalled statement that are needed for it, or suffice alone.

    One is not where it does not entail the statement and the others do without it.
    """
    if len(cited) == 1:
        return (cited[0].marker,)

    def entails(some: Sequence[StatedCitation]) -> bool:
        support = known.checker.support(statement.text, [known.passage_of(c) for c in some])
        return is_recalled(support, on_statement(statement, some, known))

    return tuple(
        c.marker for c in cited if entails([c]) or not entails([o for o in cited if o is not c])
    )
