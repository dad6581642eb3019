"""Cited sections as the values that templates take."""

from app.answering.answer import Citation, Section
from app.exploring.cited import Cited
from app.ui.cards import card_values, section_values
from corpus.cases import Case
from corpus.library import Corpus

Values = dict[str, object]

_AROUND = 8


def part_values(cited: Cited) -> dict[str, list[Values]]:
    """Return the sections of every part of a screen."""
    return {
        name: [sections_of(section, cited.citations) for section in part]
        for name, part in cited.parts.items()
    }


def sections_of(section: Section, citations: tuple[Citation, ...], turn: int = 0) -> Values:
    """Return one section; `turn` tells several lists of sources on a screen apart."""
    return section_values(turn, section, citations)


def cards_of(citations: tuple[Citation, ...], corpus: Corpus, turn: int = 0) -> list[Values]:
    """Return the cards of a list of sources.

    A passage stands whole on the first card that cites it; on later ones the quotation stands
    with a few words around it, so that nobody reads the same paragraph over and over.
    """
    cards, seen = [], set()
    for citation in citations:
        card = card_values(turn, citation, corpus)
        if citation.passage.id in seen:
            card["before"] = _last_words(str(card["before"]))
            card["after"] = _first_words(str(card["after"]))
        seen.add(citation.passage.id)
        cards.append(card)
    return cards


def _last_words(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _AROUND else "… " + " ".join(words[-_AROUND:])


def _first_words(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _AROUND else " ".join(words[:_AROUND]) + " …"


def claims_of(section: Values) -> list[Values]:
    """Return the claims of a section."""
    claims = section["claims"]
    assert isinstance(claims, list)
    return claims


def case_values(case: Case, section: Values, corpus: Corpus) -> Values:
    """Return an example: the lines that stand for it first, the others to unfold."""
    claims = claims_of(section)
    most = max(1, sum(statement.lead for statement in case.statements))
    decision = corpus.decision(case.decision) if case.decision else None
    return {
        "id": case.id,
        "title": case.title,
        "pole": case.pole or "",
        "decision": decision,
        "place": corpus.place_of(case),
        "first": claims[:most],
        "more": claims[most:],
        "systems": [corpus.system(s) for s in sorted(case.all_systems)],
    }
