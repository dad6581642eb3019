"""What people say of a claim: full, partial or no support, why, and which citation is needless."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.auditing.stated import StatedAnswer

Support = Literal["full", "partial", "none"]
Reason = Literal["source", "quote", "beyond", "figure", "name", "side", "silence", "other"]
OriginKind = Literal["shared", "run", "pasted", "feedback"]

SUPPORT_NAMES: dict[Support, str] = {
    "full": "Full support", "partial": "Partial support", "none": "No support",
}  # fmt: skip
SCORES: dict[Support, float] = {"full": 1.0, "partial": 0.5, "none": 0.0}
REASON_NAMES: dict[Reason, str] = {
    "source": "Wrong source", "quote": "The quotation does not support it",
    "beyond": "It says more than the source", "figure": "A figure or date is wrong",
    "name": "A name or speaker is wrong", "side": "It stands on the wrong side",
    "silence": "It should have said “not covered”", "other": "Something else",
}  # fmt: skip
ORIGIN_NAMES: dict[OriginKind, str] = {
    "shared": "shared by who asked", "run": "from a run of gold questions",
    "pasted": "pasted", "feedback": "from feedback",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """One person's verdict on a claim; `needless` are markers that it does not need."""

    support: Support
    reason: Reason | None = None
    note: str = ""
    needless: tuple[int, ...] = ()


@dataclass(frozen=True)
class Origin:
    """Where an answer comes from, and with which settings it was made, as far as is known.

    Of a run, `question_id` is the gold question's, and `sample` says how many of how many answers
    were taken and how.
    """

    kind: OriginKind
    name: str = ""
    settings: Mapping[str, str] | None = None
    question_id: str = ""
    sample: str = ""


@dataclass(frozen=True)
class AuditItem:
    """An answer to be rated, frozen as it was given; `group` is its kind of question."""

    answer: StatedAnswer
    origin: Origin
    group: str = "any"
    previous: tuple[str, ...] = ()


def visible_raters(done: Mapping[str, bool], me: str) -> frozenset[str]:
    """Return the raters whose verdicts one may see: one's own, and others' once both are done."""
    others = {rater for rater, is_done in done.items() if is_done and done.get(me)}
    return frozenset(others | ({me} & set(done)))
