"""What all screens of an audit need: who may see them, and an audit with its verdicts."""

import hmac
from collections.abc import Mapping, Sequence

from app.auditing.figures import RatedAnswer
from app.auditing.verdicts import Verdict
from app.records.audits import AuditHead, KeptItem
from app.records.people import EVALUATOR, LIBRARIAN
from app.records.ratings import ClaimKey, RaterView
from app.ui.screens.visit import Visit
from corpus.errors import FormError

HERE = "Audit"
MAX_NOTE = 4000


def is_evaluator(visit: Visit) -> bool:
    """Return whether a browser may see the Audit screens: anybody's, where no key is set."""
    if visit.services.settings.sign_in:
        return visit.may(EVALUATOR)
    if visit.services.settings.audit_key is None:
        return True
    return bool(visit.owner) and visit.kept.sharing.is_evaluator(visit.owner)


def may_review(visit: Visit) -> bool:
    """Return whether somebody may pass the cases of others: librarians, where people sign in."""
    return visit.may(LIBRARIAN) if visit.services.settings.sign_in else is_evaluator(visit)


def check_reviewer(visit: Visit) -> None:
    """Raise FormError where somebody may not pass the cases of others."""
    if not visit.services.settings.sign_in:
        check_evaluator(visit)
    elif not visit.may(LIBRARIAN):
        raise FormError(
            "Cases of others are passed by librarians.",
            "Nothing was changed.",
            "Ask an administrator for the librarian’s role, or a librarian to look at it.",
        )


def check_evaluator(visit: Visit) -> None:
    """Raise FormError where a browser may not see what leaders shared."""
    if not is_evaluator(visit):
        raise FormError(
            "These screens are for evaluators: they show what others asked.",
            "Nothing is shown here.",
            "Give the evaluators’ word on the Audit screen, or sign in as an evaluator; whoever "
            "runs this page can help.",
        )


def is_right_key(visit: Visit, given: str) -> bool:
    """Return whether a word is the one that is set."""
    key = visit.services.settings.audit_key
    return key is not None and hmac.compare_digest(
        key.get_secret_value().encode("utf-8"), given.strip().encode("utf-8", "replace")
    )


def open_audit(visit: Visit) -> AuditHead:
    """Return the audit of an address; raises where one may not see it."""
    check_evaluator(visit)
    return visit.kept.audits.get(visit.owner, visit.path["id"])


def rated_answers(
    visit: Visit, items: Sequence[KeptItem], views: Sequence[RaterView]
) -> tuple[RatedAnswer, ...]:
    """Return the answers of an audit with their audits and the verdicts that may be seen."""
    audits = visit.services.library.audits
    return tuple(
        RatedAnswer(
            kept.id, kept.number, kept.item, audits.get(kept.id, kept.item.answer),
            _verdicts_on(kept.id, views),
        )
        for kept in items
    )  # fmt: skip


def _verdicts_on(item: str, views: Sequence[RaterView]) -> Mapping[int, Mapping[int, Verdict]]:
    found: dict[int, dict[int, Verdict]] = {}
    for view in views:
        for (id_, claim), verdict in view.ratings.items():
            if id_ == item:
                found.setdefault(claim, {})[view.number] = verdict
    return found


def claim_keys(answers: Sequence[RatedAnswer]) -> list[ClaimKey]:
    """Return everything that there is to rate, in order."""
    return [(answer.id, number) for answer in answers for number in answer.numbers]
