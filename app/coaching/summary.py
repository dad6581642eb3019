"""The summary that a conversation ends with: drafted from the leader's words, theirs to edit."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from app.coaching.journal import tidy
from app.coaching.listening import weightiest
from app.coaching.mood import mood_of
from app.coaching.questions import Stage
from app.coaching.talk import Exchange, Summary

_INSIGHTFUL: frozenset[Stage] = frozenset({"matter", "sides", "example", "possibilities"})
_MOST_INSIGHTS = 4


FIELDS = ("insights", "what", "when", "who", "know", "next_question")


def draft_summary(turns: Sequence[Exchange]) -> Summary:
    """Return a summary of nothing but what the leader said, to be edited before it is kept."""
    answers = [
        (before.reply.stage, turn.said)
        for before, turn in pairwise(turns)
        if turn.said and before.reply.question and mood_of(turn.said) is None
    ]
    by_stage = dict(answers)
    told = [s for stage, s in answers if stage in _INSIGHTFUL and not s.rstrip().endswith("?")]
    insights = [heard for said in told if (heard := weightiest(said))]
    return Summary(
        "\n".join(f"- {text}" for text in insights[-_MOST_INSIGHTS:]),
        by_stage.get("commit_what", ""),
        by_stage.get("commit_when", ""),
        by_stage.get("commit_who", ""),
        by_stage.get("commit_know", ""),
        by_stage.get("close", ""),
        tuple(turn.reply.told for turn in turns if turn.reply.told),
    )


def edited(summary: Summary, form: Mapping[str, str]) -> Summary:
    """Return a summary with the texts of a form; FormError where one is too long."""
    insights, what, when, who, know, following = (tidy(form.get(name, "")) for name in FIELDS)
    return Summary(insights, what, when, who, know, following, summary.examples)
