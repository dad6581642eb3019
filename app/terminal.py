"""Words for a terminal or a file, whatever letters it can take."""

import json
import sys
from typing import Any, TextIO


def set_up_terminal() -> None:
    """Make output never fail for a letter that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def takes_every_letter(stream: TextIO) -> bool:
    """Return whether a stream's encoding has all letters."""
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Return JSON for standard output that loses no letter there: escaped where it lacks some."""
    return json.dumps(value, ensure_ascii=not takes_every_letter(sys.stdout), indent=indent)


def use_for_sheets() -> None:
    """Write UTF-8 with the mark by which spreadsheets know it, unless somebody reads along."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None and not sys.stdout.isatty():
        reconfigure(encoding="utf-8-sig", newline="")
