"""What somebody has told in a reflection so far, out of its turns."""

from collections.abc import Sequence

from app.coaching.hearing import Heard
from app.coaching.talk import Exchange, Talk

# What a note that asks nothing is taken for.
TOLD: frozenset[Heard] = frozenset({"note", "boast", "commit"})


def told_notes(talk: Talk, turns: Sequence[Exchange]) -> tuple[str, ...]:
    """Return what somebody has told so far, note by note: no requests, nothing set aside.

    What was written beside a button that asks for something is a note all the same.
    """
    told = (
        t.said if t.wish or t.reply.heard_as in TOLD else t.reply.tells
        for t in turns
        if not t.aside
    )
    opening = "" if turns and turns[0].aside else talk.started_from
    return tuple(filter(None, (opening, *told)))


def last_note(talk: Talk, turns: Sequence[Exchange]) -> str:
    """Return the latest note that tells something; empty where there is none."""
    return next(reversed(told_notes(talk, turns)), "")


def all_words(talk: Talk, turns: Sequence[Exchange], said: str) -> str:
    """Return everything that was said, the last first: what is long is read from its beginning."""
    return " ".join(dict.fromkeys((said, *reversed(told_notes(talk, turns)))))
