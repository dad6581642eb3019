"""Documents and files on their way to a browser."""

from starlette.responses import Response

from app.exports.document import Document, Picture
from app.exports.drawing import as_svg
from app.exports.file import File
from app.exports.markdown import as_markdown
from app.exports.memory import give_back
from app.exports.word import as_word
from app.ui.screens.pages import page
from app.ui.screens.visit import gone


def send_document(document: Document, form: str) -> Response:
    """Send a document in a form: `print` is a page, `docx` and `md` are files."""
    if form == "print":
        return _print_page(document)
    if form == "docx":
        return send_file(File(as_word(document), document.title, "docx"))
    if form == "md":
        text = as_markdown(document).encode("utf-8", "replace")
        return send_file(File(text, document.title, "md"))
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


def send_file(file: File) -> Response:
    """Send a file, to be kept and never shown in place."""
    give_back()
    headers = {"content-disposition": file.disposition, "cache-control": "no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)
