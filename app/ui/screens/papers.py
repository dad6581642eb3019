"""What is kept, as documents: for the page to print, and as files to take along."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import Response

from app.exports.document import Document
from app.exports.file import File, file_name
from app.exports.files import Papers
from app.exports.markdown import as_markdown
from app.exports.papers import blank_guide
from app.exports.plan_papers import handout
from app.records.dumping import dump
from app.records.store import Heading
from app.ui.screens.sending import send_document, send_file
from app.ui.screens.visit import Visit, gone
from corpus.errors import NotKeptError

FORMS = ("docx", "pptx", "print", "md")


def send_paper(visit: Visit) -> Response:
    """Send one kept thing in the form that the address names."""
    notes, id_ = bool(visit.query.get("notes")), visit.path["id"]
    if visit.path["form"] == "print":
        heading = visit.records.heading(visit.owner, id_)
        return send_document(paper_of(visit, heading, notes=notes), "print")
    form, at = visit.path["form"], visit.query.get("at", "")
    return send_file(papers_of(visit).file(visit.owner, id_, form, notes=notes, at=at))


def send_guide(visit: Visit) -> Response:
    """Send a blank guide."""
    guides = (g for g in visit.corpus.framework.guides if g.id == visit.path["guide"])
    guide = next(guides, None)
    if guide is None:
        raise gone("guide")
    return send_document(blank_guide(visit.corpus, guide), visit.path["form"])


def send_handout(visit: Visit) -> Response:
    """Send one example as a hand-out."""
    try:
        case = visit.corpus.case(visit.path["case"])
    except KeyError:
        raise gone("example") from None
    return send_document(handout(visit.book, case), visit.path["form"])


def send_all(visit: Visit) -> Response:
    """Send everything of an owner: a text a record to read, and all of it as it is kept."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for number, heading in enumerate(visit.records.list(visit.owner), 1):
            name = f"{number:03}-{heading.kind}-{file_name(heading.title)}.md"
            archive.writestr(name, _readable(visit, heading))
        archive.writestr("everything.json", dump(visit.records.engine, visit.owner))
    return send_file(File(file.getvalue(), "both-ways", "zip"))


def _readable(visit: Visit, heading: Heading) -> str:
    """Return a record as text, or why it can't be read; it is in the JSON file all the same."""
    try:
        return as_markdown(paper_of(visit, heading, notes=True))
    except NotKeptError as error:
        return str(error)


def papers_of(visit: Visit) -> Papers:
    """Return what makes files of what is kept."""
    return Papers(visit.records, visit.book, lambda: visit.known)


def paper_of(visit: Visit, heading: Heading, *, notes: bool = False) -> Document:
    """Return one kept thing as a document; `notes` adds those of a reflection to its summary."""
    return papers_of(visit).document(visit.owner, heading, notes=notes)
