"""The summary that a reflection ends with: drafted from the leader's words, theirs to edit."""

from collections.abc import Mapping, Sequence

from app.coaching.journal import tidy
from app.coaching.notes import told_notes
from app.coaching.talk import Exchange, Summary, Talk

FIELDS = ("insights", "what", "when", "who", "know", "next_question")


def draft_summary(talk: Talk, turns: Sequence[Exchange]) -> Summary:
    """Return a summary of nothing but what the leader said, to be edited before it is kept.

    Notes that were set aside, and what was only asked of the software, are left out. The first
    question that stands open is the one to take along.
    """
    step = talk.commitment
    left = turns[-1].asked if turns else ()
    return Summary(
        "\n".join(f"- {' '.join(note.split())}" for note in told_notes(talk, turns)),
        step.what,
        step.when,
        step.who,
        step.know,
        next(iter(left), ""),
        tuple(turn.reply.told for turn in turns if turn.reply.told),
    )


def edited(summary: Summary, form: Mapping[str, str]) -> Summary:
    """Return a summary with the texts of a form; FormError where one is too long."""
    insights, what, when, who, know, following = (tidy(form.get(name, "")) for name in FIELDS)
    return Summary(insights, what, when, who, know, following, summary.examples)
