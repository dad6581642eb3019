"""The cards of a screen: each passage whole once, every quotation in its surroundings."""

from app.answering.quoting import QuotingAnswerer
from app.exploring.decision import view_decision
from app.ui.screens.cited import cards_of


def test_a_passage_stands_whole_once_and_every_quotation_on_its_card(
    quoting: QuotingAnswerer,
) -> None:
    citations = view_decision(quoting.book, "Q3").cited.citations
    cards = cards_of(citations, quoting.book.corpus)
    assert [card["number"] for card in cards] == [c.marker for c in citations]
    seen: set[str] = set()
    for card, citation in zip(cards, citations, strict=True):
        shown = f"{card['before']}{card['quote']}{card['after']}"
        if citation.passage.id not in seen:
            assert shown == citation.passage.text.replace(" | ", " – ")
        else:
            parts = shown.removeprefix("… ").removesuffix(" …")
            assert parts in citation.passage.text.replace(" | ", " – ")
        seen.add(citation.passage.id)
    assert len(seen) < len(citations)
