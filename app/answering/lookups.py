"""Look-ups, exact and complete: lessons, reflection questions, benefits, reasons, guides."""

from collections.abc import Callable, Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.quoting_marks import single_marks
from app.evidence.passages import Evidence, PassageIndex, evidence, whole
from corpus.documents import REPORT
from corpus.framework import Decision, Dimension, Guide, PoleName, Role
from indexing.passages import Passage

_ROLES: tuple[Role, ...] = ("teacher", "school_leader", "district")
_ROLE_NAMES: dict[Role, str] = {
    "teacher": "Teachers",
    "school_leader": "School leaders",
    "district": "District or CMO (charter management organization)",
}
_SIDES: tuple[PoleName, ...] = ("left", "right")


def lessons(book: PassageIndex, decisions: tuple[str, ...]) -> Draft:
    """Return the lessons learned, word for word."""
    return _verbatim(
        book, decisions, "What leaders learned", lambda d: book.of_kind("lesson", d.id)
    )


def reflections(book: PassageIndex, decisions: tuple[str, ...]) -> Draft:
    """Return the report's reflection questions, word for word."""
    return _verbatim(
        book, decisions, "Questions to reflect on", lambda d: book.of_kind("reflection", d.id)
    )


def rationale(book: PassageIndex, decisions: tuple[str, ...]) -> Draft:
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
    book: PassageIndex,
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


def guide(book: PassageIndex, id_: str) -> Draft:
    """Return the prompts of one of the two guides."""
    found = next(g for g in book.corpus.framework.guides if g.id == id_)
    sections = [_guide_group(book, found, index) for index in range(len(found.groups))]
    lines = [p for p in book.of_kind("guide") if any(_is_line_of(p, d) for d in found.dimensions)]
    if lines:
        sections.insert(0, DraftSection("The seven lines", tuple(quoted(whole(p)) for p in lines)))
    return Draft(f"{found.title} (reflection guide, p. {found.pages})", tuple(sections))


def _is_line_of(passage: Passage, dimension: Dimension) -> bool:
    return passage.text.rstrip(" |").endswith(dimension.name)


def _verbatim(
    book: PassageIndex,
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
    book: PassageIndex, decision: str, pole: PoleName, role: Role, items: tuple[str, ...]
) -> DraftClaim:
    [passage] = book.of_kind("benefit", decision, pole, role)
    text = "; ".join(f"“{single_marks(item)}”" for item in items)
    return DraftClaim(text, (_span(passage, items),), _ROLE_NAMES[role])


def _span(passage: Passage, items: tuple[str, ...]) -> Evidence:
    """Return the words from the first item to the end of the last one."""
    start = passage.text.index(items[0])
    end = passage.text.index(items[-1]) + len(items[-1])
    return evidence(passage, passage.text[start:end])


def _guide_group(book: PassageIndex, guide: Guide, index: int) -> DraftSection:
    group = guide.groups[index]
    claims = tuple(quoted(book.find(p, REPORT)) for p in group.prompts)
    return DraftSection(group.name, claims)


def _lead(book: PassageIndex, decisions: tuple[str, ...], what: str) -> str:
    return f"{what}: {' and '.join(book.corpus.decision(d).topic for d in decisions)}"


def overview(book: PassageIndex) -> Draft:
    """Return the seven decisions, each with the words that open its section."""
    claims = []
    for decision in book.corpus.framework.decisions:
        [passage, *_] = book.of_kind("intro", decision.id)
        text = f"{decision.topic} (p. {decision.pages})."
        claims.append(DraftClaim(text, (whole(passage),), decision.short))
    return Draft("The seven decisions of the report", (DraftSection("", tuple(claims)),))
