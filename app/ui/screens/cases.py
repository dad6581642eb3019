"""Cases of people's own: told in a form, reviewed, found by others, passed on as a file."""

from collections.abc import Callable

from starlette.responses import Response

from app.documents.cases import (
    KINDS,
    QUESTIONS,
    OwnCase,
    as_csv,
    as_json,
    read_case,
    read_collection,
)
from app.documents.sharing import SharedCase
from app.exploring.cases import SIZES, poles
from app.records.document import ONLY_ME
from app.ui.screens.auditing import check_reviewer, may_review
from app.ui.screens.library import seen_by, sight_of, viewer_of
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, gone
from corpus.errors import FormError

_HERE = "Library"


def show_cases(visit: Visit) -> Response:
    """Show one's own cases, those that others have shared, and those that wait for a review."""
    viewer = viewer_of(visit)
    cases = visit.shelf.cases.list(viewer)
    reviews = may_review(visit)
    waiting = visit.shelf.cases.waiting() if reviews else ()
    return page(
        "cases",
        title="Cases",
        here=_HERE,
        mine=[c for c in cases if c.kept.owner == viewer.owner],
        shared=[c for c in cases if c.kept.owner != viewer.owner],
        waiting=[c for c in waiting if c.kept.owner != viewer.owner],
        lines=_lines(visit),
        said=visit.query.get("said", ""),
    )


def show_form(visit: Visit) -> Response:
    """Show the form for a new case."""
    return _form_page(visit, OwnCase(""), ONLY_ME)


def add_case(visit: Visit) -> Response:
    """Keep a new case."""
    case, wanted = read_case(dict(visit.form)), seen_by(visit)
    visit.shelf.cases.add(viewer_of(visit), case, wanted)
    visit.shelf.adding.wake()
    return go(f"/cases?said={'kept' if wanted == ONLY_ME else 'sent'}")


def show_case(visit: Visit) -> Response:
    """Show a case; to its teller with what can be done with it, to a reviewer with the verdict."""
    viewer, reviews = viewer_of(visit), may_review(visit)
    found = visit.shelf.cases.get(viewer, visit.path["id"], reviews=reviews)
    mine = found.kept.owner == viewer.owner
    return page(
        "own_case",
        title=found.case.title,
        here=_HERE,
        found=found,
        mine=mine,
        reviews=reviews and found.waits and not mine,
        questions=QUESTIONS,
        told=_lines(visit)(found),
    )


def show_change(visit: Visit) -> Response:
    """Show the form with one's own case in it."""
    found = visit.shelf.cases.get(viewer_of(visit), visit.path["id"])
    return _form_page(visit, found.case, found.kept.about.wanted or ONLY_ME, found.kept.id)


def save_case(visit: Visit) -> Response:
    """Put other words in the place of one's own case."""
    case, wanted = read_case(dict(visit.form)), seen_by(visit)
    visit.shelf.cases.change(viewer_of(visit), visit.path["id"], case, wanted)
    visit.shelf.adding.wake()
    return go(f"/cases?said={'kept' if wanted == ONLY_ME else 'sent'}")


def review_case(visit: Visit) -> Response:
    """Let others see a case, or tell its teller why not."""
    check_reviewer(visit)
    passes = visit.form.get("do") == "pass"
    why = visit.form.get("why", "")
    visit.shelf.cases.review(viewer_of(visit), visit.path["id"], passes=passes, why=why)
    return go("/cases?said=reviewed")


def remove_case(visit: Visit) -> Response:
    """Take one's own case out for good."""
    visit.shelf.documents.take_out(viewer_of(visit), visit.path["id"])
    return go("/cases?said=removed")


def send_cases(visit: Visit) -> Response:
    """Send the cases that somebody may see as a file, to be passed on."""
    cases = [c.case for c in visit.shelf.cases.list(viewer_of(visit))]
    form = visit.path["form"]
    made = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}
    if form not in made:
        raise gone("file")
    write, type_ = made[form]
    told = {"content-disposition": f'attachment; filename="cases.{form}"'}
    return Response(write(cases), media_type=type_, headers=told)


def take_cases(visit: Visit) -> Response:
    """Keep the cases of a file for whoever sent it; they may share each of them then."""
    if not visit.files:
        raise FormError("No file was chosen.", "No case was added.", "Choose one and send it.")
    found = [case for file in visit.files for case in read_collection(file.content)]
    for case in found:
        visit.shelf.cases.add(viewer_of(visit), case, ONLY_ME)
    visit.shelf.adding.wake()
    return go("/cases?said=taken")


def _form_page(visit: Visit, case: OwnCase, wanted: str, id_: str = "") -> Response:
    return page(
        "case_form",
        title="Change your case" if id_ else "Share a case",
        here=_HERE,
        id=id_,
        case=case,
        wanted=wanted,
        questions=QUESTIONS,
        decisions=visit.corpus.framework.decisions,
        sides=poles(),
        sizes=SIZES,
        kinds=KINDS,
        sight=sight_of(visit),
    )


def _lines(visit: Visit) -> Callable[[SharedCase], str]:
    """Return what tells in a line what a case is."""
    names = {d.id: d.short for d in visit.corpus.framework.decisions}
    sides = {str(side): words for side, words in poles().items()}

    def line(found: SharedCase) -> str:
        case = found.case
        told = (
            names.get(case.decision),
            sides.get(case.side),
            SIZES.get(case.size),
            KINDS.get(case.kind),
            f"told by {case.name}" if case.name else "told without a name",
        )
        return " · ".join(filter(None, told))

    return line
