"""Which way of composing serves which question; the first that has something to say is used."""

from collections.abc import Callable

from app.answering.compose_claims import (
    claim_of_side,
    claim_of_speech,
    claim_of_survey,
    claim_of_system,
    counter_examples,
)
from app.answering.compose_examples import (
    decision_examples,
    system_detail,
    system_examples,
    system_in_decision,
)
from app.answering.compose_lookups import about, benefits, guides, lessons, rationale, reflections
from app.answering.compose_passages import nearest_passages
from app.answering.compose_people import people
from app.answering.compose_quotes import quotations
from app.answering.compose_survey import survey, survey_overview
from app.answering.compose_terms import terms
from app.answering.compose_themes import overview, themes
from app.answering.draft import Draft
from app.answering.evidence import EvidenceBook
from app.answering.reader import Reading
from indexing.retriever import PassageSearch

Composer = Callable[[EvidenceBook, Reading, PassageSearch], Draft | None]

# Beyond the topic's own words, a question that is this near to one passage asks for it.
_PASSAGE_COSINE = 0.35


def compose_quote(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer who said a thing, from a fragment that may be slightly wrong."""
    if reading.route.want != "quote":
        return None
    return quotations(book, reading.wording.text, search.keywords)


def compose_term(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer what a term of the report means, or what its seven decisions are."""
    return overview(book) if reading.wording.overview else terms(book, reading)


def compose_theme(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer where the texts speak of a theme."""
    return themes(book, reading)


def compose_about(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer about the report itself and its guides."""
    route = reading.route
    if route.want == "about":
        return about(book, reading.wording.text)
    if route.want == "guide":
        return guides(book, reading.wording.text)
    if route.want == "survey" and not route.decisions:
        return survey_overview(book)
    return None


def compose_people(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer about people that the question names."""
    route = reading.route
    if not route.mentions.people:
        return None
    if route.why:
        systems = tuple(
            s for p in route.mentions.people if (s := book.corpus.person(p).system) is not None
        )
        return system_in_decision(book, systems, route.decisions)
    return people(book, route.mentions.people)


def compose_system(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer about systems that the question names."""
    route = reading.route
    if not route.systems:
        return None
    if route.decisions:
        detail = system_in_decision(book, route.systems, route.decisions)
        if detail:
            return detail
    return system_detail(book, route.systems, reading) or system_examples(book, route.systems)


def compose_passages(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer from the passages that hold what is named beside systems and people."""
    route = reading.route
    if route.decisions and not route.mentions.organizations:
        return None
    return nearest_passages(book, reading, search.keywords, _PASSAGE_COSINE)


def compose_decisions(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer about decisions, in the kind that is wanted."""
    route = reading.route
    decisions = route.decisions
    if not decisions:
        return None
    kinds: dict[str, Callable[[], Draft]] = {
        "lessons": lambda: lessons(book, decisions),
        "reflection": lambda: reflections(book, decisions),
        "benefits": lambda: benefits(book, decisions, route.role, route.poles),
        "survey": lambda: survey(book, decisions),
        "rationale": lambda: rationale(book, decisions),
    }
    poles = route.poles if route.narrow or route.folded else ()
    return kinds.get(route.want, lambda: decision_examples(book, decisions, poles))()


def compose_speech(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer whether somebody said what they are said to have said."""
    return claim_of_speech(book, reading, search.keywords)


def compose_claim(book: EvidenceBook, reading: Reading, search: PassageSearch) -> Draft | None:
    """Answer a claim or a boast with what the texts say for it and against it."""
    ways = (claim_of_system, claim_of_survey, claim_of_side, counter_examples)
    return next((draft for way in ways if (draft := way(book, reading))), None)


# What finds the asked words in the texts, and so needs no judgement on whether they are covered.
FINDERS: tuple[Composer, ...] = (compose_speech, compose_quote, compose_term, compose_theme)
COMPOSERS: tuple[Composer, ...] = (
    compose_about, compose_claim, compose_people, compose_system, compose_passages,
    compose_decisions,
)  # fmt: skip
