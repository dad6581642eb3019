"""Rating an answer claim by claim, with the words that each rests on beside it."""

from typing import cast, get_args

from starlette.responses import Response

from app.auditing.audit import AuditedClaim
from app.auditing.figures import RatedAnswer
from app.auditing.findings import KIND_NAMES
from app.auditing.since import changed_since
from app.auditing.verdicts import (
    ORIGIN_NAMES,
    REASON_NAMES,
    SUPPORT_NAMES,
    Reason,
    Support,
    Verdict,
)
from app.coaching.journal import tidy
from app.records.audits import AuditHead
from app.records.ratings import ClaimKey, Ratings
from app.ui.screens.auditing import HERE, MAX_NOTE, claim_keys, open_audit, rated_answers
from app.ui.screens.pages import page
from app.ui.screens.stated_cards import stated_cards
from app.ui.screens.visit import Visit, go, gone, whole_number
from corpus.errors import FormError

_MOST_CLAIMS = 100_000


def go_on(visit: Visit) -> Response:
    """Open the first claim without a verdict of one's own, where one stopped."""
    head = open_audit(visit)
    keys = claim_keys(_answers(visit, head))
    own = visit.kept.rating.own(visit.owner, head.id)
    following = next((key for key in keys if key not in own), None)
    return go(_address(head, following) if following else f"/audit/{head.id}")


def show_claim(visit: Visit) -> Response:
    """Show one claim of an answer, to be rated."""
    head = open_audit(visit)
    answers = _answers(visit, head)
    answer, number = _find(visit, answers)
    keys, key = claim_keys(answers), (answer.id, number)
    place = keys.index(key)
    own = visit.kept.rating.own(visit.owner, head.id)
    claim = next((c for c in answer.audit.claims if c.number == number), None)
    since = changed_since(answer.item.answer, visit.known)
    return page(
        "rating",
        title=f"{head.name}: answer {answer.number}",
        here=HERE,
        head=head,
        answer=answer,
        claim=claim,
        number=number,
        mine=own.get(key),
        others=_others(visit, head, key),
        rated={n for n in answer.numbers if (answer.id, n) in own},
        findings=_findings(claim, answer),
        kinds=KIND_NAMES,
        cards=stated_cards(claim.cited if claim else (), visit.known),
        before=_address(head, keys[place - 1]) if place else "",
        after=_address(head, keys[place + 1]) if place + 1 < len(keys) else "",
        own_count=len(set(keys) & set(own)),
        total=len(keys),
        supports=SUPPORT_NAMES,
        reasons=REASON_NAMES,
        origin=ORIGIN_NAMES[answer.item.origin.kind],
        since=since.lines() if since else (),
        why="why" in visit.query,
    )


def save_verdict(visit: Visit) -> Response:
    """Keep a verdict and go on; one without full support is asked for its reason first."""
    head = open_audit(visit)
    answers = _answers(visit, head)
    answer, number = _find(visit, answers)
    key: ClaimKey = (answer.id, number)
    own = visit.kept.rating.own(visit.owner, head.id)
    verdict = _read(visit, own.get(key))
    visit.kept.rating.rate(visit.owner, head.id, key, verdict)
    if verdict.support != "full" and "reasoned" not in visit.form:
        return go(f"{_address(head, key)}?why=1")
    return go(_following(head, claim_keys(answers), key, {**own, key: verdict}))


def undo(visit: Visit) -> Response:
    """Take back one's last verdict, and open its claim."""
    head = open_audit(visit)
    key = visit.kept.rating.undo(visit.owner, head.id)
    return go(_address(head, key) if key else f"/audit/{head.id}")


def _answers(visit: Visit, head: AuditHead) -> tuple[RatedAnswer, ...]:
    return rated_answers(visit, visit.kept.audits.items(visit.owner, head.id), ())


def _find(visit: Visit, answers: tuple[RatedAnswer, ...]) -> tuple[RatedAnswer, int]:
    number = whole_number(visit.path["claim"], 0, _MOST_CLAIMS)
    for answer in answers:
        if answer.id == visit.path["item"] and number is not None and number in answer.numbers:
            return answer, number
    raise gone("claim")


def _following(head: AuditHead, keys: list[ClaimKey], key: ClaimKey, own: Ratings) -> str:
    """Return the next claim without a verdict, from here on and then from the beginning."""
    place = keys.index(key)
    left = [k for k in (*keys[place + 1 :], *keys[:place]) if k not in own]
    return _address(head, left[0]) if left else f"/audit/{head.id}"


def _address(head: AuditHead, key: ClaimKey) -> str:
    return f"/audit/{head.id}/rate/{key[0]}/{key[1]}"


def _read(visit: Visit, before: Verdict | None) -> Verdict:
    """Return the verdict of a form; a mere choice of support keeps what was written before."""
    form = visit.form
    support, reason = form.get("support", ""), form.get("reason", "")
    if support not in get_args(Support) or reason not in ("", *get_args(Reason)):
        raise FormError(
            "No verdict was chosen.", "Nothing was kept.", "Choose full, partial or no support."
        )
    note, needless = form.get("note", ""), _needless(visit)
    if "reasoned" not in form and before is not None:
        note, needless = before.note, before.needless
        reason = before.reason or "" if support != "full" else ""
    note = tidy(note)
    if len(note) > MAX_NOTE:
        raise FormError(
            f"The note has {len(note):,} characters; {MAX_NOTE:,} can be kept.",
            "The verdict has not been kept; your words are shown below.",
            "Make it shorter.",
        )
    return Verdict(cast(Support, support), cast(Reason, reason) or None, note, needless)


def _needless(visit: Visit) -> tuple[int, ...]:
    marked = (name.removeprefix("needless:") for name in visit.form if name.startswith("needless:"))
    found = (whole_number(text, 1, _MOST_CLAIMS) for text in marked)
    return tuple(sorted({n for n in found if n is not None}))


def _others(visit: Visit, head: AuditHead, key: ClaimKey) -> list[tuple[int, Verdict]]:
    views = visit.kept.rating.seen_by(visit.owner, head.id)
    return [(v.number, v.ratings[key]) for v in views if not v.is_me and key in v.ratings]


def _findings(claim: AuditedClaim | None, answer: RatedAnswer) -> list[tuple[str, str, str]]:
    """Return what was found on a claim, or on a silence as a whole: kind, reason, level."""
    found = claim.findings if claim else answer.audit.findings
    return [(f.kind, f.reason, f.level) for f in found]
