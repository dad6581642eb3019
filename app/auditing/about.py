"""Whom the cited words are about: those named in their sentences, who speaks, or just before."""

from app.auditing.known import Known
from app.auditing.stated import StatedCitation
from corpus.names import Mentions
from indexing.sentences import sentence_spans


def told_of(citation: StatedCitation, known: Known) -> Mentions:
    """Return whom the quoted words are about; nobody of a kind where their sentences name none.

    A system is also looked for in the sentences before: what follows its name is about it. Of
    people only those count who are known to speak: a sentence may name one and tell of another.
    """
    text, at = citation.passage_text, citation.passage_text.find(citation.quote)
    if at < 0 or not citation.quote:
        return Mentions()
    spans = sentence_spans(text)
    near = [(a, b) for a, b in spans if a < at + len(citation.quote) and b > at]
    own = known.mentions(text[near[0][0] : near[-1][1]] if near else citation.quote)
    speakers = known.speakers_of(citation.quote)
    systems = {*own.systems, *_homes({*own.people, *speakers}, known)}
    if not systems:
        before = [known.mentions(text[a:b]) for a, b in reversed(spans) if b <= at]
        earlier = (({*m.systems} | _homes(set(m.people), known)) for m in before)
        systems = next((found for found in earlier if found), set())
    return Mentions(tuple(sorted(systems)), own.organizations, tuple(sorted(speakers)))


def _homes(people: set[str], known: Known) -> set[str]:
    homes = (known.corpus.person(person).system for person in people)
    return {home for home in homes if home}
