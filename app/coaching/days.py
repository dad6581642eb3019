"""The day that a few words name, such as "by Thanksgiving", "December 3" or "in two weeks"."""

import re
from datetime import date, datetime, time
from functools import cache

_LANGUAGES = ["en"]
_COUNTRY_HOLIDAYS_YEARS = 2
# More characters name no day, and the parser would take seconds for thousands of figures.
_LONGEST = 200
# Words of holidays' names that other expressions share.
_SHARED = frozenset({"day", "new", "year's", "national", "independence", "the", "jr."})
_WORD = re.compile(r"[\w.'’]+")


def day_in(words: str, today: date) -> date | None:
    """Return the next day that words name by a date, a weekday, a span or a US holiday.

    None where they name none to the day, such as "in March".
    """
    if len(words) > _LONGEST:
        return None
    return _holiday(words, today) or _dated(words, today)


def _dated(words: str, today: date) -> date | None:
    """Return a day by dateparser; where its place in the month decides, no day was named."""
    first, last = _parsed(words, today, "first"), _parsed(words, today, "last")
    if first is None or first != last:
        return None
    return first if first >= today else _a_month_on(first, today)


def _parsed(words: str, today: date, place: str) -> date | None:
    from dateparser.search import search_dates

    found = search_dates(
        _without_lead(words),
        languages=_LANGUAGES,
        settings={
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": place,
            "RELATIVE_BASE": datetime.combine(today, time()),
        },
    )
    if not found:
        return None
    longest = max(found, key=lambda item: len(item[0]))
    moment: datetime = longest[1]
    return moment.date()


def _without_lead(words: str) -> str:
    """Return words without a preposition in front, which would hide a date from the parser."""
    return re.sub(r"^\W*(?:by|before|until|till|on|at|no later than)\s+", "", words, flags=re.I)


def _a_month_on(found: date, today: date) -> date | None:
    """Return a day of this month that has gone by, a month on."""
    from dateutil.relativedelta import relativedelta

    following: date = found + relativedelta(months=1)
    return following if following >= today else None


def _holiday(words: str, today: date) -> date | None:
    said = {w.lower().replace("’", "'") for w in _WORD.findall(words)} - _SHARED
    named = (day for day, own in _holidays(today.year) if own and own <= said and day >= today)
    return min(named, default=None)


@cache
def _holidays(year: int) -> tuple[tuple[date, frozenset[str]], ...]:
    """Return the days of US holidays of this and the next year with their telling words."""
    import holidays

    found = holidays.country_holidays(
        "US", years=range(year, year + _COUNTRY_HOLIDAYS_YEARS), observed=False
    )
    return tuple(
        (day, frozenset(w.lower().replace("’", "'") for w in _WORD.findall(name)) - _SHARED)
        for day, name in found.items()
    )
