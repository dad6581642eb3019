"""Scores of one answer, as pure functions. None means that there is nothing to measure."""

from collections.abc import Callable, Iterable, Sequence

from app.answering.answer import Answer, Citation
from app.answering.contract import answer_text
from app.evaluation.gold import GoldQuestion
from corpus.library import Corpus
from indexing.passages import Passage

Score = float | None
Metric = Callable[[GoldQuestion, Answer, Corpus], Score]


def evidence_recall(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the needed evidence that stands in a cited passage."""
    return recall_of(gold, [c.passage.text for c in answer.citations])


def recall_of(gold: GoldQuestion, texts: Sequence[str]) -> Score:
    """Return the share of the needed evidence that stands in one of `texts`."""
    if not gold.needed:
        return None
    found = sum(any(e in t for e in options for t in texts) for options in gold.needed)
    return found / len(gold.needed)


def citation_precision(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of citations that bear on the question as labelled.

    One does if its passage holds needed evidence, or is of the labelled decision, pole, system
    and person. Citations that a conflict of the source calls for always do.
    """
    if not gold.needed or not answer.citations:
        return None
    conflicts = (s for s in answer.sections if s.kind == "conflict")
    excused = {m for s in conflicts for claim in s.claims for m in claim.citations}
    bearing = sum(c.marker in excused or _bears(gold, c.passage) for c in answer.citations)
    return bearing / len(answer.citations)


def _bears(gold: GoldQuestion, passage: Passage) -> bool:
    if any(e in passage.text for options in gold.needed for e in options):
        return True
    labels: tuple[tuple[Sequence[str], Iterable[str | None]], ...] = (
        (gold.decisions, (passage.decision,)),
        (gold.poles, (passage.pole,)),
        (gold.systems, passage.systems),
        (gold.people, passage.people),
        (gold.kinds, (passage.kind,)),
    )
    asked = [(wanted, has) for wanted, has in labels if wanted]
    return bool(asked) and all(set(wanted) & set(has) for wanted, has in asked)


def decisions(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the overlap of the decisions understood and those meant (Jaccard)."""
    if not gold.decisions:
        return None
    meant, read = set(gold.decisions), set(answer.route.decisions)
    return len(meant & read) / len(meant | read)


def poles(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the poles meant that a citation shows."""
    if not gold.poles:
        return None
    shown = {c.passage.pole for c in answer.citations}
    return len(set(gold.poles) & shown) / len(set(gold.poles))


def name_recall(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the systems and people meant that the answer names or cites."""
    meant = [*gold.systems, *gold.people]
    if not meant or answer.abstained:
        return None
    found = corpus.finder.find(answer_text(answer))
    cited = {p for c in answer.citations for p in (*c.passage.people, *c.passage.systems)}
    named = {*found.systems, *found.people, *cited}
    return sum(name in named for name in meant) / len(meant)


def abstains_when_due(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return 1 for an abstention where one is due, 0 for an answer there."""
    return float(answer.abstained) if gold.abstain else None


def abstains_wrongly(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return 1 for an abstention where an answer is due; less is better."""
    return float(answer.abstained) if gold.abstain is False else None


def quote_exactness(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of quotes that stand at their place, looked up afresh."""
    if not answer.citations:
        return None
    return sum(_exact(c, corpus) for c in answer.citations) / len(answer.citations)


def _exact(citation: Citation, corpus: Corpus) -> bool:
    text = corpus.document(citation.passage.source_id).text
    there = text[citation.start : citation.end] == citation.quote
    return there and citation.quote in citation.passage.text


def speakers(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of quotations put in the right person's mouth."""
    spoken = {(q.text, q.speaker) for case in corpus.cases for q in case.quotes}
    spoken |= {(q.text, q.speaker) for q in corpus.remarks}
    texts = {text for text, _ in spoken}
    names = {person.name: person.id for person in corpus.names.people}
    quotes = {c.marker: c.quote for c in answer.citations}
    verdicts = []
    for section in answer.sections:
        for claim in section.claims:
            speaker = names.get(claim.subject or "") or names.get(section.heading.split(":")[0])
            said = [quotes[m] for m in claim.citations if quotes[m] in texts]
            if speaker and said:
                verdicts.append(all((quote, speaker) in spoken for quote in said))
    return sum(verdicts) / len(verdicts) if verdicts else None


def citations(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return how many citations an answer has."""
    return None if answer.abstained else float(len(answer.citations))


def latency_ms(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return how long the answer took, in milliseconds."""
    return answer.timings_ms.get("total")


METRICS: dict[str, Metric] = {
    metric.__name__: metric
    for metric in (
        evidence_recall, citation_precision, decisions, poles, name_recall, abstains_when_due,
        abstains_wrongly, quote_exactness, speakers, citations, latency_ms,
    )
}  # fmt: skip

LOWER_IS_BETTER = frozenset({"abstains_wrongly", "latency_ms", "citations"})
