"""The plainest answer: the sentences of the texts that come nearest to the question."""

import re
from collections.abc import Iterable
from itertools import chain

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.evidence import EvidenceBook, evidence
from app.answering.quoting_marks import single_marks
from indexing.keywords import KeywordIndex
from indexing.passages import Passage
from indexing.retriever import RetrievedPassage
from indexing.sentences import sentence_spans

_MOST = 4
_CLOSE_TO_BEST = 0.8


def nearest_passages(
    book: EvidenceBook,
    question: str,
    retrieved: Iterable[RetrievedPassage],
    keywords: KeywordIndex,
    min_cosine: float,
) -> Draft | None:
    """Return a sentence from each of the best passages; None where none is near enough."""
    near = [r for r in retrieved if (r.cosine or 0.0) >= min_cosine]
    if not near:
        return None
    wanted = set(keywords.stems(question))
    best = [r.passage for r in near if r.score >= _CLOSE_TO_BEST * near[0].score][:_MOST]
    claims = tuple(_claim(p, _best_sentence(p, wanted, keywords)) for p in best)
    organizations = dict.fromkeys(chain.from_iterable(p.organizations for p in best))
    names = ", ".join(book.corpus.organization(o).name for o in organizations)
    heading = f"From the texts: {names}" if names and len(organizations) == 1 else "From the texts"
    return Draft("What the texts say", (DraftSection(heading, claims),))


def _claim(passage: Passage, sentence: str) -> DraftClaim:
    return DraftClaim(
        f"“{single_marks(sentence)}”", (evidence(passage, sentence),), _place(passage)
    )


def _place(passage: Passage) -> str:
    return re.sub(r"[.:]+$", "", passage.heading_path[-1])


def _best_sentence(passage: Passage, wanted: set[str], keywords: KeywordIndex) -> str:
    sentences = [passage.text[a:b] for a, b in sentence_spans(passage.text)]
    return max(sentences, key=lambda s: len(wanted & set(keywords.stems(s))))
