"""A theme that runs across the decisions: every sentence of the texts that speaks of it."""

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import Evidence, EvidenceBook, evidence, whole
from app.answering.reader import Reading
from indexing.passages import Passage
from indexing.sentences import sentence_spans

_MOST = 6
_MOST_WORDS = 3
# A word that stands in more passages than this is no theme; it is what the report is about.
_MOST_PLACES = 30
# Where leaders are quoted or told of stands before what the report says in general.
_FIRST = ("quote", "case")
_OF_SPEECH = "say said mention talk speak discuss tell leader people anyone text report"


def themes(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return the sentences that speak of what somebody is asked to have spoken of.

    None for a question that names a decision or a person.
    """
    wording = reading.wording
    if not wording.of_speech or wording.named or wording.mentions:
        return None
    asked = _asked(book, wording.text)
    if not 1 <= len(asked) <= _MOST_WORDS:
        return None
    passages = [p for p in book.passages if asked <= book.stems_of[p.id]]
    ordered = sorted(passages, key=lambda p: p.kind not in _FIRST)
    found = [sentence for p in ordered for sentence in _sentences(book, p, asked)][:_MOST]
    if not found:
        return None
    claims = tuple(quoted(e, _subject(book, e.passage)) for e in found)
    return Draft("Where the texts speak of it", (DraftSection("From the texts", claims),))


def _asked(book: EvidenceBook, text: str) -> set[str]:
    """Return the stems that are asked for: neither words of asking nor what it is all about."""
    stems = book.stems(text) - book.common_stems - book.stems(_OF_SPEECH)
    held = book.stems_of.values()
    return {stem for stem in stems if sum(stem in own for own in held) <= _MOST_PLACES}


def overview(book: EvidenceBook) -> Draft:
    """Return the seven decisions, each with the words that open its section."""
    sections = []
    for decision in book.corpus.framework.decisions:
        [passage, *_] = book.of_kind("intro", decision.id)
        claim = DraftClaim(f"{decision.topic} (p. {decision.pages}).", (whole(passage),))
        sections.append(DraftSection(decision.short, (claim,), decision.id))
    return Draft("The seven decisions of the report", tuple(sections))


def _sentences(book: EvidenceBook, passage: Passage, asked: set[str]) -> list[Evidence]:
    spans = sentence_spans(passage.text)
    texts = [passage.text[start:end] for start, end in spans]
    return [evidence(passage, text) for text in texts if asked <= book.stems(text)]


def _subject(book: EvidenceBook, passage: Passage) -> str:
    """Return who speaks, if one person does, else where it stands."""
    if passage.kind == "quote" and len(passage.people) == 1:
        return book.corpus.person(passage.people[0]).name
    return passage.place
