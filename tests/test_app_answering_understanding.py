"""What is done to a question before it is looked up: spelling, and personal records left out."""

from collections.abc import Callable

import pytest

from app.answering.answer import Answer
from app.answering.contract import as_json
from app.understanding.redaction import LEFT_OUT, leave_out_records
from app.understanding.spelling import Speller
from corpus.library import Corpus

Ask = Callable[..., Answer]


def test_mistyped_words_are_set_right_and_names_are_not(corpus: Corpus) -> None:
    speller = Speller({"hello", "cabinet"}, [d.text for d in corpus.documents])
    assert speller.correct("shoud we centrlize, or give autonmy?") == (
        "should we centralize, or give autonomy?"
    )
    assert speller.correct("Ask Mekhitarian, Smyth and the cabinet.") == (
        "Ask Mekhitarian, Smyth and the cabinet."
    )
    assert speller.is_unknown("Zzyzx Unified")
    assert not speller.is_unknown("Readiness")


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("My student Dana Whitfield fails. Who goes first?", "Whitfield"),
        ("a pupil named Ana Ruiz-Lee", "Ruiz"),
        ("Joe Bloggs is a 7th grader here", "Bloggs"),
        ("write to jo@school.example or 555-201-3344", "555-201"),
        ("student ID 4481223, born 04/05/2010", "4481223"),
    ],
)
def test_personal_records_are_left_out(typed: str, gone: str) -> None:
    assert gone not in leave_out_records(typed)
    assert LEFT_OUT in leave_out_records(typed)


def test_public_leaders_are_no_personal_records(corpus: Corpus) -> None:
    for document in corpus.documents:
        assert leave_out_records(document.text).count(LEFT_OUT) <= 1


def test_a_question_with_a_record_is_answered_without_it(ask: Ask) -> None:
    body = as_json(ask("Our student named Maria Lopez fails. Should struggling schools go first?"))
    assert "Lopez" not in str(body)
    assert body["citations"]
    assert "left out" in body["notice"]
    assert body["text"].startswith(body["notice"])
