"""Files of questions with lines that nobody should have written."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from app.assistant.answers import AnswerObject
from app.assistant.local import LocalAssistant
from app.batch import answer_lines
from app.lines import MOST_BYTES, bounded_lines
from app.services import Services
from app.understanding.question import MOST_PREVIOUS, is_asked, read_question

GOOD = json.dumps({"id": "good", "question": "How did others decide?"})


class _Failing(LocalAssistant):
    """An assistant that nobody may ask, and that fails for one question."""

    def ask(self, question: str, previous: Sequence[str] = (), **_: object) -> AnswerObject:
        assert question == "fails", "asked"
        raise ZeroDivisionError


@pytest.fixture(scope="module")
def failing(services: Services) -> _Failing:
    return _Failing(services)


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
def test_a_line_that_is_no_question_is_told_and_passed_over(failing: _Failing, line: Any) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    rows = list(answer_lines(bounded_lines(BytesIO(raw + b"\n")), failing))
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


def test_one_line_s_fault_ends_no_batch(failing: _Failing, services: Services) -> None:
    [first] = answer_lines(['{"id": "1", "question": "fails"}'], failing)
    assert (first["id"], first["line"]) == ("1", 1)
    assert "ZeroDivisionError" in first["error"]
    lines = ['{"id": "2", "question": "?"}', '{"id": 3, "question": "need or readiness?"}']
    second, third = answer_lines(lines, LocalAssistant(services))
    assert "no question" in second["error"]
    assert (third["id"], bool(third["claims"])) == ("3", True)
