"""Files of questions with lines that nobody should have written."""

import json
from io import BytesIO
from typing import Any

import pytest

from app.answering.answer import Answer
from app.batch import answer_lines
from app.lines import MOST_BYTES, bounded_lines
from app.understanding.question import MOST_PREVIOUS, Question, is_asked, read_question

GOOD = json.dumps({"id": "good", "question": "How did others decide?"})


def _unasked(question: Question) -> Answer:
    raise AssertionError("asked")


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"question": ' + "[" * 100_000,
        '{"question": ["a"]}',
        '{"question": "a", "previous": "abc"}',
        '{"question": "a", "previous": {"b": 1}}',
        '{"question": "a", "previous": [1]}',
        "null", "7", '"a"', "{", "",
        '{"question": "' + "a" * MOST_BYTES + '"}',
        '{"question": "' + "a" * 7000 + '"}',
        b"\xff\xfe",
    ],
    ids=lambda line: str(line)[:24],
)  # fmt: skip
def test_a_line_that_is_no_question_is_told_and_passed_over(line: Any) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    rows = list(answer_lines(bounded_lines(BytesIO(raw + b"\n")), _unasked))
    assert [set(row) for row in rows] == ([{"id", "line", "error"}] if raw else [])


def test_lines_are_read_whole_and_long_ones_cut() -> None:
    long = b"x" * (2 * MOST_BYTES + 3)
    lines = list(bounded_lines(BytesIO(b"a\n" + long + b"\nb\n\nc")))
    assert [len(line) for line in lines] == [2, MOST_BYTES, 2, 1, 1]
    assert lines[-1] == b"c"


def test_the_last_turns_of_a_long_conversation_count() -> None:
    read = read_question("and why?", tuple(f"question {n}" for n in range(5000)))
    assert len(read.previous) == MOST_PREVIOUS
    assert read.previous[-1] == "question 4999"


@pytest.mark.parametrize(
    ("question", "previous", "sound"),
    [("a", None, True), ("a", ["b"], True), (1, None, False), (None, None, False),
     ("a", "b", False), ("a", [None], False), ({"a": 1}, [], False)],
)  # fmt: skip
def test_values_from_elsewhere_are_looked_at(
    question: object, previous: object, sound: bool
) -> None:
    assert is_asked(question, previous) is sound
