"""How people speak of the decisions, and of other things: sentences that teach, never shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.files import read_yaml

_POLES = {"left": "left", "right": "right", "both": "combine"}
_DECISIONS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7")

Groups = dict[str, list[str]]


@dataclass(frozen=True)
class Situation:
    """A sentence in plain words, in our own; never shown, never cited.

    `label` is what it speaks of: a decision and the pole that it leans to, as in `Q3/left`, with
    `combine` for both; `lookup` for other things that the texts hold, `outside` for what they
    don't, `courtesy` for what asks nothing. `want:lessons` says what kind of thing is asked for,
    `want:lessons/Q3` also on which decision.
    """

    label: str
    text: str


def load_situations() -> tuple[Situation, ...]:
    """Return all sentences from their data files."""
    return (*_of_decisions(), *_beyond(), *_requests())


def _of_decisions() -> Iterable[Situation]:
    for decision in _DECISIONS:
        groups: Groups = read_yaml(f"situations/{decision.lower()}.yaml")
        for side, texts in groups.items():
            yield from (Situation(f"{decision}/{_POLES[side]}", text) for text in texts)


def _beyond() -> Iterable[Situation]:
    subjects: dict[str, Groups] = read_yaml("situations/beyond.yaml")
    for label, groups in subjects.items():
        for texts in groups.values():
            yield from (Situation(label, text) for text in texts)


def _requests() -> Iterable[Situation]:
    kinds: dict[str, Groups] = read_yaml("situations/requests.yaml")
    for kind, groups in kinds.items():
        for topic, texts in groups.items():
            label = f"want:{kind}" if topic == "any" else f"want:{kind}/{topic}"
            yield from (Situation(label, text) for text in texts)
