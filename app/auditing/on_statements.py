"""What can be found on a statement: its quotations, speakers, names, figures and side."""

from collections.abc import Iterable, Sequence

from app.auditing.about import told_of
from app.auditing.findings import Finding
from app.auditing.known import Known
from app.auditing.on_citations import quote_reason
from app.auditing.quotations import (
    LEAST_WORDS,
    check_quote,
    quotations_in,
    without_quotations,
    word_count,
)
from app.auditing.reading import Statement
from app.auditing.stated import StatedCitation
from app.auditing.units import misread_units
from app.verification.figures import strange_numbers
from corpus.framework import opposite
from corpus.names import Mentions


def on_statement(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> tuple[Finding, ...]:
    """Return every finding on what a statement says, given the citations that it carries."""
    if not cited:
        return tuple(_on_unfound(statement, known))
    return (
        *_on_quotations(statement, cited, known),
        *_on_speakers(statement, known),
        *_on_names(statement, cited, known),
        *_on_side(statement, cited, known),
        *_on_words(statement, cited, known),
    )


def _on_unfound(statement: Statement, known: Known) -> Iterable[Finding]:
    """Yield a finding for words that nothing is cited for and that stand in none of the texts."""
    for quote in quotations_in(statement.text):
        if word_count(quote) >= LEAST_WORDS and known.where_else(quote, ()) is None:
            yield Finding("quote", f"“{_short(quote)}” stands in none of the texts")


def _on_quotations(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> Iterable[Finding]:
    """Yield a finding for words in quotation marks that no cited passage holds."""
    for quote in quotations_in(statement.text):
        checks = [check_quote(quote, c.passage_text) for c in cited]
        if any(check.holds for check in checks) or known.is_label(quote):
            continue
        best = max(checks, key=lambda check: check.match == "departs")
        reason = quote_reason(quote, best, known, cited)
        yield Finding("quote", f"the quotation “{_short(quote)}”: {reason}")


def _on_speakers(statement: Statement, known: Known) -> Iterable[Finding]:
    """Yield a finding where words, or a role, are given to another than the texts give them."""
    named = _attributed(statement, known)
    for quote in quotations_in(statement.text):
        speakers = known.speakers_of(quote) if word_count(quote) >= LEAST_WORDS else frozenset()
        owners = speakers or known.holders_of(quote)
        if not owners or not (named.people or named.systems):
            continue
        homes = {known.corpus.person(s).system for s in owners}
        right = owners & set(named.people) if named.people else homes & set(named.systems)
        if not right:
            names = " or ".join(sorted(known.corpus.person(s).name for s in owners))
            verb = "says" if speakers else "has the role"
            yield Finding("speaker", f"in the texts {names} {verb} “{_short(quote)}”")


def _attributed(statement: Statement, known: Known) -> Mentions:
    """Return whom a statement names besides its quotations, else whom its heading names."""
    own = known.mentions(without_quotations(statement.text))
    if own.people or own.systems or statement.section is None:
        return own
    return known.mentions(statement.section.heading)


def _on_names(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> Iterable[Finding]:
    """Yield a finding where a statement tells of others than the words it cites are about."""
    told = known.mentions(without_quotations(statement.text))
    about = [told_of(citation, known) for citation in cited]
    for kind in ("systems", "people", "organizations"):
        named = set(getattr(told, kind))
        held = [frozenset(getattr(mentions, kind)) for mentions in about]
        right = frozenset().union(*held)
        if named and all(held) and not named <= right:
            names = ", ".join(sorted(known.label(id_) for id_ in right))
            yield Finding("name", f"the words that it cites are about {names}")


def _on_side(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> Iterable[Finding]:
    section = statement.section
    if section is None or section.pole is None:
        return
    if section.decision and section.pole != "combine":
        decision = known.corpus.decision(section.decision)
        if section.heading.endswith(decision.heading(opposite(section.pole))):
            yield Finding("side", f"its heading “{section.heading}” is that of the other side")
    poles = {c.pole for c in cited if c.decision == section.decision and c.pole}
    if poles and section.pole not in poles:
        yield Finding("side", f"it stands under “{section.heading}”, its passages do not")
    others = {c.decision for c in cited if c.decision} - {section.decision}
    if section.decision and others and not poles:
        yield Finding("side", f"it stands under “{section.heading}”, its passages are of another")


def _on_words(
    statement: Statement, cited: Sequence[StatedCitation], known: Known
) -> Iterable[Finding]:
    told = "\n".join(f"{' '.join(c.heading_path)}\n{c.passage_text}" for c in cited)
    for figure in misread_units(known.corpus.finder.without_names(statement.text), told):
        yield Finding("figure", f"its passages have “{figure}” of another unit")
    passages = [known.passage_of(c) for c in cited]
    quote = " ".join(c.quote for c in cited)
    said = known.corpus.finder.without_names(statement.text)
    is_quoted = not strange_numbers(said, quote)
    for fault in known.checker.faults(statement.text, passages, quote):
        # Of a figure that stands in the very words cited, these tell better what it counts.
        if not (fault.kind == "count" and is_quoted):
            yield Finding(fault.kind, fault.reason)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
