"""What a user asks, made safe to work with."""

import re
import unicodedata
from dataclasses import dataclass

from app.understanding.redaction import leave_out_records
from corpus.errors import QuestionError

# Longer than any question that a person types, short enough to answer at once.
MAX_CHARS = 6000
_SPACES = re.compile(r"\s+")
_KEPT_CONTROLS = "\n\t\r"


@dataclass(frozen=True)
class Question:
    """A cleaned question with the user's earlier turns, oldest first.

    `records_left_out` says that something that looked like a personal record was taken out.
    """

    text: str
    previous: tuple[str, ...] = ()
    id: str | None = None
    records_left_out: bool = False


def read_question(text: str, previous: tuple[str, ...] = (), id_: str | None = None) -> Question:
    """Return a question without invisible characters.

    Raises QuestionError where nothing is left of it or it is longer than MAX_CHARS.
    """
    cleaned = clean(text)
    if not re.search(r"\w", cleaned):
        raise QuestionError(
            "There is no question to answer.",
            "Nothing was looked up.",
            "Type what you would like to know, for instance: how did others handle need vs. "
            "readiness?",
        )
    if len(cleaned) > MAX_CHARS:
        raise QuestionError(
            f"The question has {len(cleaned):,} characters.",
            f"Only questions of up to {MAX_CHARS:,} are looked up; yours is still in the box.",
            "Shorten it to what you want to know.",
        )
    safe = leave_out_records(cleaned)
    earlier = tuple(leave_out_records(clean(turn)[:MAX_CHARS]) for turn in previous)
    return Question(safe, earlier, id_, records_left_out=safe != cleaned)


def clean(text: str) -> str:
    """Return `text` without control, zero-width, bidi, tag and surrogate characters.

    White space is folded to single blanks; letters of every language stay.
    """
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c)[0] != "C")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()
