"""Calendar files of commitments, sessions and logs; the log as a table."""

import csv
from datetime import date
from io import StringIO

import pytest
from icalendar import Calendar

from app.coaching.client import Client, Entry, with_entry
from app.coaching.commitment import Commitment
from app.coaching.plan import Block, Plan
from app.coaching.talk import Summary, Talk
from app.exports.calendar import commitment_calendar, log_calendar, session_calendar
from app.exports.sheet import LOG_COLUMNS, Sheet, log_rows
from corpus.errors import FormError

WRITTEN = date(2026, 11, 28)
STEP = Commitment("Visit; two schools, and listen", "by December 3", "Ana", "they speak first",
                  date(2026, 12, 3))  # fmt: skip
PLAN = Plan("Q3", "", 45, "Ana, Ben", (), (Block("a", "Look back", 45, ""),), {}, ())


@pytest.mark.parametrize(
    ("talk", "day"),
    [
        (Talk("Q1", commitment=STEP), date(2026, 12, 3)),
        (Talk("Q1", summary=Summary(what="Call Ben", when="next Friday")), date(2026, 12, 4)),
        (Talk("Q1", summary=Summary(what="Call", when="by December 7"), commitment=STEP),
         date(2026, 12, 7)),
    ],
)  # fmt: skip
def test_a_commitment_stands_on_its_day(talk: Talk, day: date) -> None:
    [event] = Calendar.from_ical(commitment_calendar("x", "A talk", talk, WRITTEN)).events
    assert (event.start, event.end) == (day, date.fromordinal(day.toordinal() + 1))
    assert event["summary"] == (talk.summary or talk.commitment).what
    assert event["uid"] == "x@both-ways"
    assert len(event.alarms.times) == 1


@pytest.mark.parametrize("when", ["", "soon", "in March"])
def test_no_day_is_told(when: str) -> None:
    talk = Talk("Q1", summary=Summary(what="Call Ben", when=when))
    with pytest.raises(FormError):
        commitment_calendar("x", "A talk", talk, WRITTEN)


def test_a_session_has_its_time_and_agenda() -> None:
    [event] = Calendar.from_ical(session_calendar("x", "Need", PLAN, "2026-12-03T09:30")).events
    assert event.start.isoformat() == "2026-12-03T09:30:00"
    assert event.duration.seconds == 45 * 60
    assert event["description"] == "Ana, Ben\n45 min  Look back"


@pytest.mark.parametrize("at", ["", "tomorrow", "2026-13-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_is_none_is_told(at: str) -> None:
    with pytest.raises(FormError):
        session_calendar("x", "Need", PLAN, at)


def test_a_log_is_a_calendar_and_a_table() -> None:
    first = Entry(date(2026, 11, 2), "=good", "none", "Call Ben\nCall Ana")
    log = with_entry(Client("Ana"), first)
    [event] = Calendar.from_ical(log_calendar("x", log)).events
    assert event.start == date(2026, 11, 2)
    file = StringIO()
    Sheet(file, LOG_COLUMNS).add(log_rows(log))
    rows = list(csv.DictReader(StringIO(file.getvalue())))
    assert [row["kind"] for row in rows] == ["session", "step", "step"]
    assert rows[0]["successes"] == "'=good"
    assert [row["next_steps"] for row in rows[1:]] == ["Call Ben", "Call Ana"]
