"""The words that tell what a question is about, compiled into patterns."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.files import read_yaml
from corpus.framework import PoleName, Role

Want = Literal[
    "examples",
    "quote",
    "reflection",
    "lessons",
    "benefits",
    "survey",
    "guide",
    "about",
    "rationale",
]


@dataclass(frozen=True)
class DecisionWords:
    """Patterns of one decision."""

    strong: re.Pattern[str]
    left: re.Pattern[str]
    right: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """All patterns, each made to be searched in lower-case text."""

    decisions: dict[str, DecisionWords]
    wants: dict[Want, re.Pattern[str]]
    roles: dict[Role, re.Pattern[str]]
    cues: dict[str, re.Pattern[str]]

    def decisions_named(self, text: str) -> dict[str, int]:
        """Return, for each decision that `text` names outright, by how many different words."""
        lowered = text.lower()
        counts = {
            id_: len({m.group() for m in words.strong.finditer(lowered)})
            for id_, words in self.decisions.items()
        }
        return {id_: count for id_, count in counts.items() if count}

    def poles_named(self, text: str, decision: str) -> tuple[PoleName, ...]:
        """Return the poles of a decision that `text` names."""
        words, lowered = self.decisions[decision], text.lower()
        poles: list[PoleName] = []
        if words.left.search(lowered):
            poles.append("left")
        if words.right.search(lowered):
            poles.append("right")
        return tuple(poles)

    def want(self, text: str) -> Want | None:
        """Return what kind of thing `text` asks for; None where no word says."""
        lowered = text.lower()
        return next((w for w, p in self.wants.items() if p.search(lowered)), None)

    def role(self, text: str) -> Role | None:
        """Return the role whose point of view `text` asks for."""
        lowered = text.lower()
        return next((r for r, p in self.roles.items() if p.search(lowered)), None)


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary from its data file."""
    data = read_yaml("vocabulary.yaml")
    return Vocabulary(
        {
            id_: DecisionWords(*(_pattern(words[side]) for side in ("strong", "left", "right")))
            for id_, words in data["decisions"].items()
        },
        {want: _pattern(words) for want, words in data["wants"].items()},
        {role: _pattern(words) for role, words in data["roles"].items()},
        {cue: _whole_words(words) for cue, words in data["cues"].items()},
    )


def _pattern(stems: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds each stem at the start of a word, longest first."""
    ordered = sorted(stems, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")\w*")


def _whole_words(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds each phrase as it is."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
