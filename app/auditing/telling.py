"""An audit as an object for programs and as lines for reading."""

from collections.abc import Iterable
from typing import Any

from app.auditing.audit import Audit, AuditedClaim
from app.auditing.findings import KIND_NAMES, Finding


def audit_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as an object, ready for `json.dumps`."""
    answer = audit.answer
    return {
        "id": answer.id,
        "question": answer.question,
        "answerer": answer.answerer,
        "corpus_hash": answer.corpus_hash,
        "prompt_hash": answer.prompt_hash,
        "abstained": answer.abstained,
        "citation_recall": audit.citation_recall,
        "citation_precision": audit.citation_precision,
        "faults": sum(f.level == "fault" for f in audit.all_findings),
        "findings": [_finding_json(finding) for finding in audit.findings],
        "claims": [claim_json(claim) for claim in audit.claims],
    }


def audit_text(audit: Audit) -> str:
    """Return an audit in plain lines: what was found, or that nothing was."""
    answer = audit.answer
    head = f"{answer.id or '(no id)'}  {answer.question}".rstrip()
    lines = [f"{head}\n  {_figures(audit)}", *map(_finding_line, audit.findings)]
    for claim in audit.claims:
        if claim.findings:
            lines.append(f"  {claim.number}. {claim.statement.text}")
            lines += map(_finding_line, claim.findings)
    return "\n".join(lines)


def _figures(audit: Audit) -> str:
    if audit.citation_recall is None:
        return "nothing is stated, so that there is nothing to measure"
    recall = f"citation recall {audit.citation_recall:.2f}"
    precision = audit.citation_precision
    return recall if precision is None else f"{recall}, precision {precision:.2f}"


def _finding_line(finding: Finding) -> str:
    at = "" if finding.marker is None else f" [{finding.marker}]"
    sure = "" if finding.level == "fault" else "perhaps "
    return f"     {sure}{KIND_NAMES[finding.kind]}{at}: {finding.reason}"


def claim_json(claim: AuditedClaim) -> dict[str, Any]:
    """Return an audited claim as an object."""
    return {
        "number": claim.number,
        "text": claim.statement.text,
        "citations": list(claim.statement.markers),
        "listed": claim.statement.is_claim,
        "support_score": None if claim.support is None else round(claim.support, 3),
        "recalled": claim.recalled,
        "precise": list(claim.precise),
        "findings": [_finding_json(finding) for finding in claim.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "level": finding.level,
        "reason": finding.reason,
        "marker": finding.marker,
    }


def reasons(findings: Iterable[Finding], level: str) -> str:
    """Return the reasons of the findings of one level in a line."""
    return "; ".join(f"{KIND_NAMES[f.kind]}: {f.reason}" for f in findings if f.level == level)
