"""How far evaluators agree with each other, and the automatic findings with evaluators."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.auditing.intervals import Interval, resampled
from app.auditing.verdicts import SCORES, Support

_DRAWS = 400

# One claim's verdicts by the number of the evaluator; claims of one answer stand together.
ClaimVotes = Mapping[int, Support]
Votes = Sequence[Sequence[ClaimVotes]]
Statistic = Callable[[Votes], float | None]


@dataclass(frozen=True)
class Agreement:
    """Agreement over claims that at least two rated; None where nothing varies, or none is.

    `kappa` is Cohen's, of the two who rated most together, on the three kinds of support alike;
    `alpha` is Krippendorff's, of everybody, with partial support half way between the others.
    """

    raters: tuple[int, int] | None
    claims: int
    same: Interval | None
    kappa: Interval | None
    alpha: Interval | None


def agreement(votes: Votes) -> Agreement:
    """Return the agreement of evaluators; intervals draw whole answers anew."""
    pair = _busiest_pair(votes)
    if pair is None:
        return Agreement(None, 0, None, None, None)
    count = sum(set(pair) <= set(claim) for answer in votes for claim in answer)
    return Agreement(
        pair,
        count,
        _with_interval(votes, lambda some: _same(some, pair), count),
        _with_interval(votes, lambda some: _kappa(some, pair), count),
        _with_interval(votes, _alpha, count),
    )


def kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Return Cohen's kappa of two lists of labels; None where either never varies.

    Against one who always says the same, kappa is 0 whatever the other says, and tells nothing.
    """
    from sklearn.metrics import cohen_kappa_score

    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(cohen_kappa_score(list(one), list(other)))


def alpha(claims: Sequence[ClaimVotes]) -> float | None:
    """Return Krippendorff's alpha with squared distances of support, 0 to 1; None without any."""
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import interval_distance

    rated = [claim for claim in claims if len(claim) > 1]
    rows = [
        (str(rater), str(number), SCORES[support])
        for number, claim in enumerate(rated)
        for rater, support in claim.items()
    ]
    if len({score for _, _, score in rows}) < 2:
        return None
    return float(AnnotationTask(rows, distance=interval_distance).alpha())


def _kappa(votes: Votes, pair: tuple[int, int]) -> float | None:
    both = _both(votes, pair)
    return kappa([a for a, _ in both], [b for _, b in both]) if both else None


def _same(votes: Votes, pair: tuple[int, int]) -> float | None:
    both = _both(votes, pair)
    return sum(a == b for a, b in both) / len(both) if both else None


def _alpha(votes: Votes) -> float | None:
    return alpha([claim for answer in votes for claim in answer])


def _both(votes: Votes, pair: tuple[int, int]) -> list[tuple[Support, Support]]:
    one, other = pair
    claims = (claim for answer in votes for claim in answer)
    return [(c[one], c[other]) for c in claims if one in c and other in c]


def _with_interval(votes: Votes, statistic: Statistic, count: int) -> Interval | None:
    value = statistic(votes)
    if value is None:
        return None
    low, high = resampled(len(votes), lambda drawn: statistic([votes[p] for p in drawn]), _DRAWS)
    return Interval(value, low, high, count)


def _busiest_pair(votes: Votes) -> tuple[int, int] | None:
    counts: dict[tuple[int, int], int] = {}
    for answer in votes:
        for claim in answer:
            people = sorted(claim)
            for place, one in enumerate(people):
                for other in people[place + 1 :]:
                    counts[one, other] = counts.get((one, other), 0) + 1
    return max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1])) if counts else None
