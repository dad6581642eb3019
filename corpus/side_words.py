"""The words that name the two sides of each decision, for checking what is said of a side."""

import re
from dataclasses import dataclass
from functools import cache

from corpus.files import read_yaml
from corpus.framework import PoleName


@dataclass(frozen=True)
class SideWords:
    """Patterns by decision and side, to be searched in lower-case text."""

    patterns: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]

    def poles_named(self, text: str, decision: str) -> tuple[PoleName, ...]:
        """Return the sides of a decision that `text` names."""
        left, right = self.patterns[decision]
        lowered = text.lower()
        named: list[PoleName] = ["left"] if left.search(lowered) else []
        return (*named, "right") if right.search(lowered) else tuple(named)


@cache
def load_side_words() -> SideWords:
    """Return the words from their data file."""
    return SideWords(
        {
            decision: (_pattern(words["left"]), _pattern(words["right"]))
            for decision, words in read_yaml("side_words.yaml").items()
        }
    )


def _pattern(stems: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds each stem at the start of a word, longest first."""
    ordered = sorted(stems, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")\w*")
