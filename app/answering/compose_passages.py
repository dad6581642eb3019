"""The plainest answer: the sentences of the texts that come nearest to the question."""

from app.answering.compose_examples import case_details
from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import EvidenceBook, evidence
from app.answering.reader import Reading
from indexing.keywords import KeywordIndex
from indexing.passages import Passage
from indexing.sentences import sentence_spans

_MOST = 4
_CLOSE_TO_BEST = 0.8


def nearest_passages(
    book: EvidenceBook, reading: Reading, keywords: KeywordIndex, min_cosine: float
) -> Draft | None:
    """Return what passages outside the seven decisions, or of a named body, say to a question.

    None where no such passage is near.
    """
    named = set(reading.route.mentions.organizations)
    found = reading.retrieval.passages
    if named:
        near = [r for r in found if named & set(r.passage.organizations)]
    else:
        near = [r for r in found if (r.cosine or 0.0) >= min_cosine and not r.passage.decision]
    if not near:
        return None
    wanted = set(keywords.stems(reading.standalone))
    best = [r.passage for r in near if r.score >= _CLOSE_TO_BEST * near[0].score][:_MOST]
    cases = dict.fromkeys(r.passage.case for r in near if r.passage.case)
    told = next((c for c in map(book.corpus.case, cases) if c.decision is None), None)
    if told:
        return case_details(book, [told], told.title)
    claims = tuple(_claim(p, _best_sentence(p, wanted, keywords, named, book)) for p in best)
    return Draft("What the texts say", (DraftSection("From the texts", claims),))


def _claim(passage: Passage, sentence: str) -> DraftClaim:
    return quoted(evidence(passage, sentence), passage.place)


def _best_sentence(
    passage: Passage, wanted: set[str], keywords: KeywordIndex, named: set[str], book: EvidenceBook
) -> str:
    def worth(sentence: str) -> tuple[bool, int]:
        names = set(book.corpus.finder.find(sentence).organizations)
        return bool(named & names), len(wanted & set(keywords.stems(sentence)))

    return max((passage.text[a:b] for a, b in sentence_spans(passage.text)), key=worth)
