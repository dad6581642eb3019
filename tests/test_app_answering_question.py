import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.understanding.question import MAX_CHARS, clean, read_question
from corpus.errors import QuestionError


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  need\tor\n\nreadiness? ", "need or readiness?"),
        ("need\u200b or\u202e readi\u0007ness\ufeff", "need or readiness"),
        ("\U000e0041hidden tags\U000e007f", "hidden tags"),
        ("¿Necesidad o preparación?", "¿Necesidad o preparación?"),
        ("cafe\u0301", "café"),
    ],
)
def test_invisible_characters_go_and_letters_stay(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "\u200b\u202e", "\x00"])
def test_nothing_to_answer(typed: str) -> None:
    with pytest.raises(QuestionError, match="no question"):
        read_question(typed)


def test_too_long_says_by_how_much() -> None:
    with pytest.raises(QuestionError, match="6,001 characters"):
        read_question("x" * (MAX_CHARS + 1))
    assert read_question("x" * MAX_CHARS).text


@given(st.text())
def test_cleaning_is_complete_and_stable(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(c)[0] == "C" for c in cleaned)
