"""A coach's log of one client: the goal, and what came of each session."""

from dataclasses import dataclass, replace
from datetime import date

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


def without_entry(client: Client, place: int, held: date) -> Client:
    """Return a log without the session at a place, if it is still the one of that day."""
    kept = tuple(e for n, e in enumerate(client.entries) if not (n == place and e.held == held))
    return replace(client, entries=kept)


def recalled(client: Client) -> tuple[str, ...]:
    """Return the next steps that the last sessions ended with, the latest first."""
    steps = [e.next_steps.strip().rstrip(".") for e in reversed(client.entries)]
    return tuple(" ".join(step.split()) for step in steps if step)[:_RECALLED]
