"""The forms of the screens as they are sent: fields, and on some screens files."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from app.ui.serving.limits import WITH_FILES
from app.ui.serving.site import own_path
from corpus.errors import FormError

# An answer of the longest kind in every letter, and its marks, still fit.
MAX_BODY = 2_000_000
_MAX_FIELDS = 300
_MAX_FILES = 60


@dataclass(frozen=True)
class Upload:
    """A file that was sent, with the name that it has where it came from."""

    name: str
    content: bytes


async def read_form(request: Request) -> tuple[Mapping[str, str], tuple[Upload, ...]]:
    """Return the fields of a form, and the files that were sent with it."""
    type_ = request.headers.get("content-type", "")
    if request.method != "POST" or not type_.startswith("multipart/form-data"):
        return await _read_fields(request), ()
    if own_path(request.scope) not in WITH_FILES:
        raise _no_form()
    try:
        async with request.form(max_files=_MAX_FILES, max_fields=_MAX_FIELDS) as sent:
            fields = {name: value for name, value in sent.items() if isinstance(value, str)}
            files = [value for value in sent.getlist("files") if isinstance(value, UploadFile)]
            read = [Upload(f.filename or "file", await f.read()) for f in files if f.size]
    except (HTTPException, ClientDisconnect) as error:
        raise _no_form() from error
    return fields, tuple(read)


async def _read_fields(request: Request) -> Mapping[str, str]:
    if request.method != "POST":
        return {}
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise _too_much()
    except ClientDisconnect as error:
        raise _too_much() from error
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise _no_form() from error


def _no_form() -> FormError:
    return FormError(
        "This is no form of this page, or too large for it.",
        "Nothing was kept.",
        "Send it from the page itself; a file may have 50 MB at most.",
    )


def _too_much() -> FormError:
    return FormError(
        f"This is too much at once, or did not arrive whole: {MAX_BODY:,} bytes are the most.",
        "Nothing of it was kept.",
        "Go back with your browser’s button: your words are still in the box.",
    )
