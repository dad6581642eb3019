"""Documents and files on their way to a browser."""

import re
from unicodedata import category, normalize
from urllib.parse import quote

from starlette.responses import Response

from app.exports.document import Document, Picture
from app.exports.drawing import as_svg
from app.exports.markdown import as_markdown
from app.exports.memory import give_back
from app.exports.word import as_word
from app.ui.screens.pages import page
from app.ui.screens.visit import gone

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_document(document: Document, form: str) -> Response:
    """Send a document in a form: `print` is a page, `docx` and `md` are files."""
    if form == "print":
        return _print_page(document)
    if form == "docx":
        return send_file(as_word(document), document.title, "docx", _WORD)
    if form == "md":
        text = as_markdown(document).encode("utf-8", "replace")
        return send_file(text, document.title, "md", "text/markdown; charset=utf-8")
    raise gone("form of this document")


def _print_page(document: Document) -> Response:
    return page(
        "paper", title=document.title, here="", parts=shown_parts(document),
        compact=document.compact,
    )  # fmt: skip


def shown_parts(document: Document) -> list[tuple[str, object]]:
    """Return the parts of a document as the page shows them, pictures drawn."""
    return [
        (
            type(part).__name__,
            as_svg(part.drawing, part.alt) if isinstance(part, Picture) else part,
        )
        for part in document.parts
    ]


def send_file(content: bytes, title: str, ending: str, kind: str) -> Response:
    """Send bytes as a file that is named after its title."""
    give_back()
    name = file_name(title)
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "both-ways"
    names = f"filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(name)}.{ending}"
    headers = {
        # The second name counts where it is understood: RFC 6266, 4.3.
        "content-disposition": f"attachment; {names}",
        "cache-control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)


def file_name(title: str) -> str:
    """Return a title as a file's name: letters and digits of any script, no path."""
    letters = "".join(c if c.isalnum() or category(c)[0] == "M" else " " for c in title.lower())
    return normalize("NFC", "-".join(letters.split()))[:60].strip("-") or "both-ways"
