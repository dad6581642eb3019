"""Cited lines of several lists in one document, with one run of numbers."""

from collections.abc import Sequence
from dataclasses import replace

from app.answering.answer import Citation, Claim
from app.exports.document import Bullet, Bullets


def joined(
    lists: Sequence[tuple[Sequence[Claim], Sequence[Citation]]],
) -> tuple[list[Bullets], list[Citation]]:
    """Return each list's lines, and all citations numbered on from one list to the next."""
    lines: list[Bullets] = []
    citations: list[Citation] = []
    for claims, own in lists:
        lines.append(bullets(claims, len(citations)))
        before = len(citations)
        citations += [replace(c, marker=c.marker + before) for c in own]
    return lines, citations


def bullets(claims: Sequence[Claim], before: int = 0) -> Bullets:
    """Return claims as a list; `before` counts the sources that stand before theirs."""
    return Bullets(tuple(Bullet(marked(c, before), c.subject or "") for c in claims))


def marked(claim: Claim, before: int = 0) -> str:
    """Return a claim with its markers behind it."""
    markers = "".join(f"[{marker + before}]" for marker in claim.citations)
    return f"{claim.text} {markers}"
