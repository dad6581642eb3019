"""What a user asks, made safe to work with."""

import re
import unicodedata
from dataclasses import dataclass, field

from app.evidence.documents import OwnTexts
from app.understanding.redaction import leave_out_records
from corpus.errors import QuestionError

# Longer than any question that a person types, short enough to answer at once.
MAX_CHARS = 6000
# Of a longer conversation the last turns count.
MOST_PREVIOUS = 50
# Marks that can't be seen, which are taken out first, may be many.
_MOST_READ = 20 * MAX_CHARS
_SPACES = re.compile(r"\s+")
_KEPT_CONTROLS = "\n\t\r"


@dataclass(frozen=True)
class Question:
    """A cleaned question with the user's earlier turns, oldest first.

    `records_left_out` says that something that looked like a personal record was taken out; `own`
    are the documents of people's own that are asked along with the report.
    """

    text: str
    previous: tuple[str, ...] = ()
    id: str | None = None
    records_left_out: bool = False
    own: OwnTexts | None = field(default=None, compare=False, repr=False)


def read_question(text: str, previous: tuple[str, ...] = (), id_: str | None = None) -> Question:
    """Return a question without invisible characters.

    Raises QuestionError where nothing is left of it or it is longer than MAX_CHARS.
    """
    cleaned = clean(text[:_MOST_READ])
    if not any(c.isalnum() or unicodedata.category(c) == "So" for c in cleaned):
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
    last = (clean(turn[:_MOST_READ])[:MAX_CHARS] for turn in previous[-MOST_PREVIOUS:])
    earlier = tuple(map(leave_out_records, last))
    return Question(safe, earlier, id_, records_left_out=safe != cleaned)


def is_asked(question: object, previous: object) -> bool:
    """Return whether values from elsewhere are a question and its earlier turns, if any."""
    if previous is not None and not isinstance(previous, list):
        return False
    return isinstance(question, str) and all(isinstance(turn, str) for turn in previous or ())


def clean(text: str) -> str:
    """Return `text` without control, zero-width, bidi, tag and surrogate characters.

    White space is folded to single blanks; letters of every language stay.
    """
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c)[0] != "C")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()
