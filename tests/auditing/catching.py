"""Whether an audit finds the fault where it lies, not just anywhere."""

from app.auditing.audit import Audit
from app.auditing.findings import Finding
from tests.auditing.mutant import Mutant


def findings_at(mutant: Mutant, found: Audit) -> list[Finding]:
    """Return the findings at the place of the fault: its claims, its citation, or the answer."""
    if mutant.marker is None and not mutant.claims:
        return list(found.findings)
    at = [f for f in found.all_findings if f.marker is not None and f.marker == mutant.marker]
    claims = [c for c in found.claims if c.statement.text in mutant.claims]
    return [*at, *(f for claim in claims for f in claim.findings)]


def is_caught(mutant: Mutant, found: Audit) -> bool:
    """Return whether the audit is sure of a fault there."""
    return any(f.level == "fault" for f in findings_at(mutant, found))


def is_doubted(mutant: Mutant, found: Audit) -> bool:
    """Return whether the audit at least doubts what stands there."""
    return bool(findings_at(mutant, found))
