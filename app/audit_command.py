"""The `audit` command: one line after the other, as JSON, as CSV or for reading."""

import sys
from collections.abc import Iterable
from typing import Literal

from app.auditing.batch import Tally, Unreadable, audit_lines
from app.auditing.known import Known
from app.auditing.telling import audit_json, audit_text
from app.exports.sheet import AUDIT_COLUMNS, Sheet, audit_rows
from app.reports import json_line
from app.terminal import use_for_sheets

Form = Literal["text", "json", "csv"]


def print_audits(lines: Iterable[bytes], known: Known, form: Form) -> Tally:
    """Print the audit of each line as it is done, and return what they come to."""
    tally = Tally()
    if form == "csv":
        use_for_sheets()
    sheet = Sheet(sys.stdout, AUDIT_COLUMNS) if form == "csv" else None
    for one in audit_lines(lines, known):
        tally.add(one)
        if isinstance(one, Unreadable):
            _print_unreadable(one, form)
        elif sheet is not None:
            sheet.add(audit_rows(one))
        elif form == "json":
            print(json_line(audit_json(one)), flush=True)
        elif one.all_findings:
            print(audit_text(one), end="\n\n")
    return tally


def _print_unreadable(one: Unreadable, form: Form) -> None:
    if form == "json":
        print(json_line({"line": one.line, "error": one.error}))
    else:
        print(f"bothways: {one.error}", file=sys.stderr)
