"""Scores of one answer, as pure functions. None means that there is nothing to measure."""

from collections.abc import Callable, Sequence
from math import log2

from app.answering.answer import Answer, Citation
from app.answering.contract import answer_text
from app.evaluation.gold import GoldQuestion
from app.understanding.turn import WITHOUT_TEXTS
from corpus.library import Corpus
from indexing.normalizing import normalize

Score = float | None
Metric = Callable[[GoldQuestion, Answer, Corpus], Score]


def evidence_recall(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the needed evidence that is in a cited passage."""
    return recall_of(gold, [c.passage.text for c in answer.citations])


def recall_at_4(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the needed evidence that is in the first four cited passages."""
    first = dict.fromkeys(c.passage.text for c in answer.citations)
    return recall_of(gold, list(first)[:4])


def ndcg(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return nDCG@12 of the cited passages, one needed place each a gain of 1 where first met.

    Järvelin and Kekäläinen, ACM TOIS 20(4), 2002.
    """
    if not gold.needed:
        return None
    left = [tuple(map(normalize, options)) for options in gold.needed]
    total = 0.0
    passages = list(dict.fromkeys(c.passage.text for c in answer.citations))[:12]
    for rank, text in enumerate(map(normalize, passages), 2):
        met = [options for options in left if any(e in text for e in options)]
        left = [options for options in left if options not in met]
        total += bool(met) / log2(rank)
    ideal = sum(1 / log2(rank) for rank in range(2, min(len(gold.needed), 12) + 2))
    return min(1.0, total / ideal)


def recall_of(gold: GoldQuestion, texts: Sequence[str]) -> Score:
    """Return the share of the needed evidence that is in one of `texts`."""
    if not gold.needed:
        return None
    held = list(map(normalize, texts))
    found = sum(any(normalize(e) in t for e in options for t in held) for options in gold.needed)
    return found / len(gold.needed)


def needed_share(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the cited passages that hold needed evidence."""
    if not gold.needed or not answer.citations:
        return None
    wanted = [normalize(e) for options in gold.needed for e in options]
    texts = [normalize(t) for t in dict.fromkeys(c.passage.text for c in answer.citations)]
    return sum(any(e in text for e in wanted) for text in texts) / len(texts)


def act(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return whether the turn was read as the act that it is labelled with."""
    return float(answer.route.act == gold.act) if gold.act else None


def told_when_due(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return whether an answer says that the texts don't give all that is asked, where due."""
    if gold.coverage in {None, "full"} or gold.act in WITHOUT_TEXTS:
        return None
    return float(answer.coverage != "full")


def told_wrongly(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return whether an answer says so though the texts do give it; less is better."""
    if gold.coverage != "full" or not gold.needed:
        return None
    return float(answer.coverage != "full")


def names_told(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Return the share of the names that must be mentioned and are, in the text or its sources."""
    if not gold.names:
        return None
    said = normalize(" ".join([answer_text(answer), *(c.passage.text for c in answer.citations)]))
    return sum(normalize(name) in said for name in gold.names) / len(gold.names)


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
        evidence_recall, recall_at_4, ndcg, needed_share, act, told_when_due, told_wrongly,
        names_told, decisions, poles, name_recall, abstains_when_due, abstains_wrongly,
        quote_exactness, speakers, citations, latency_ms,
    )
}  # fmt: skip

LOWER_IS_BETTER = frozenset({"abstains_wrongly", "told_wrongly", "latency_ms", "citations"})
