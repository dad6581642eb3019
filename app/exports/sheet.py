"""Rows for a spreadsheet, in which no text can be taken for a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TextIO

from app.auditing.audit import Audit
from app.auditing.telling import reasons
from app.coaching.client import Client

# What a spreadsheet takes for the beginning of a formula.
_BEGINS = frozenset("=+-@|%\t\r")
_SIGNED_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?(?: [^\W\d_][\w ,.]*)?")

Cell = str | int | float | None

AUDIT_COLUMNS = (
    "id", "question", "answerer", "corpus_hash", "prompt_hash", "claim", "text", "citations",
    "support_score", "recalled", "precise", "faults", "doubts",
)  # fmt: skip

LOG_COLUMNS = ("kind", "day", "successes", "obstacles", "next_steps", "done")


class Sheet:
    """Writes rows as CSV; a text that begins like a formula gets an apostrophe in front.

    The file is UTF-8 with a byte order mark where a spreadsheet is to open it.
    """

    def __init__(self, file: TextIO, columns: Sequence[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(columns)

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        self._writer.writerows([_cell(value) for value in row] for row in rows)


def audit_rows(audit: Audit) -> Iterable[Sequence[Cell]]:
    """Yield a row for each claim of an audit, after one for the answer as a whole."""
    answer = audit.answer
    head = (answer.id, answer.question, answer.answerer, answer.corpus_hash, answer.prompt_hash)
    faults, doubts = reasons(audit.findings, "fault"), reasons(audit.findings, "doubt")
    yield (
        *head, None, answer.lead, len(answer.citations), None, audit.citation_recall,
        audit.citation_precision, faults, doubts,
    )  # fmt: skip
    for claim in audit.claims:
        markers = " ".join(map(str, claim.statement.markers))
        precise = " ".join(map(str, claim.precise))
        yield (
            *head, claim.number, claim.statement.text, markers, claim.support,
            int(claim.recalled), precise, reasons(claim.findings, "fault"),
            reasons(claim.findings, "doubt"),
        )  # fmt: skip


def log_rows(client: Client) -> Iterable[Sequence[Cell]]:
    """Yield a row for each session of a coach's log, then one for each step agreed on."""
    for entry in client.entries:
        yield (
            "session", entry.held.isoformat(), entry.successes, entry.obstacles,
            entry.next_steps, None,
        )  # fmt: skip
    for action in client.actions:
        yield "step", action.since.isoformat(), None, None, action.text, int(action.done)


def _cell(value: Cell) -> Cell:
    # White space in front would hide a formula from the guard, and not from a spreadsheet.
    return defused(value.lstrip("\t\r\n \x00\ufeff")) if isinstance(value, str) else value


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (OWASP, CSV injection).

    Spreadsheets in East Asia also begin formulas with signs in full width. A number with a sign,
    alone or before plain words, is none.
    """
    first = unicodedata.normalize("NFKC", text[:1])[:1]
    if first not in _BEGINS or (first in "+-" and _SIGNED_NUMBER.fullmatch(text)):
        return text
    return f"'{text}"
