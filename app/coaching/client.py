"""A coach's log of one client: the goal, and what came of each session."""

from dataclasses import dataclass, replace
from datetime import date

from app.coaching.journal import mark, tidy
from corpus.errors import ChangedError, FormError

_RECALLED = 3


@dataclass(frozen=True)
class Entry:
    """One session: when it was, what went well, what was in the way, and what comes next.

    `plan` is the id of the plan that it was held by, empty for none.
    """

    held: date
    successes: str
    obstacles: str
    next_steps: str
    plan: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is written of the session."""
        return not any(t.strip() for t in (self.successes, self.obstacles, self.next_steps))


@dataclass(frozen=True)
class Action:
    """A step that a session ended with; `since` is its day."""

    text: str
    since: date
    done: bool = False


@dataclass(frozen=True)
class Client:
    """A client by the name that the coach gives them, their goal and sessions, oldest first.

    `actions` are the steps that sessions ended with, the oldest first.
    """

    name: str
    goal: str = ""
    entries: tuple[Entry, ...] = ()
    actions: tuple[Action, ...] = ()


def with_entry(client: Client, entry: Entry, instead: str = "") -> Client:
    """Return a log with one session more, or in place of the one of the mark `instead`.

    Every line of its next steps that is not among the actions yet becomes an open one. Raises
    FormError where nothing is written of the session.
    """
    if entry.is_empty:
        raise FormError(
            "Nothing is written of this session yet.",
            "It was not kept.",
            "Write a word on what went well, what was in the way, or what comes next.",
        )
    others = without_entry(client, instead).entries if instead else client.entries
    entries = sorted((*others, entry), key=lambda e: e.held)
    known = {action.text for action in client.actions}
    new = (Action(step, entry.held) for step in _steps(entry) if step not in known)
    return replace(client, entries=tuple(entries), actions=(*client.actions, *new))


def with_action(client: Client, which: str, *, done: bool) -> Client:
    """Return a log in which the actions of a text are done, or open again."""
    changed = (replace(a, done=done) if a.text == which else a for a in client.actions)
    return replace(client, actions=tuple(changed))


def entry_mark(entry: Entry) -> str:
    """Return a short mark of a session, by which a form tells which one it means."""
    return mark(repr(entry))


def without_entry(client: Client, which: str) -> Client:
    """Return a log without the first session of a mark, and without actions of it alone."""
    place = next((n for n, e in enumerate(client.entries) if entry_mark(e) == which), None)
    if place is None:
        return client
    gone = client.entries[place]
    kept = tuple(e for n, e in enumerate(client.entries) if n != place)
    own = _steps(gone).keys() - {step for e in kept for step in _steps(e)}
    return replace(
        client, entries=kept, actions=tuple(a for a in client.actions if a.text not in own)
    )


def _steps(entry: Entry) -> dict[str, None]:
    """Return the next steps of a session in order, one a line, each once."""
    lines = (" ".join(line.split()) for line in entry.next_steps.splitlines())
    return dict.fromkeys(filter(None, lines))


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
    """Return the actions that are open, the latest first.

    Of a log without actions, as kept by an older version, the next steps of its last sessions.
    """
    if client.actions:
        opened = [action.text for action in reversed(client.actions) if not action.done]
        return tuple(opened)
    steps = [e.next_steps.strip().rstrip(".") for e in reversed(client.entries)]
    return tuple(" ".join(step.split()) for step in steps if step)[:_RECALLED]
