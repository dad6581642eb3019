"""The questions keep to what makes a question good."""

import re

import pytest

from app.answering.quoting import QuotingAnswerer
from app.coaching.bank import load_bank, report_questions
from app.coaching.offering import KINDS
from app.evidence.passages import PassageIndex
from corpus.asked import read_rows

OURS = [row["text"] for row in read_rows("training/questions.jsonl")]
_ADVICE = re.compile(
    r"\b(?:should|ought|have you (?:considered|thought)|don't you|isn't|wouldn't|"
    r"why not|why don't|obviously|surely|try to|could you)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"^(?:would|do|does|did|is|are|will|can|could|has|have|should)\b", re.I)


@pytest.fixture(scope="module")
def book(quoting: QuotingAnswerer) -> PassageIndex:
    return quoting.book


def test_our_questions_are_open_single_short_and_no_advice(book: PassageIndex) -> None:
    theirs = {q.text for d in book.corpus.framework.decisions for q in report_questions(book, d.id)}
    ours = [text for text in OURS if text not in theirs]
    assert len(ours) >= 300
    assert len(set(OURS)) == len(OURS)
    bad = [
        text
        for text in ours
        if text.count("?") != 1
        or not text.endswith("?")
        or len(text.split()) > 18
        or _YES_OR_NO.match(text)
        or _ADVICE.search(text)
    ]
    assert bad == []


def test_the_report_s_own_questions_are_offered_word_for_word(book: PassageIndex) -> None:
    bank = load_bank(book)
    theirs = [one for one in bank.questions if one.question.origin != "ours"]
    text = book.corpus.document("look-both-ways").text
    assert len(theirs) >= 35
    assert all(one.question.text in text for one in theirs if one.question.origin == "source")
    assert all(one.decisions for one in theirs)


def test_every_question_has_notes_after_which_it_helps_and_every_kind_has_many(
    book: PassageIndex,
) -> None:
    bank = load_bank(book)
    ours = [one for one in bank.questions if one.question.origin == "ours"]
    assert all(len(one.helps) >= 2 for one in ours)
    counts = [sum(one.question.kind == kind for one in bank.questions) for kind in KINDS]
    assert min(counts) >= 90
