"""What verdicts come to: recall, precision and support shares, over all and by kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.auditing.audit import Audit, AuditedClaim
from app.auditing.intervals import Interval, ratio
from app.auditing.verdicts import SCORES, AuditItem, Support, Verdict

SILENCE = 0
_SUPPORTS: tuple[Support, ...] = ("full", "partial", "none")


@dataclass(frozen=True)
class RatedAnswer:
    """An answer with its audit and what people said: claim number → evaluator's number → verdict.

    The number 0 stands for a silence as a whole.
    """

    id: str
    number: int
    item: AuditItem
    audit: Audit
    verdicts: Mapping[int, Mapping[int, Verdict]]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of what there is to rate."""
        return tuple(claim.number for claim in self.audit.claims) or (SILENCE,)

    def of(self, number: int) -> tuple[Verdict, ...]:
        """Return everybody's verdicts on one claim."""
        return tuple(self.verdicts.get(number, {}).values())


@dataclass(frozen=True)
class Slice:
    """The figures of some answers; each is None where there is nothing to measure.

    `recall` and `precision` are ALCE's with people as the judges; `found_*` are the automatic
    ones. `silence_right` is the share of silences that people hold to be right.
    """

    name: str
    answers: int
    claims: int
    rated: int
    recall: Interval | None
    precision: Interval | None
    shares: Mapping[Support, Interval | None]
    abstained: Interval | None
    silence_right: Interval | None
    found_recall: Interval | None
    found_precision: Interval | None


def slice_of(name: str, answers: Sequence[RatedAnswer]) -> Slice:
    """Return the figures of answers; intervals draw whole answers anew."""
    stating = [a for a in answers if a.audit.claims]
    silent = [a for a in answers if not a.audit.claims]
    return Slice(
        name,
        len(answers),
        sum(len(a.audit.claims) for a in answers),
        sum(bool(a.of(n)) for a in answers for n in a.numbers),
        _over(stating, _recalls),
        _over(stating, _precisions),
        {s: _over(stating, _share_of(s)) for s in _SUPPORTS},
        ratio([float(not a.audit.claims) for a in answers], [1.0] * len(answers)),
        _over(silent, _silences),
        _over(stating, _found_recalls),
        _over(stating, _found_precisions),
    )


def slices_by(
    answers: Sequence[RatedAnswer], key: Callable[[RatedAnswer], Iterable[str]]
) -> tuple[Slice, ...]:
    """Return the figures of each group by name; an answer may be in several, or in none."""
    names = sorted({name for answer in answers for name in key(answer)})
    return tuple(slice_of(n, [a for a in answers if n in set(key(a))]) for n in names)


def score(verdicts: Iterable[Verdict]) -> float | None:
    """Return the mean support that people give, 0 to 1; None without a verdict."""
    scores = [SCORES[v.support] for v in verdicts]
    return sum(scores) / len(scores) if scores else None


Values = Callable[[RatedAnswer], Iterator[float]]


def _over(answers: Sequence[RatedAnswer], values: Values) -> Interval | None:
    found = [list(values(answer)) for answer in answers]
    kept = [own for own in found if own]
    return ratio([sum(own) for own in kept], [float(len(own)) for own in kept])


def _claims(answer: RatedAnswer) -> Iterator[tuple[AuditedClaim, Verdict]]:
    for claim in answer.audit.claims:
        yield from ((claim, verdict) for verdict in answer.of(claim.number))


def _recalls(answer: RatedAnswer) -> Iterator[float]:
    yield from (float(verdict.support == "full") for _, verdict in _claims(answer))


def _precisions(answer: RatedAnswer) -> Iterator[float]:
    for claim, verdict in _claims(answer):
        for marker in claim.statement.markers:
            yield float(verdict.support == "full" and marker not in verdict.needless)


def _share_of(support: Support) -> Values:
    return lambda answer: (float(v.support == support) for _, v in _claims(answer))


def _silences(answer: RatedAnswer) -> Iterator[float]:
    yield from (float(verdict.support == "full") for verdict in answer.of(SILENCE))


def _found_recalls(answer: RatedAnswer) -> Iterator[float]:
    yield from (float(claim.recalled) for claim in answer.audit.claims)


def _found_precisions(answer: RatedAnswer) -> Iterator[float]:
    pairs = ((m, claim) for claim in answer.audit.claims for m in claim.statement.markers)
    yield from (float(marker in claim.precise) for marker, claim in pairs)
