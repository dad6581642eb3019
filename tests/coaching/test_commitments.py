"""A next step is read for what, when, with whom and how one will know; days are understood."""

from datetime import date

import pytest

from app.coaching.commitment import read_commitment
from app.coaching.days import day_in

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("December 3", "2026-12-03"), ("before December 3", "2026-12-03"),
        ("by Thanksgiving", "2027-11-25"), ("by Friday", "2026-12-04"),
        ("in two weeks", "2026-12-11"), ("12/3", "2026-12-03"), ("by May 1", "2027-05-01"),
        ("on the 15th", "2026-12-15"), ("tomorrow", "2026-11-28"), ("Labor Day", "2027-09-06"),
        ("next cabinet", None), ("in March", None), ("before the end of the semester", None),
        ("", None), ("sometime", None),
    ],
)  # fmt: skip
def test_the_day_that_words_name(words: str, day: str | None) -> None:
    assert day_in(words, TODAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("By Friday I'll draft a plan with Dana; I'll know it worked if two principals call me.",
         {"when": "By Friday", "who": "Dana", "know": "if two principals call me"}),
        ("My deputy and I will visit three schools in January.",
         {"what": "visit three schools", "when": "in January", "who": "My deputy"}),
        ("I'll sit down with the union president before December 3.",
         {"what": "sit down with the union president", "when": "before December 3"}),
        ("I'm ready for a next step.", {"what": "", "when": "", "who": "", "know": ""}),
    ],
)  # fmt: skip
def test_parts_are_read(said: str, parts: dict[str, str]) -> None:
    read = read_commitment(said, TODAY)
    assert {name: getattr(read, name) for name in parts} == parts


def test_every_piece_is_the_leader_s_own_words() -> None:
    said = "I'll visit two schools with Dana before December 3 and ask the teachers back."
    read = read_commitment(said, TODAY)
    assert read.day == date(2026, 12, 3)
    pieces = [p for part in ("what", "when", "know") for p in getattr(read, part).split(", ")]
    assert all(piece in said for piece in pieces)
    assert len(pieces) >= 4
