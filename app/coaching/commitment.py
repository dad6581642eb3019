"""What somebody means to do, by when, with whom, and how they will know: read from one text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.coaching.days import day_in
from app.coaching.journal import tidy
from app.coaching.tagging import Pieces, Tagger, fit_tagger
from corpus.asked import read_rows

COMMITMENTS = "training/commitments.jsonl"
PARTS = ("what", "when", "who", "know")


@dataclass(frozen=True)
class Commitment:
    """A next step in its leader's words; `day` is the day that `when` names, None for none."""

    what: str = ""
    when: str = ""
    who: str = ""
    know: str = ""
    day: date | None = None

    def with_parts(self, form: Mapping[str, str], today: date) -> "Commitment":
        """Return the commitment as somebody has edited it; FormError where a part is too long."""
        parts = {part: tidy(form.get(part, getattr(self, part))).strip() for part in PARTS}
        return Commitment(**parts, day=day_in(parts["when"], today))


NO_COMMITMENT = Commitment()


def read_commitment(text: str, today: date) -> Commitment:
    """Return what a text commits to; without a deed where none is found in it."""
    found = _tagger().find(text, {"what": "who"})
    when = _first(found.get("when", ()))
    return Commitment(
        ", ".join(dict.fromkeys(found.get("what", ()))),
        when,
        ", ".join(dict.fromkeys(found.get("who", ()))),
        _first(found.get("know", ())),
        day_in(when, today) if when else None,
    )


def _first(found: Sequence[str]) -> str:
    return found[0] if found else ""


@cache
def _tagger() -> Tagger:
    """Return the tagger of commitments, fitted when the first one is read."""
    return fit_tagger((row["text"], _pieces(row)) for row in read_rows(COMMITMENTS))


def _pieces(row: Mapping[str, Any]) -> Pieces:
    return {p: row[p] if isinstance(row[p], list) else [row[p]] for p in PARTS if row[p]}
