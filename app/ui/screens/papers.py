"""What is kept, as documents: for the page to print, for Word, as slides and as text."""

from collections.abc import Callable
from io import BytesIO
from typing import TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import Response

from app.answering.answer import Answer
from app.auditing.since import lines_since
from app.coaching.client import Client
from app.coaching.journal import Journal
from app.coaching.pathway import Pathway
from app.coaching.plan import Plan
from app.coaching.talk import Exchange, Talk
from app.exports.document import Document
from app.exports.markdown import as_markdown
from app.exports.papers import (
    blank_guide,
    chat_paper,
    client_paper,
    foundation_paper,
    path_paper,
    talk_paper,
)
from app.exports.plan_papers import handout, plan_paper, plan_slides
from app.exports.slides import as_slides
from app.records.chat import ChatTurn
from app.records.dumping import dump
from app.records.store import Heading
from app.ui.screens.sending import file_name, send_document, send_file
from app.ui.screens.visit import Visit, gone
from corpus.errors import NotKeptError

B = TypeVar("B")
FORMS = ("docx", "pptx", "print", "md")
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def send_paper(visit: Visit) -> Response:
    """Send one kept thing in the form that the address names."""
    heading = visit.records.heading(visit.owner, visit.path["id"])
    if visit.path["form"] == "pptx" and heading.kind == "plan":
        plan = visit.records.get(visit.owner, heading.id, Plan).body
        made = as_slides(heading.title, plan_slides(visit.book, heading.title, plan))
        return send_file(made, heading.title, "pptx", _SLIDES)
    notes = bool(visit.query.get("notes"))
    return send_document(paper_of(visit, heading, notes=notes), visit.path["form"])


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
    return send_file(file.getvalue(), "both-ways", "zip", "application/zip")


def _readable(visit: Visit, heading: Heading) -> str:
    """Return a record as text, or why it can't be read; it is in the JSON file all the same."""
    try:
        return as_markdown(paper_of(visit, heading, notes=True))
    except NotKeptError as error:
        return str(error)


def paper_of(visit: Visit, heading: Heading, *, notes: bool = False) -> Document:
    """Return one kept thing as a document; `notes` adds those of a reflection to its summary."""
    papers: dict[str, Callable[[], Document]] = {
        "foundation": lambda: foundation_paper(visit.corpus, heading.title, body(Journal)),
        "path": lambda: path_paper(visit.corpus, heading.title, body(Pathway)),
        "client": lambda: client_paper(visit.corpus, heading.title, body(Client)),
        "plan": lambda: plan_paper(visit.book, heading.title, body(Plan)),
        "talk": lambda: talk_paper(
            visit.corpus, heading.title, body(Talk), turns(Exchange), notes=notes
        ),
        "chat": lambda: chat_paper(visit.corpus, heading.title, turns(ChatTurn), since),
    }

    def since(answer: Answer) -> tuple[str, ...]:
        return lines_since(answer, lambda: visit.known, visit.corpus.hash)

    def body(kind: type[B]) -> B:
        return visit.records.get(visit.owner, heading.id, kind).body

    def turns(kind: type[B]) -> tuple[B, ...]:
        return visit.records.turns(visit.owner, heading.id, kind)

    return papers[heading.kind]()
