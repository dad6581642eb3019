"""A session plan as a document with its hand-outs, and as slides."""

from collections.abc import Sequence

from app.answering.answer import Citation, Claim
from app.answering.cases import case_section
from app.answering.draft import assign_citations
from app.coaching.journal import guide_of
from app.coaching.pathway import dimension_of
from app.coaching.plan import ROLES, Block, Plan, upsides
from app.evidence.passages import PassageIndex
from app.exports.citing import bullets, joined
from app.exports.document import (
    Bullet,
    Bullets,
    Document,
    Heading,
    Level,
    NewPage,
    Paragraph,
    Part,
    Table,
    WritingLines,
    finish,
    licence_lines,
)
from app.exports.slides import Slide
from corpus.cases import Case
from corpus.framework import POLES, Decision, PoleName

_SIDES: tuple[PoleName, ...] = ("left", "right")
_LINES_FOR_DOWNSIDES = 3
_LINES_FOR_NOTES = 4
_STEP = ("What?", "By when?", "With whom?", "How will I know that it worked?")
_LOOKING_BACK = "What helped your thinking today?"
_WHILE_READING = "How does this compare with what you see in your own system?"


def plan_paper(book: PassageIndex, title: str, plan: Plan) -> Document:
    """Return a plan for the coach, and a hand-out of one page for each example."""
    corpus = book.corpus
    decision = corpus.decision(plan.decision)
    told = [(case, *_lines(book, case)) for case in _cases(book, plan)]
    lines, citations = joined([(claims, own) for _, claims, own in told])
    parts: list[Part] = [*_head(plan, decision), Heading("Agenda"), _agenda(plan)]
    for block in plan.blocks:
        parts += [Heading(f"{block.title} ({block.minutes} minutes)", 3), _steps(block.text)]
    parts += [Heading("Probing questions, in order"), _numbered(plan.questions)]
    parts += [Heading("Examples"), _numbered([_label(book, case) for case, _, _ in told])]
    parts += [*_map(book, plan, decision), *_excerpt(book, plan)]
    for (case, _, _), case_lines in zip(told, lines, strict=True):
        parts += [NewPage(), *_handout(book, case, case_lines, 3)]
    return finish(title, [*parts, NewPage()], corpus, citations)


def handout(book: PassageIndex, case: Case) -> Document:
    """Return one example on a page, with its sources and licence."""
    claims, citations = _lines(book, case)
    parts = _handout(book, case, bullets(claims), 2)
    return finish(case.title, parts[1:], book.corpus, citations)


def plan_slides(book: PassageIndex, title: str, plan: Plan) -> list[Slide]:
    """Return the slides of a plan: goal, spectrum, examples, questions, map, next step."""
    corpus = book.corpus
    decision = corpus.decision(plan.decision)
    licence = " ".join(licence_lines(corpus)[:1])
    agenda = tuple(f"{block.minutes} min   {block.title}" for block in plan.blocks)
    slides = [
        Slide(title, (decision.title, plan.attendees), source=licence),
        Slide("Today", agenda),
    ]
    for block in plan.blocks:
        slides += _block_slides(book, plan, decision, block)
    return [*slides, Slide("Sources and licence", licence_lines(corpus))]


def _block_slides(book: PassageIndex, plan: Plan, decision: Decision, block: Block) -> list[Slide]:
    """Return the slides of one part of the session, where it stands in the agenda."""
    left, right = decision.left.heading, decision.right.heading
    match block.key:
        case "spectrum":
            return [Slide("Where do we stand?", scale=(left, right), notes=block.text)]
        case "read":
            return [_case_slide(book, case, block.text) for case in _cases(book, plan)]
        case "probe":
            asked = [Slide(text, alone=True, notes=block.text) for text in plan.questions]
            both = Slide("What each side is good for", columns=_columns(book, plan, decision))
            downsides = Slide(
                "And what does each side cost us?", columns=_downsides(plan, decision)
            )
            return [*asked, both, downsides]
        case "commit":
            return [Slide("My next step", _STEP, notes=block.text)]
        case "reflect":
            return [Slide(_LOOKING_BACK, alone=True, notes=block.text)]
    return []


def _head(plan: Plan, decision: Decision) -> list[Part]:
    parts: list[Part] = [Paragraph(f"{decision.title} (pp. {decision.pages})", "lead")]
    if plan.situation:
        parts.append(Paragraph(f"The situation, for you alone: {plan.situation}"))
    if plan.attendees:
        parts.append(Paragraph(f"With: {plan.attendees}"))
    if plan.recalled:
        parts.append(Heading("From past sessions"))
        parts.append(Bullets(tuple(Bullet(text) for text in plan.recalled)))
    return parts


def _agenda(plan: Plan) -> Table:
    rows, begun = [], 0
    for block in plan.blocks:
        rows.append((f"{begun}–{begun + block.minutes}", str(block.minutes), block.title))
        begun += block.minutes
    header = ("From–to, in minutes", "Length", "What")
    planned = "" if begun == plan.minutes else f" ({plan.minutes} were planned)"
    return Table(f"Agenda, {begun} minutes{planned}", header, tuple(rows))


def _steps(text: str) -> Bullets:
    return Bullets(tuple(Bullet(line) for line in text.split("\n") if line.strip()))


def _numbered(texts: Sequence[str]) -> Bullets:
    return Bullets(tuple(Bullet(text) for text in texts), numbered=True)


def _cases(book: PassageIndex, plan: Plan) -> list[Case]:
    return [book.corpus.case(plan.cases[pole]) for pole in POLES if pole in plan.cases]


def _lines(book: PassageIndex, case: Case) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    [section], citations = assign_citations([case_section(book, case, ())], book.corpus)
    return section.claims, citations


def _label(book: PassageIndex, case: Case) -> str:
    systems = ", ".join(book.corpus.system(s).label for s in case.systems)
    return f"{case.title} ({systems}; {book.corpus.place_of(case)})"


def _map(book: PassageIndex, plan: Plan, decision: Decision) -> list[Part]:
    """Return both sides with the report's upsides, and room for the leader's downsides."""
    rows = tuple(
        (
            ROLES[role],
            "; ".join(f"“{item}”" for item in upsides(book, plan, "left")[role]),
            "; ".join(f"“{item}”" for item in upsides(book, plan, "right")[role]),
        )
        for role in plan.roles
    )
    header = ("For", decision.left.heading, decision.right.heading)
    caption = f"Upsides, in the report’s words (pp. {decision.pages})"
    parts: list[Part] = [Heading("Both/and map"), Table(caption, header, rows)]
    for side in _SIDES:
        parts.append(Heading(f"Downsides of “{decision.heading(side)}”, in the leader’s words", 3))
        said = plan.downsides.get(side, "")
        parts.append(Paragraph(said) if said else WritingLines(_LINES_FOR_DOWNSIDES))
    return parts


def _excerpt(book: PassageIndex, plan: Plan) -> list[Part]:
    """Return what the second guide has on this decision: its spectrum and team questions."""
    guide = guide_of(book.corpus, "guide-2")
    dimension = dimension_of(book.corpus, plan.decision)
    row = (dimension.name, dimension.left, "1    2    3    4    5", dimension.right)
    lead = guide.groups[0].lead or guide.title
    table = Table(lead, ("Spectrum", "Left end", "Mark", "Right end"), (row,))
    heading = Heading(f"From the guide “{guide.title}” (pp. {guide.pages})")
    return [heading, table, _numbered(guide.groups[1].prompts)]


def _handout(book: PassageIndex, case: Case, lines: Bullets, level: Level) -> list[Part]:
    """Return an example on a page of its own: its place, our lines, and the report's own words."""
    systems = ", ".join(book.corpus.system(s).label for s in sorted(case.all_systems))
    passages = [p for p in book.of_case(case.id) if p.kind != "quote"]
    source = book.corpus.document(case.source).source
    parts: list[Part] = [
        Heading(f"Hand-out: {case.title}"),
        Paragraph(f"{systems} · {book.corpus.place_of(case)} · as of 2018", "lead"),
    ]
    if source.kind == "report":
        parts += [Heading("In the report’s words", level), *(Paragraph(p.text) for p in passages)]
    parts += [Heading("In short", level), lines, Heading("While you read", level)]
    parts += [Paragraph(_WHILE_READING), WritingLines(_LINES_FOR_NOTES)]
    pages = f", pp. {passages[0].pages} (section)" if passages and passages[0].pages else ""
    licence = f"{source.licence} ({source.licence_url})" if source.licence_url else source.licence
    line = f"{source.title}, {source.publisher}, {source.published}{pages}. {licence}."
    return [*parts, Paragraph(line, "small")]


def _case_slide(book: PassageIndex, case: Case, notes: str) -> Slide:
    systems = ", ".join(book.corpus.system(s).label for s in case.systems)
    pull = case.pull_quote
    lines = [s.text for s in case.statements if s.lead] or [case.summary]
    if pull:
        lines.append(f"“{pull.text}” {book.corpus.person(pull.speaker).name}")
    decision = book.corpus.decision(case.decision) if case.decision else None
    pages = f", pp. {decision.pages} (section)" if decision else ""
    source = f"{book.corpus.document(case.source).source.title}{pages}. CC BY 4.0."
    return Slide(
        f"{case.title} · {book.corpus.place_of(case)}",
        (systems, *lines),
        notes=notes,
        source=source,
    )


def _columns(
    book: PassageIndex, plan: Plan, decision: Decision
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return both sides' upsides, one line a role."""
    return tuple(
        (
            decision.heading(side),
            tuple(f"{ROLES[r]}: {'; '.join(i)}" for r, i in upsides(book, plan, side).items()),
        )
        for side in _SIDES
    )


def _downsides(plan: Plan, decision: Decision) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (decision.heading(side), tuple(plan.downsides.get(side, "").split("\n"))) for side in _SIDES
    )
