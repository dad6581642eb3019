"""How people speak of the decisions, and of other things: sentences that teach, never shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.files import read_yaml

_SIDES = {"left": "left", "right": "right", "both": "combine", "all": "any"}
_DECISIONS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7")
_ANY = "any"

Groups = dict[str, list[str]]


@dataclass(frozen=True)
class Situation:
    """A sentence in plain words, in our own; never shown, never cited.

    `topic` is what it speaks of: a decision and the pole that it leans to, as in `Q3/left`, with
    `combine` for both and `any` for none; `lookup` for other things that the texts hold, `outside`
    for what they don't, `courtesy` for what asks nothing; None where it may be any of them. `want`
    is the kind of thing that is asked for, None where nobody asks. `narrow` tells whether one pole
    alone would answer it.
    """

    text: str
    topic: str | None
    want: str | None
    narrow: bool | None


def load_situations() -> tuple[Situation, ...]:
    """Return all sentences from their data files."""
    return (*_of_decisions(), *_beyond(), *_requests())


def _of_decisions() -> Iterable[Situation]:
    for decision in _DECISIONS:
        groups: dict[str, Groups] = read_yaml(f"situations/{decision.lower()}.yaml")
        for side, texts in groups["told"].items():
            yield from (Situation(t, f"{decision}/{_SIDES[side]}", None, False) for t in texts)
        yield from _asked(decision, "examples", groups["asked"])


def _beyond() -> Iterable[Situation]:
    subjects: dict[str, Groups] = read_yaml("situations/beyond.yaml")
    for topic, groups in subjects.items():
        for texts in groups.values():
            yield from (Situation(text, topic, None, None) for text in texts)


def _requests() -> Iterable[Situation]:
    kinds: dict[str, dict[str, Groups]] = read_yaml("situations/requests.yaml")
    for want, topics in kinds.items():
        for topic, groups in topics.items():
            if topic == _ANY:
                yield from (Situation(text, None, want, None) for text in groups)
            else:
                yield from _asked(topic, want, groups)


def _asked(decision: str, want: str, groups: Groups) -> Iterable[Situation]:
    for side, texts in groups.items():
        label = f"{decision}/{_SIDES[side]}"
        yield from (Situation(text, label, want, side != "all") for text in texts)
