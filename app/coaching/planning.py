"""A session plan from what somebody tells of the session."""

from dataclasses import dataclass

from app.coaching.plan import Plan, Planner
from app.exploring.situations import SituationReader
from app.exploring.touching import decisions_in
from app.safety.reader import SafetyReader
from app.safety.words import care_words
from app.understanding.redaction import leave_out_records
from corpus.errors import FormError
from corpus.framework import Role


@dataclass(frozen=True)
class Wish:
    """What a session is to be: `decision` may be empty where the situation tells it."""

    decision: str
    situation: str
    minutes: int
    attendees: str = ""
    roles: tuple[Role, ...] = ()


def plan_session(
    planner: Planner, situations: SituationReader, safety: SafetyReader, wish: Wish
) -> tuple[str, Plan]:
    """Return a plan with its title.

    Raises FormError where it is not clear which decision it is about, and, with where to turn,
    for words that tell of danger.
    """
    said = leave_out_records(wish.situation)
    for text in filter(str.strip, (said, wish.attendees)):
        concern = safety.read(text)
        if concern.danger is not None:
            raise FormError("No plan was made.", "", care_words(concern))
    decisions = decisions_in(situations, said, wish.decision)
    if not decisions:
        raise FormError(
            "It is not clear which decision the session is about.",
            "No plan was made.",
            "Name one, from Q1 to Q7, or tell more of the situation.",
        )
    plan = planner.compose(
        decisions[0], said, wish.minutes, wish.attendees, wish.roles, also=decisions[1:]
    )
    return title_of(planner, plan), plan


def title_of(planner: Planner, plan: Plan) -> str:
    """Return what a new plan is called: its first two decisions and its length."""
    ids = (plan.decision, *plan.also)[:2]
    names = " and ".join(planner.book.corpus.decision(id_).short for id_ in ids)
    return f"Session: {names}, {plan.minutes} minutes"
