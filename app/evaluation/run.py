"""Running gold questions through an answerer, and summing up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.answering.answer import Answer
from app.auditing.intervals import mean
from app.evaluation.gold import GoldQuestion
from app.evaluation.metrics import METRICS, Score
from app.understanding.question import Question, read_question
from corpus.library import Corpus


@dataclass(frozen=True)
class Result:
    """A question, its answer, and the scores; a score is None where nothing was to measure."""

    gold: GoldQuestion
    answer: Answer
    scores: dict[str, Score]


@dataclass(frozen=True)
class Summary:
    """The mean of a metric over `n` questions, with a 95% bootstrap interval."""

    metric: str
    n: int
    mean: float
    low: float
    high: float


def evaluate(
    questions: Iterable[GoldQuestion], answer: Callable[[Question], Answer], corpus: Corpus
) -> Iterator[Result]:
    """Yield a result per question, in order."""
    for gold in questions:
        given = answer(read_question(gold.question, gold.previous, gold.id))
        yield Result(gold, given, {n: m(gold, given, corpus) for n, m in METRICS.items()})


def summarize(results: Sequence[Result]) -> tuple[Summary, ...]:
    """Return a summary per metric that was measured at least once."""
    return tuple(
        summarize_values(metric, values)
        for metric in METRICS
        if (values := [s for r in results if (s := r.scores[metric]) is not None])
    )


def summarize_values(metric: str, values: Sequence[float]) -> Summary:
    """Return the mean and its percentile bootstrap interval; the same values give the same."""
    found = mean(values)
    assert found is not None
    low = found.value if found.low is None else found.low
    high = found.value if found.high is None else found.high
    return Summary(metric, found.n, found.value, low, high)


def by_voice(results: Sequence[Result]) -> dict[str, tuple[Summary, ...]]:
    """Return the summaries of each voice, by name."""
    voices = sorted({r.gold.voice for r in results})
    return {voice: summarize([r for r in results if r.gold.voice == voice]) for voice in voices}


def faults(result: Result) -> tuple[str, ...]:
    """Return the metrics in which a result falls short of perfect."""
    short = [
        name
        for name in ("evidence_recall", "act", "told_when_due", "decisions", "name_recall",
                     "abstains_when_due", "quote_exactness", "speakers")
        if (score := result.scores[name]) is not None and score < 1
    ]  # fmt: skip
    if result.scores["abstains_wrongly"] or result.scores["told_wrongly"]:
        short.append("told_wrongly")
    return tuple(short)


def worst(results: Sequence[Result], most: int = 15) -> tuple[Result, ...]:
    """Return the results with the most faults, the worst first."""
    return tuple(sorted((r for r in results if faults(r)), key=lambda r: -len(faults(r)))[:most])
