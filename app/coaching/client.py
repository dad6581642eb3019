"""A coach's log of one client: the goal, and what came of each session."""

from dataclasses import dataclass, replace
from datetime import date

from app.coaching.journal import mark, tidy
from corpus.errors import ChangedError

_RECALLED = 3


@dataclass(frozen=True)
class Entry:
    """One session: when it was, what went well, what was in the way, and what comes next."""

    held: date
    successes: str
    obstacles: str
    next_steps: str


@dataclass(frozen=True)
class Client:
    """A client by the name that the coach gives them, their goal and sessions, oldest first."""

    name: str
    goal: str = ""
    entries: tuple[Entry, ...] = ()


def with_entry(client: Client, entry: Entry) -> Client:
    """Return a log with one session more, in the order of their dates."""
    entries = sorted((*client.entries, entry), key=lambda e: e.held)
    return replace(client, entries=tuple(entries))


def entry_mark(entry: Entry) -> str:
    """Return a short mark of a session, by which a form tells which one it means."""
    return mark(repr(entry))


def without_entry(client: Client, which: str) -> Client:
    """Return a log without the first session of a mark."""
    place = next((n for n, e in enumerate(client.entries) if entry_mark(e) == which), None)
    kept = (e for n, e in enumerate(client.entries) if n != place)
    return replace(client, entries=tuple(kept))


def with_goal(client: Client, goal: str, was: str) -> Client:
    """Return a log with another goal; ChangedError where `was` marks an older one."""
    if mark(client.goal) != was and client.goal != tidy(goal):
        raise ChangedError(
            "The goal was changed in another tab or window meanwhile.",
            "Yours has not been kept; it is shown below.",
            f"It says now: “{client.goal}”. Open the log again to change it.",
            client.goal,
        )
    return replace(client, goal=tidy(goal))


def recalled(client: Client) -> tuple[str, ...]:
    """Return the next steps that the last sessions ended with, the latest first."""
    steps = [e.next_steps.strip().rstrip(".") for e in reversed(client.entries)]
    return tuple(" ".join(step.split()) for step in steps if step)[:_RECALLED]
