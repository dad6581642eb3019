"""The Library: documents that people have added, and what can be done with them."""

import re
from dataclasses import replace
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from app.documents.exporting import pack
from app.documents.fetching import fetch
from app.documents.reading import Found, find_in, pieces_of
from app.documents.taking import Offer, Taken, take
from app.records.document import EVERYBODY, ONLY_ME, About, Kept, Viewer
from app.records.people import LIBRARIAN
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, gone, whole_number
from corpus.errors import DocumentError, FormError, NotKeptError
from indexing.reading.kinds import ENDINGS, KINDS
from indexing.reading.outside import draw_outside

_HERE = "Library"
_MOST_FILES = 50
_LONGEST = 200
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_LABELS = {kind.name: kind.label for kind in KINDS}


def show_library(visit: Visit) -> Response:
    """Show what was added, and how to add more."""
    viewer = viewer_of(visit)
    documents = [d for d in visit.shelf.documents.list(viewer) if d.kind != "case"]
    mine = [d for d in documents if viewer.owns(d)]
    return page(
        "library",
        title="Library",
        here=_HERE,
        mine=mine,
        shared=[d for d in documents if not viewer.owns(d)],
        busy=any(d.state in {"waiting", "reading"} for d in mine),
        said=_said(visit),
        labels=_LABELS,
        endings=",".join(ENDINGS),
        teams=visit.teams.of(visit.owner) if visit.owner else (),
        sight=sight_of(visit),
    )


def show_state(visit: Visit) -> Response:
    """Return how far each of one's documents is, for the page's script."""
    viewer = viewer_of(visit)
    mine = (d for d in visit.shelf.documents.list(viewer) if viewer.owns(d))
    return JSONResponse(
        {d.id: {"state": d.state, "done": d.about.embedded, "of": d.about.passages} for d in mine},
        headers={"cache-control": "no-store"},
    )


def add_files(visit: Visit) -> Response:
    """Keep files that were sent; they are read and embedded beside whatever else is done."""
    if not visit.files:
        raise FormError("No file was chosen.", "Nothing was added.", "Choose one or more files.")
    if len(visit.files) > _MOST_FILES:
        raise FormError(
            f"These are {len(visit.files)} files; {_MOST_FILES} at once are the most.",
            "Nothing was added.", "Add them in several turns, or a folder by the command.",
        )  # fmt: skip
    return _taken(visit, [Offer(f.name, f.content, _about(visit)) for f in visit.files])


def add_folder(visit: Visit) -> Response:
    """Keep those files of a folder that can be read; what is hidden or of no known kind is left."""
    files = tuple(
        file
        for file in visit.files
        if file.name.lower().endswith(ENDINGS) and not file.name.rpartition("/")[2].startswith(".")
    )
    return add_files(replace(visit, files=files))


def send_all(visit: Visit) -> Response:
    """Send one's own documents as they were added, with what is told of them, in one file."""
    content = pack(visit.shelf.documents, viewer_of(visit))
    told = {"content-disposition": 'attachment; filename="library.zip"'}
    return Response(content, media_type="application/zip", headers=told)


def add_text(visit: Visit) -> Response:
    """Keep pasted text as a document."""
    text, title = visit.form.get("text", "").strip(), visit.form.get("title", "").strip()
    if not text or not title:
        raise FormError(
            "A text and a title are needed.", "Nothing was added.", "Fill in both and send again."
        )
    name = f"{title[:_LONGEST]}.md"
    return _taken(visit, [Offer(name, text.encode(), _about(visit))])


def add_link(visit: Visit) -> Response:
    """Fetch a page that was named, and keep it."""
    link = visit.form.get("link", "").strip()
    name, content = fetch(link)
    return _taken(visit, [Offer(name, content, replace(_about(visit), url=link))])


def show_document(visit: Visit) -> Response:
    """Show a document's text, opened at a place or searched for words."""
    document = _document(visit)
    text = visit.shelf.documents.text(document.number)
    rows = tuple(visit.shelf.passages.in_use(document.number, document.revision))
    wanted = visit.query.get("q", "").strip()[:_LONGEST]
    found: tuple[Found, ...] = ()
    if wanted and rows:
        vector = visit.services.library.embed([wanted])[0]
        found = find_in(visit.shelf.search, document, wanted, vector)
    return page(
        "document",
        title=document.about.title,
        here=_HERE,
        document=document,
        mine=viewer_of(visit).owns(document),
        labels=_LABELS,
        pieces=pieces_of(text, rows, document, _place(visit.query.get("at", ""))),
        wanted=wanted,
        found=found,
        notes=_notes(visit),
        teams=visit.teams.of(visit.owner) if visit.owner else (),
        sight=sight_of(visit),
    )


def save_document(visit: Visit) -> Response:
    """Change what is told of a document, and who may see it."""
    document = _document(visit)
    told = _about(visit)
    if not told.title:
        raise FormError("A title is needed.", "Nothing was changed.", "Fill it in.")
    stands_for = visit.form.get("stands_for", "")
    about = replace(
        document.about,
        stands_for=stands_for if stands_for in dict(_notes(visit)) else "",
        title=told.title,
        author=told.author,
        published=told.published,
        licence=told.licence,
    )
    visit.shelf.documents.tell(viewer_of(visit), document.id, about, document_seen_by(visit))
    return go(f"/library/{document.id}")


def remove_document(visit: Visit) -> Response:
    """Take a document out for good."""
    visit.shelf.documents.take_out(viewer_of(visit), visit.path["id"])
    return go("/library?said=removed")


def send_file(visit: Visit) -> Response:
    """Send a document's file as it was added; never shown in place, whatever it holds."""
    document = _document(visit)
    name = quote(document.about.file_name.rpartition("/")[2] or "document")
    return Response(
        visit.shelf.documents.content(document.number),
        media_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def send_page(visit: Visit) -> Response:
    """Send a page of a PDF as a picture."""
    document = _document(visit)
    number = whole_number(visit.path["page"], 1, max(1, document.about.pages))
    if document.kind != "pdf" or number is None:
        raise gone("page")
    picture = draw_outside(visit.shelf.documents.content(document.number), number)
    return Response(picture, media_type="image/png", headers={"cache-control": "private"})


def viewer_of(visit: Visit) -> Viewer:
    """Return who looks, with the teams that they are in."""
    return visit.services.viewer(visit.owner)


def _taken(visit: Visit, offers: list[Offer]) -> Response:
    viewer, sight = viewer_of(visit), document_seen_by(visit)
    taken: list[Taken] = []
    for offer in offers:
        taken.append(take(visit.shelf.documents, viewer, replace(offer, seen_by=sight)))
    visit.shelf.adding.wake()
    outcomes = {one.outcome for one in taken}
    return go(f"/library?said={outcomes.pop() if len(outcomes) == 1 else 'several'}")


def _about(visit: Visit) -> About:
    """Return what was filled in of a document."""

    def told(name: str) -> str:
        return visit.form.get(name, "").strip()[:_LONGEST]

    return About(told("title"), told("author"), told("published"), told("licence"))


def document_seen_by(visit: Visit) -> str:
    """Return who is to see a document; FormError where only librarians may show it to them."""
    wanted = seen_by(visit)
    if wanted == EVERYBODY and not visit.may(LIBRARIAN):
        raise FormError(
            "Only librarians add texts for everybody.",
            "It was not added.",
            "Add it for yourself or a team, or ask a librarian to add it for everybody.",
        )
    return wanted


def seen_by(visit: Visit) -> str:
    """Return who is to see what was sent: only its owner, a team of theirs, or everybody."""
    wanted = visit.form.get("seen_by", ONLY_ME)
    if wanted in {ONLY_ME, EVERYBODY}:
        return wanted
    return visit.teams.get(visit.owner, wanted).id


def sight_of(visit: Visit) -> list[tuple[str, str]]:
    """Return those who may be let see something, with what they are called."""
    teams = visit.teams.of(visit.owner) if visit.owner else ()
    own = [(team.id, f"the team {team.name}") for team in teams]
    return [(ONLY_ME, "only me"), *own, (EVERYBODY, "everybody who uses this page")]


def _document(visit: Visit) -> Kept:
    try:
        return visit.shelf.documents.get(viewer_of(visit), visit.path["id"])
    except NotKeptError:
        raise DocumentError(
            "This document is not here any more, or not shared with you.",
            "It may have been taken out; answers that quote it keep what they quote.",
            "Go on from the Library.",
        ) from None


def _notes(visit: Visit) -> list[tuple[str, str]]:
    """Return the pages of which we hold only notes, with their titles."""
    sources = (document.source for document in visit.corpus.documents)
    return [(source.id, source.title) for source in sources if source.kind == "notes"]


def _place(text: str) -> tuple[int, int] | None:
    """Return the place that an address names, as its first and last letter; None for none."""
    found = _PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def _said(visit: Visit) -> str:
    return _WORDS.get(visit.query.get("said", ""), "")


_WORDS = {
    "added": "Added. It is read now, and can be asked as soon as it is ready.",
    "changed": "A new state of it was added; the old one stays in use until it is ready.",
    "unchanged": "That is here already, word for word.",
    "several": "Added. What was here already was left as it is.",
    "removed": "Taken out. Answers that you kept keep what they quote.",
}
