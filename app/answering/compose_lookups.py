"""Look-ups, exact and complete: lessons, reflection questions, benefits, reasons, guides."""

from collections.abc import Callable, Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import Evidence, EvidenceBook, evidence, whole
from app.answering.quoting_marks import single_marks
from corpus.framework import Decision, Guide, PoleName, Role
from indexing.passages import Passage

_ROLES: tuple[Role, ...] = ("teacher", "school_leader", "district")
_ROLE_NAMES: dict[Role, str] = {
    "teacher": "Teachers",
    "school_leader": "School leaders",
    "district": "District or CMO (charter management organization)",
}
_SIDES: tuple[PoleName, ...] = ("left", "right")


def lessons(book: EvidenceBook, decisions: tuple[str, ...]) -> Draft:
    """Return the lessons learned, word for word."""
    return _verbatim(
        book, decisions, "What leaders learned", lambda d: book.of_kind("lesson", d.id)
    )


def reflections(book: EvidenceBook, decisions: tuple[str, ...]) -> Draft:
    """Return the report's reflection questions, word for word."""
    return _verbatim(
        book, decisions, "Questions to reflect on", lambda d: book.of_kind("reflection", d.id)
    )


def rationale(book: EvidenceBook, decisions: tuple[str, ...]) -> Draft:
    """Return why leaders go one way or the other, and what each risks, in the report's words."""

    def passages(decision: Decision) -> Iterable[Passage]:
        yield from book.of_kind("intro", decision.id)[:1]
        for side in _SIDES:
            yield from book.of_kind("rationale", decision.id, side)[:1]

    sections = []
    for decision in map(book.corpus.decision, decisions):
        for passage in passages(decision):
            heading = decision.heading(passage.pole) if passage.pole else "What pulls both ways"
            sections.append(
                DraftSection(heading, (quoted(whole(passage)),), decision.id, passage.pole)
            )
    return Draft(_lead(book, decisions, "Why one way or the other"), tuple(sections))


def benefits(
    book: EvidenceBook,
    decisions: tuple[str, ...],
    role: Role | None,
    poles: tuple[PoleName, ...],
) -> Draft:
    """Return the benefits of both poles or of the one asked for, for one role or for all three."""
    roles = (role,) if role else _ROLES
    sections = []
    for decision in map(book.corpus.decision, decisions):
        columns = (
            b
            for b in book.corpus.framework.benefits
            if b.decision == decision.id and (len(poles) != 1 or b.pole in poles)
        )
        for column in columns:
            claims = tuple(_benefit(book, decision.id, column.pole, r, column.of(r)) for r in roles)
            heading = decision.heading(column.pole)
            sections.append(DraftSection(heading, claims, decision.id, column.pole, "pole"))
    return Draft(_lead(book, decisions, "Benefits"), tuple(sections))


def guides(book: EvidenceBook, text: str) -> Draft:
    """Return the prompts of the guide whose words `text` uses most; guide 1 where it is a tie."""
    asked = book.stems(text)
    ordinals = {"guide-1": book.stems("1 one first"), "guide-2": book.stems("2 two second")}

    def fit(guide: Guide) -> tuple[int, int]:
        return len(asked & ordinals[guide.id]), len(asked & book.stems(_guide_text(guide)))

    guide = max(book.corpus.framework.guides, key=fit)
    sections = [_guide_group(book, guide, i) for i in range(len(guide.groups))]
    return Draft(f"{guide.title} (reflection guide, p. {guide.pages})", tuple(sections))


def _guide_text(guide: Guide) -> str:
    parts = [guide.title, guide.instruction]
    parts += [text for g in guide.groups for text in (g.name, g.lead or "")]
    parts += [text for d in guide.dimensions for text in (d.name, "spectrum spectra dimension")]
    return " ".join(parts)


def about(book: EvidenceBook, text: str) -> Draft:
    """Return what the report says of itself, or the part of it that `text` asks for."""
    asked = text.lower()
    facts = book.corpus.framework.about
    wanted = [f for f in facts if any(term in asked for term in f.terms)] or list(facts)
    claims = [
        DraftClaim(f.text, tuple(book.find(q, "look-both-ways") for q in f.quotes), f.subject)
        for f in wanted
    ]
    lead = "About the report “Look Both Ways” (June 2018)"
    return Draft(lead, (DraftSection("The report", tuple(claims)),))


def _verbatim(
    book: EvidenceBook,
    decisions: tuple[str, ...],
    what: str,
    passages: Callable[[Decision], Iterable[Passage]],
) -> Draft:
    sections = []
    for decision in map(book.corpus.decision, decisions):
        claims = tuple(quoted(whole(p)) for p in passages(decision))
        sections.append(DraftSection(decision.short, claims, decision.id))
    return Draft(_lead(book, decisions, what), tuple(sections))


def _benefit(
    book: EvidenceBook, decision: str, pole: PoleName, role: Role, items: tuple[str, ...]
) -> DraftClaim:
    [passage] = book.of_kind("benefit", decision, pole, role)
    text = "; ".join(f"“{single_marks(item)}”" for item in items)
    return DraftClaim(text, (_span(passage, items),), _ROLE_NAMES[role])


def _span(passage: Passage, items: tuple[str, ...]) -> Evidence:
    """Return the words from the first item to the end of the last one."""
    start = passage.text.index(items[0])
    end = passage.text.index(items[-1]) + len(items[-1])
    return evidence(passage, passage.text[start:end])


def _guide_group(book: EvidenceBook, guide: Guide, index: int) -> DraftSection:
    group = guide.groups[index]
    claims = tuple(quoted(book.find(p, "look-both-ways")) for p in group.prompts)
    return DraftSection(group.name, claims)


def _lead(book: EvidenceBook, decisions: tuple[str, ...], what: str) -> str:
    return f"{what}: {' and '.join(book.corpus.decision(d).topic for d in decisions)}"
