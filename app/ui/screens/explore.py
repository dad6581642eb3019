"""Explore: the decisions, the systems, and the examples by filters."""

from starlette.responses import Response

from app.answering.chips import examples_question
from app.exploring.cases import SIZES, CaseFilter, find_cases, poles, read_filter
from app.exploring.decision import DecisionView, survey_shares, view_decision
from app.exploring.situations import Reading
from app.exploring.system import view_system
from app.exports.drawing import as_svg
from app.exports.pictures import survey_picture
from app.ui.screens.cited import Values, cards_of, case_values, claims_of, part_values
from app.ui.screens.finding import find_shared
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, gone
from corpus.cases import STATES, Case
from corpus.framework import Decision
from corpus.library import Corpus

_HERE = "Explore"


def show_all(visit: Visit) -> Response:
    """Show the decisions, and the examples that fit the filter in the address."""
    corpus, wanted = visit.corpus, read_filter(visit.query)
    filtering = any(vars(wanted).values())
    found = (
        find_cases(visit.book, wanted, lambda text: visit.guide.situations.read(text))
        if filtering
        else ()
    )
    return page(
        "explore",
        title="Explore",
        here=_HERE,
        decisions=corpus.framework.decisions,
        wanted=wanted,
        filtering=filtering,
        cases=[_case_line(visit, case) for case in found],
        systems=[s for s in corpus.names.systems if corpus.cases_with(s.id)],
        people=[p for p in corpus.names.people if any(p.id in c.people for c in corpus.cases)],
        states=STATES,
        sizes=SIZES,
        poles=poles(),
        own=_own_cases(visit, wanted) if filtering else [],
    )


def _own_cases(visit: Visit, wanted: CaseFilter) -> list[Values]:
    """Return the cases that people have shared and that fit; none where no database is there."""
    if wanted.state or wanted.system or wanted.person:
        return []
    found = find_shared(visit, wanted.text, wanted.decision, wanted.pole, wanted.size)
    return [{"id": c.kept.id, "title": c.case.title, "name": c.case.name} for c in found]


def _read(visit: Visit, text: str) -> Reading:
    """Return a situation read; only this loads the model."""
    return visit.guide.situations.read(text)


def show_decision(visit: Visit) -> Response:
    """Show everything that the texts hold on one decision."""
    decision = find_decision(visit.corpus, visit.path["decision"])
    view = view_decision(visit.book, decision.id)
    parts = part_values(view.cited)
    picture = survey_picture(decision, survey_shares(visit.book, decision.id))
    return page(
        "decision",
        title=decision.short,
        here=_HERE,
        decision=decision,
        question=examples_question(decision),
        benefits=_benefit_rows(parts["benefits"]),
        examples=_by_pole(view, parts["examples"], visit.corpus),
        picture=as_svg(picture.drawing, picture.alt),
        picture_words=picture.alt,
        cards=cards_of(view.cited.citations, visit.corpus),
        parts=parts,
    )


def show_system(visit: Visit) -> Response:
    """Show everything that the texts hold on one school system."""
    try:
        view = view_system(visit.book, visit.path["system"])
    except KeyError:
        raise gone("school system") from None
    parts = part_values(view.cited)
    count = len(view.decisions)
    across = f" across {count} decisions" if count > 1 else ""
    return page(
        "system",
        title=f"{view.system.label}{across}",
        here=_HERE,
        system=view.system,
        people=view.people,
        size=parts["size"],
        examples=[
            case_values(case, section, visit.corpus)
            for case, section in zip(view.cases, parts["examples"], strict=True)
        ],
        cards=cards_of(view.cited.citations, visit.corpus),
    )


def find_decision(corpus: Corpus, id_: str) -> Decision:
    """Return a decision; NotKeptError for an id that names none."""
    try:
        return corpus.decision(id_)
    except KeyError:
        raise gone("decision") from None


def _benefit_rows(sections: list[Values]) -> list[tuple[Values, Values]]:
    """Return the claims of the two poles side by side, one row a role."""
    left, right = sections
    return list(zip(claims_of(left), claims_of(right), strict=True))


def _by_pole(view: DecisionView, sections: list[Values], corpus: Corpus) -> dict[str, list[Values]]:
    groups: dict[str, list[Values]] = {"left": [], "right": [], "combine": []}
    for case, section in zip(view.cases, sections, strict=True):
        groups[case.pole or "combine"].append(case_values(case, section, corpus))
    return groups


def _case_line(visit: Visit, case: Case) -> Values:
    corpus = visit.corpus
    return {
        "case": case,
        "systems": [corpus.system(s) for s in sorted(case.all_systems)],
        "decision": corpus.decision(case.decision) if case.decision else None,
        "place": corpus.place_of(case),
    }
