"""Sharing chats with evaluators, feedback on answers, and what becomes of it."""

from typing import cast

from starlette.responses import JSONResponse, Response

from app.auditing.verdicts import Origin
from app.coaching.journal import tidy
from app.evaluation.from_audit import gold_line
from app.exports.file import File
from app.records.sharing import FEEDBACK_REASONS, Thumb
from app.ui.screens.auditing import HERE, MAX_NOTE, check_evaluator, open_audit, rated_answers
from app.ui.screens.audits import shared_item
from app.ui.screens.pages import page
from app.ui.screens.sending import send_file
from app.ui.screens.visit import Visit, go, gone, whole_number
from corpus.errors import FormError

_MOST_TURNS = 100_000


def share(visit: Visit) -> Response:
    """Let evaluators see one of one's chats."""
    visit.kept.sharing.share(visit.owner, visit.path["id"])
    return go("/kept?saved=1")


def withdraw(visit: Visit) -> Response:
    """Take a chat back from evaluators, and from every audit."""
    visit.kept.sharing.withdraw(visit.owner, visit.path["id"])
    return go("/kept?saved=1")


def give_feedback(visit: Visit) -> Response:
    """Keep what somebody says of an answer; the page sends this by itself."""
    form = visit.form
    turn = whole_number(form.get("turn", ""), 1, _MOST_TURNS)
    thumb, reason, note = form.get("thumb", ""), form.get("reason", ""), tidy(form.get("note", ""))
    if turn is None or thumb not in {"up", "down"} or len(note) > MAX_NOTE:
        raise FormError(
            "This feedback can’t be read, or its note is too long.",
            "It has not been kept.",
            f"Give a thumb, and a note of at most {MAX_NOTE:,} characters.",
        )
    if thumb == "down" and reason not in FEEDBACK_REASONS:
        raise FormError("No reason was chosen.", "It has not been kept.", "Choose one of them.")
    visit.kept.sharing.give(
        visit.owner, form.get("chat", ""), turn, cast(Thumb, thumb), reason or None, note
    )
    return JSONResponse({"said": "Thank you. Evaluators can see this answer now."})


def show_queue(visit: Visit) -> Response:
    """Show the feedback that waits, and what became of the rest."""
    check_evaluator(visit)
    audits = visit.kept.audits.of(visit.owner) if visit.owner else ()
    queue = visit.kept.sharing.queue()
    return page(
        "queue",
        title="Feedback",
        here=HERE,
        new=[f for f in queue if f.state == "new"],
        settled=[f for f in queue if f.state != "new"],
        audits=[a for a in audits if not a.done],
        reasons=FEEDBACK_REASONS,
    )


def take_feedback(visit: Visit) -> Response:
    """Make a piece of feedback an answer of an audit, or set it aside."""
    check_evaluator(visit)
    found = visit.kept.sharing.find(visit.path["feedback"])
    if visit.form.get("do") == "aside":
        visit.kept.sharing.settle(found.id, "aside")
        return go("/audit/feedback")
    audit = visit.form.get("audit", "") or visit.kept.audits.make(visit.owner, "From feedback")
    told = FEEDBACK_REASONS.get(found.reason or "", "Helpful")
    origin = Origin("feedback", f"{told}{': ' if found.note else ''}{found.note}")
    visit.kept.audits.add(visit.owner, audit, [shared_item(found.shared, origin, "feedback")])
    visit.kept.sharing.settle(found.id, "taken")
    return go(f"/audit/{audit}?added=1")


def make_gold(visit: Visit) -> Response:
    """Make an answer of an audit a gold question."""
    head = open_audit(visit)
    views = visit.kept.rating.seen_by(visit.owner, head.id)
    items = visit.kept.audits.items(visit.owner, head.id)
    answers = rated_answers(visit, items, views)
    answer = next((a for a in answers if a.id == visit.path["item"]), None)
    if answer is None:
        raise gone("answer")
    visit.kept.sharing.keep_gold(visit.owner, answer.id, gold_line(answer))
    return go("/audit#gold")


def send_gold(visit: Visit) -> Response:
    """Send the gold questions that one has made, as `bothways eval --questions` reads them."""
    check_evaluator(visit)
    lines = visit.kept.sharing.gold_lines(visit.owner)
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    return send_file(File(text, "gold questions", "jsonl"))
