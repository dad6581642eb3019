"""The notes of a reflection: all that its leader has written, without requests."""

from collections.abc import Sequence

from app.coaching.hearing import TELLING
from app.coaching.talk import Exchange, Talk


def told_notes(talk: Talk, turns: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the notes so far, without requests and without those that were set aside.

    What was written beside a button that asks for something is a note all the same.
    """
    told = (
        t.said if t.wish or t.reply.heard_as in TELLING else t.reply.tells
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
