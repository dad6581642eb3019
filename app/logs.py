"""Log lines: time, level, request, place. What people wrote is in none of them."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType

# The id of the request that is being answered; a hyphen outside of any.
request_id: ContextVar[str] = ContextVar("request_id", default="-")
_FORMAT = "%(asctime)s %(levelname)s %(request)s %(name)s: %(message)s"
# Libraries whose own lines may tell a request's address or words.
_QUIET = ("uvicorn.access", "httpx", "httpcore", "openai", "anthropic", "asyncio")
_CAUSES = 5


def set_up_logs(*, as_json: bool = False) -> None:
    """Send this process's log lines to standard error, in our form or as one JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if as_json else _Plain(_FORMAT))
    handler.addFilter(_with_request)
    # Some libraries set their own loggers to tell everything.
    handler.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def causes(error: BaseException) -> str:
    """Return what failed and where, cause by cause, without the errors' own words."""
    told: list[str] = []
    found: BaseException | None = error
    while found is not None and len(told) < _CAUSES:
        told.append(f"{type(found).__name__} at {_place(found.__traceback__)}")
        found = found.__cause__ or found.__context__
    return " from ".join(told)


class _Plain(logging.Formatter):
    """Formats errors as their types and places: their messages may hold people's words."""

    def format(self, record: logging.LogRecord) -> str:
        # One entry is one line, whatever a message holds.
        return " | ".join(super().format(record).splitlines())

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return causes(error) if isinstance(error, BaseException) else ""


class _Json(_Plain):
    """Formats a line as JSON, with the same parts."""

    def __init__(self) -> None:
        super().__init__("%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "request": getattr(record, "request", "-"),
            "logger": record.name,
            "message": super().format(record),
        }
        return json.dumps(told, ensure_ascii=False)


def _with_request(record: logging.LogRecord) -> bool:
    record.request = request_id.get()
    return True


def _place(trace: TracebackType | None) -> str:
    """Return the file and line where an error arose, without the folders above the package."""
    lines = [(frame.f_code.co_filename, line) for frame, line in walk_tb(trace)]
    if not lines:
        return "an unknown place"
    path, line = lines[-1]
    return f"{'/'.join(path.replace(chr(92), '/').split('/')[-2:])}:{line}"
