"""Commitments and sessions as calendar files (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from app.coaching.client import Client
from app.coaching.days import day_in
from app.coaching.plan import Plan
from app.coaching.talk import Talk
from corpus.errors import FormError

_PRODUCT = "-//Both Ways//EN"
# A commitment is called to mind the day before, in the morning: it is an entry of a whole day.
_AHEAD = timedelta(hours=-15)


def commitment_calendar(id_: str, title: str, talk: Talk, written: date) -> bytes:
    """Return the step that a reflection ends with as an entry on its day.

    `written` is the day from which words such as "next week" count. Raises FormError where the
    step names no day.
    """
    step = talk.summary or talk.commitment
    day = talk.commitment.day if talk.summary is None else day_in(step.when, written)
    if day is None or not step.what.strip():
        raise FormError(
            "The next step names no day to the day.",
            "No calendar file was made.",
            "Write by when, such as “by December 3” or “next Friday”, keep it, and try again.",
        )
    told = {"With whom": step.who, "How I will know that it worked": step.know}
    lines = (f"{name}: {text}" for name, text in told.items() if text.strip())
    entry = _entry(id_, step.what, day, "\n".join([*lines, f"From: {title}"]))
    entry.add_component(_reminder(step.what))
    return _file([entry])


def session_calendar(id_: str, title: str, plan: Plan, at: str) -> bytes:
    """Return a planned session as an entry with its agenda; `at` is its local date and time.

    Raises FormError where `at` is none, as ISO 8601 writes it.
    """
    try:
        begins = datetime.fromisoformat(at).replace(tzinfo=None)
        ends = begins + timedelta(minutes=plan.minutes)
    except (ValueError, OverflowError) as error:
        raise FormError(
            "The day and the time of the session are missing.",
            "No calendar file was made.",
            "Give them as `at`, such as at=2026-12-03T09:00.",
        ) from error
    agenda = [f"{block.minutes} min  {block.title}" for block in plan.blocks]
    head = [plan.attendees] if plan.attendees.strip() else []
    return _file([_entry(id_, title, begins, "\n".join([*head, *agenda]), ends)])


def log_calendar(id_: str, client: Client) -> bytes:
    """Return the sessions of a coach's log as entries on their days."""
    entries = (
        _entry(
            f"{id_}-{number}",
            f"Coaching: {client.name}",
            entry.held,
            "\n".join(filter(None, (entry.successes, entry.obstacles, entry.next_steps))),
        )
        for number, entry in enumerate(client.entries, 1)
    )
    return _file(entries)


def _entry(id_: str, summary: str, start: date, description: str, end: date | None = None) -> Event:
    """Return an entry of a whole day, or one that has an end; times are where it is opened."""
    whole_day = start + timedelta(days=1)
    return Event.new(
        uid=f"{id_}@both-ways",
        stamp=datetime.now(UTC),
        start=start,
        end=end or whole_day,
        summary=" ".join(summary.split())[:200],
        description=description,
        transparency=None if end else TRANSP.TRANSPARENT,
    )


def _reminder(what: str) -> Alarm:
    alarm = Alarm.new(description=" ".join(what.split())[:200])
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _AHEAD)
    return alarm


def _file(entries: Iterable[Event]) -> bytes:
    # Where two files of one thing are opened, the entry's UID lets the later one replace it.
    made = Calendar.new(prodid=_PRODUCT, subcomponents=entries)
    return bytes(made.to_ical())
