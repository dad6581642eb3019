"""Which decisions a described situation touches."""

from app.exploring.situations import Reading, SituationReader
from app.understanding.redaction import leave_out_records

_MOST_DECISIONS = 3
# The least probability of a decision that is touched, and of others beside it.
_SURELY, _BESIDE = 0.4, 0.2
_MOST_READ = 6000


def decisions_in(situations: SituationReader, words: str, chosen: str = "") -> tuple[str, ...]:
    """Return the decisions that a situation touches, the surest first; `chosen` before all.

    None where none is sure.
    """
    known = [d.id for d in situations.book.corpus.framework.decisions]
    first = (chosen,) if chosen in known else ()
    if not words.strip():
        return first
    return touched_in(situations.read(leave_out_records(words[:_MOST_READ])), first)


def touched_in(reading: Reading, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the decisions that a situation touches by how it was read; `first` before all."""
    sure = first or reading.touched(_SURELY)
    beside = reading.touched(_BESIDE) if sure else ()
    return tuple(dict.fromkeys((*first, *beside)))[:_MOST_DECISIONS]
