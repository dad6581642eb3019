"""The report of an audit: figures with intervals, agreement, and the worst claims first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.auditing.agreement import Agreement, ClaimVotes, agreement, kappa
from app.auditing.audit import AuditedClaim
from app.auditing.figures import SILENCE, RatedAnswer, Slice, score, slice_of, slices_by
from app.auditing.findings import Finding
from app.auditing.intervals import Interval, ratio, resampled
from app.auditing.verdicts import ORIGIN_NAMES
from corpus.library import Corpus

_DRAWS = 400
_NO_DECISION = "none of the seven"


@dataclass(frozen=True)
class AgainstPeople:
    """How the automatic findings agree with people, verdict by verdict.

    `table` counts verdicts by (recalled automatically, rated full). `fault_right` is the share of
    claims with a sure fault that people do not support fully, `fault_found` the share of those
    not fully supported that have one, `doubt_found` that have one or a doubt.
    """

    table: Mapping[tuple[bool, bool], int]
    same: Interval | None
    kappa: Interval | None
    fault_right: Interval | None
    fault_found: Interval | None
    doubt_found: Interval | None


@dataclass(frozen=True)
class WorstClaim:
    """A claim, or a silence (0), that somebody does not fully support, and the mean support."""

    answer: RatedAnswer
    number: int
    text: str
    claim: AuditedClaim | None
    score: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found on it automatically."""
        return self.claim.findings if self.claim else ()


@dataclass(frozen=True)
class AuditReport:
    """Everything that an audit's verdicts come to."""

    whole: Slice
    groups: Mapping[str, tuple[Slice, ...]]
    agreement: Agreement
    against: AgainstPeople
    worst: tuple[WorstClaim, ...]
    by_rater: Mapping[int, Interval | None]
    all_support: Interval | None

    @property
    def raters(self) -> int:
        """Return how many evaluators' verdicts are in the report."""
        return len(self.by_rater)


def report_of(answers: Sequence[RatedAnswer], corpus: Corpus, raters: Sequence[int]) -> AuditReport:
    """Return the report of the verdicts that may be seen, of evaluators by their numbers."""
    keys: dict[str, Callable[[RatedAnswer], Iterable[str]]] = {
        "kind of question": lambda a: (a.item.group,),
        "decision": lambda a: _decisions(a, corpus),
        "answerer": lambda a: (a.item.answer.answerer,),
        "origin": lambda a: (ORIGIN_NAMES[a.item.origin.kind],),
    }
    votes = [[_votes(a, c) for c in a.audit.claims] for a in answers if a.audit.claims]
    return AuditReport(
        slice_of("all", answers),
        {name: slices_by(answers, key) for name, key in keys.items()},
        agreement(votes),
        _against(answers),
        _worst(answers),
        {rater: _by_rater(answers, rater) for rater in raters},
        _all_support(answers),
    )


def _decisions(answer: RatedAnswer, corpus: Corpus) -> Iterable[str]:
    known = {d.id: d.short for d in corpus.framework.decisions}
    told = [known[d] for d in answer.item.answer.decisions if d in known]
    return told or (_NO_DECISION,)


def _votes(answer: RatedAnswer, claim: AuditedClaim) -> ClaimVotes:
    given = answer.verdicts.get(claim.number, {})
    return {rater: verdict.support for rater, verdict in given.items()}


def _worst(answers: Sequence[RatedAnswer]) -> tuple[WorstClaim, ...]:
    rated = [
        WorstClaim(answer, number, claim.statement.text if claim else answer.item.answer.lead,
                   claim, found)
        for answer in answers
        for number, claim in _parts(answer)
        if (found := score(answer.of(number))) is not None and found < 1
    ]  # fmt: skip
    return tuple(sorted(rated, key=lambda w: (w.score, -len(w.findings), w.answer.number)))


def _parts(answer: RatedAnswer) -> list[tuple[int, AuditedClaim | None]]:
    return [(c.number, c) for c in answer.audit.claims] or [(SILENCE, None)]


def _by_rater(answers: Sequence[RatedAnswer], rater: int) -> Interval | None:
    """Return the share of one evaluator's verdicts on claims that are full support."""
    own = [
        [v[rater].support == "full" for n, v in a.verdicts.items() if n != SILENCE and rater in v]
        for a in answers
    ]
    kept = [group for group in own if group]
    return ratio([float(sum(group)) for group in kept], [float(len(group)) for group in kept])


def _all_support(answers: Sequence[RatedAnswer]) -> Interval | None:
    """Return the share of rated claims that everybody who rated them fully supports."""
    own = [
        [all(v.support == "full" for v in a.of(c.number)) for c in a.audit.claims if a.of(c.number)]
        for a in answers
    ]
    kept = [group for group in own if group]
    return ratio([float(sum(group)) for group in kept], [float(len(group)) for group in kept])


@dataclass(frozen=True)
class _Judged:
    """One verdict beside what was found: recalled, rated full, with a fault, with any finding."""

    recalled: bool
    full: bool
    fault: bool
    doubt: bool


Test = Callable[[_Judged], bool]


def _against(answers: Sequence[RatedAnswer]) -> AgainstPeople:
    judged = [found for answer in answers if (found := _judged(answer))]
    every = [j for group in judged for j in group]
    table = {
        (machine, person): sum((j.recalled, j.full) == (machine, person) for j in every)
        for machine in (True, False)
        for person in (True, False)
    }
    return AgainstPeople(
        table,
        _share(judged, lambda j: True, lambda j: j.recalled == j.full),
        _kappa(judged, len(every)),
        _share(judged, lambda j: j.fault, lambda j: not j.full),
        _share(judged, lambda j: not j.full, lambda j: j.fault),
        _share(judged, lambda j: not j.full, lambda j: j.doubt),
    )


def _judged(answer: RatedAnswer) -> list[_Judged]:
    return [
        _Judged(claim.recalled, v.support == "full", bool(claim.faults), bool(claim.findings))
        for claim in answer.audit.claims
        for v in answer.of(claim.number)
    ]


def _share(judged: Sequence[Sequence[_Judged]], among: Test, which: Test) -> Interval | None:
    own = [[which(j) for j in group if among(j)] for group in judged]
    kept = [group for group in own if group]
    return ratio([float(sum(group)) for group in kept], [float(len(group)) for group in kept])


def _kappa(judged: Sequence[Sequence[_Judged]], count: int) -> Interval | None:
    def of(places: Sequence[int]) -> float | None:
        drawn = [j for place in places for j in judged[place]]
        return kappa([str(j.recalled) for j in drawn], [str(j.full) for j in drawn])

    value = of(range(len(judged)))
    if value is None:
        return None
    return Interval(value, *resampled(len(judged), of, _DRAWS), count)
