"""What somebody says to the conversation rather than in it: that it should stop, say, or advise."""

import re
from dataclasses import dataclass
from functools import cache

from prompts import load_list

_MOST_READ = 2000


@dataclass(frozen=True)
class Mood:
    """One such thing: its name, what is said back, and whether an open question follows."""

    name: str
    says: str
    asks: bool
    pattern: re.Pattern[str]


def mood_of(said: str) -> Mood | None:
    """Return the weightiest thing that is said to the conversation; None for none."""
    text = " ".join(said[:_MOST_READ].lower().replace("’", "'").split())
    return next((mood for mood in _moods() if mood.pattern.search(text)), None)


@cache
def _moods() -> tuple[Mood, ...]:
    return tuple(
        Mood(m["name"], m["says"], m["asks"], re.compile("|".join(m["patterns"])))
        for m in load_list("listening")["moods"]
    )
