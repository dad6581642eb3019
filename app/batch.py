"""Answering a file of questions, one JSON object a line."""

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from app.assistant.protocol import Assistant
from app.lines import MOST_BYTES
from app.understanding.question import is_asked
from corpus.errors import BothWaysError, QuestionError

_log = logging.getLogger(__name__)
_MOST_ID = 200


def answer_lines(
    lines: Iterable[str | bytes], assistant: Assistant, *, quotes_only: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield one object per line that is not blank, in order.

    A line that can't be answered yields its number, its id where it has one, and the error; the
    others are answered all the same.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        id_: str | None = None
        try:
            row = _read_row(line, number)
            id_ = None if row.get("id") is None else str(row["id"])[:_MOST_ID]
            previous = tuple(row.get("previous") or ())
            answer = assistant.ask(row["question"], previous, quotes_only=quotes_only)
            yield {**answer.as_json(), **({} if id_ is None else {"id": id_})}
        except BothWaysError as error:
            yield {"id": id_, "line": number, "error": str(error)}
        except Exception as error:  # one line's fault must not end the others
            _log.warning("line %d could not be answered: %s", number, type(error).__name__)
            yield {"id": id_, "line": number, "error": str(_unanswered(number, error))}


def _unanswered(number: int, error: Exception) -> QuestionError:
    return QuestionError(
        f"Line {number} could not be answered ({type(error).__name__}).",
        "It was passed over; the other lines are answered.",
        "Please report it with its question; other words for it may work meanwhile.",
    )


def _read_row(line: str | bytes, number: int) -> dict[str, Any]:
    if len(line) >= MOST_BYTES:
        raise QuestionError(
            f"Line {number} is longer than {MOST_BYTES:,} bytes.",
            "It was passed over; the other lines are answered.",
            "Leave out what is not the question, or cut it into several lines.",
        )
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        row = json.loads(text)
        sound = is_asked(row["question"], row.get("previous"))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise QuestionError(
            f"Line {number} is not a question.",
            "It was passed over; the other lines are answered.",
            'Write each line as {"id": "1", "question": "…", "previous": ["…"]}; id and previous '
            "may be left out.",
        )
    return dict(row)
