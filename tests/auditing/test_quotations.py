"""Quotations against a text: exact, in other marks, shortened, departing, absent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auditing.quotations import check_quote, quotations_in, without_quotations

TEXT = (
    "In Fulton County, GA, leaders did not begin in 2014 with all 95 schools. “We’re small—but "
    "mighty,” she said. Schools then put themselves into one of five “roll out” groups."
)


@pytest.mark.parametrize(
    ("quote", "match"),
    [
        ("leaders did not begin in 2014", "exact"),
        ("Leaders did not begin in 2014", "marks"),
        ("We're small-but mighty", "marks"),
        ('one of five "roll out" groups', "marks"),
        ("one of five ‘roll out’ groups", "marks"),
        ("leaders did not begin … with all 95 schools", "shortened"),
        ("leaders did not begin [...] with all 95 schools", "shortened"),
        ("with all 95 schools … leaders did not begin", "absent"),
        ("leaders did begin in 2014 with all 95 schools", "departs"),
        ("leaders did not begin in 2015 with all 95 schools", "departs"),
        ("leaders do not begin in 2014 with all 95 schools", "departs"),
        ("leaders did not begin with all 95 schools", "departs"),
        ("leader", "departs"),
        ("the board met on a Tuesday in the gym", "absent"),
        ("", "absent"),
    ],
)
def test_how_a_quotation_stands_to_a_text(quote: str, match: str) -> None:
    assert check_quote(quote, TEXT).match == match


def test_departures_are_told_in_words() -> None:
    found = check_quote("leaders did begin in 2015 with all the 95 schools", TEXT)
    assert found.departures == (
        "“not” is left out", "it says “2015” where the text has “2014”", "“the” is added",
    )  # fmt: skip


def test_quotations_of_all_marks_are_found() -> None:
    said = 'He said “one ‘inner’ thing” and "another thing", not a 6" ruler.'
    assert quotations_in(said) == ("one ‘inner’ thing", "another thing")
    assert without_quotations(said).split() == [
        "He",
        "said",
        "and",
        ",",
        "not",
        "a",
        '6"',
        "ruler.",
    ]


@given(st.integers(0, 40), st.integers(1, 20))
def test_true_words_are_always_exact(start: int, length: int) -> None:
    words = TEXT.split(" ")[start : start + length]
    assert not words or check_quote(" ".join(words), TEXT).match == "exact"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_are_checked(quote: str, text: str) -> None:
    found = check_quote(quote, text)
    assert found.holds == (found.match in {"exact", "marks", "shortened"})
