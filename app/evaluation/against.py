"""Two runs of the same questions, claim by claim: what got better, worse, and beyond noise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz import fuzz

from app.auditing.audit import Audit, AuditedClaim, audit
from app.auditing.intervals import Interval, mean
from app.auditing.known import Known
from app.evaluation.metrics import LOWER_IS_BETTER
from app.evaluation.runs import Run, RunLine, audit_scores

Verdict = Literal["better", "worse", "within noise"]
ChangeKind = Literal["better", "worse", "gained", "lost", "reworded"]
# From this likeness on, two claims that cite the same passage are one claim in other words.
_SAME_CLAIM = 75.0
_NOT_COMPARED = frozenset({"latency_ms", "citations"})


@dataclass(frozen=True)
class Difference:
    """A metric over the questions that both runs measure: the mean of the paired differences."""

    metric: str
    was: float
    now: float
    difference: Interval

    @property
    def verdict(self) -> Verdict:
        """Return which way it went, where the paired bootstrap interval leaves no doubt."""
        low, high = self.difference.low, self.difference.high
        if low is None or high is None or low <= 0.0 <= high:
            return "within noise"
        is_better = (low > 0.0) != (self.metric in LOWER_IS_BETTER)
        return "better" if is_better else "worse"


@dataclass(frozen=True)
class ClaimChange:
    """A claim of one question that is not as it was."""

    question: str
    kind: ChangeKind
    text: str
    was: str = ""


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two runs."""

    was: str
    now: str
    questions: int
    left_out: int
    differences: tuple[Difference, ...]
    changes: tuple[ClaimChange, ...]

    @property
    def got_worse(self) -> tuple[str, ...]:
        """Return the metrics that are worse beyond noise."""
        return tuple(d.metric for d in self.differences if d.verdict == "worse")


def compare(was: Run, now: Run, known: Known) -> Comparison:
    """Return what differs over the questions that both runs hold."""
    before = {line.gold.id: line for line in was.lines}
    pairs = [(before[line.gold.id], line) for line in now.lines if line.gold.id in before]
    audits = [(audit(a.answer, known), audit(b.answer, known)) for a, b in pairs]
    scores = [
        ({**a.scores, **audit_scores(x)}, {**b.scores, **audit_scores(y)})
        for (a, b), (x, y) in zip(pairs, audits, strict=True)
    ]
    changes = [
        change for (_, b), (x, y) in zip(pairs, audits, strict=True) for change in _changes(b, x, y)
    ]
    return Comparison(
        was.head.id,
        now.head.id,
        len(pairs),
        len(now.lines) - len(pairs),
        tuple(_differences(scores)),
        tuple(changes),
    )


Scores = Mapping[str, float | None]


def _differences(scores: Sequence[tuple[Scores, Scores]]) -> Iterator[Difference]:
    names = dict.fromkeys(name for pair in scores for one in pair for name in one)
    for name in names:
        both = [
            (before, after)
            for x, y in scores
            if (before := x.get(name)) is not None and (after := y.get(name)) is not None
        ]
        found = mean([after - before for before, after in both])
        if found is not None and name not in _NOT_COMPARED:
            count = len(both)
            yield Difference(
                name, sum(b for b, _ in both) / count, sum(a for _, a in both) / count, found
            )


def _changes(line: RunLine, was: Audit, now: Audit) -> Iterator[ClaimChange]:
    question = line.gold.question
    left = list(was.claims)
    for claim in now.claims:
        before = _match(claim, left)
        if before is None:
            yield ClaimChange(question, "gained", claim.statement.text)
            continue
        left.remove(before)
        text, earlier = claim.statement.text, before.statement.text
        if claim.recalled != before.recalled:
            kind: ChangeKind = "better" if claim.recalled else "worse"
            yield ClaimChange(question, kind, text, earlier)
        elif text != earlier:
            yield ClaimChange(question, "reworded", text, earlier)
    for before in left:
        yield ClaimChange(question, "lost", before.statement.text)


def _match(claim: AuditedClaim, others: Sequence[AuditedClaim]) -> AuditedClaim | None:
    """Return the claim that is the same one: by its words, else by its passage and likeness."""
    text = claim.statement.text
    same = next((o for o in others if o.statement.text == text), None)
    if same:
        return same
    cited = {c.passage_id for c in claim.cited}
    near = [
        (fuzz.token_set_ratio(text, other.statement.text), number)
        for number, other in enumerate(others)
        if cited & {c.passage_id for c in other.cited}
    ]
    best = max(near, default=(0.0, 0))
    return others[best[1]] if best[0] >= _SAME_CLAIM else None


def comparison_text(found: Comparison, most: int = 40) -> str:
    """Return a comparison for reading."""
    rows = [
        f"{d.metric:20} {d.was:7.3f} → {d.now:7.3f}   {d.difference.value:+.3f} "
        f"[{_signed(d.difference.low)}, {_signed(d.difference.high)}]   {d.verdict}"
        for d in found.differences
    ]
    counts = {k: sum(c.kind == k for c in found.changes) for k in _ORDER}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    ordered = sorted(found.changes, key=lambda c: _ORDER.index(c.kind))
    lines = [f"- {c.kind}: {c.text}\n  of “{c.question}”{_was(c)}" for c in ordered[:most]]
    more = [f"… and {len(ordered) - most} more"] if len(ordered) > most else []
    left = f" ({found.left_out} are not in it)" if found.left_out else ""
    head = f"Against {found.was}, {found.questions} questions{left}; claims: {told}"
    return "\n".join([head, *rows, "", *lines, *more]).rstrip()


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as an object."""
    return {
        "was": found.was,
        "now": found.now,
        "questions": found.questions,
        "left_out": found.left_out,
        "metrics": {
            d.metric: {
                "was": d.was, "now": d.now, "difference": d.difference.value,
                "low": d.difference.low, "high": d.difference.high, "n": d.difference.n,
                "verdict": d.verdict,
            }
            for d in found.differences
        },
        "claims": [vars(change) for change in found.changes],
    }  # fmt: skip


_ORDER: tuple[ChangeKind, ...] = ("worse", "lost", "better", "gained", "reworded")


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.3f}"


def _was(change: ClaimChange) -> str:
    return f"\n  was: {change.was}" if change.was and change.was != change.text else ""
