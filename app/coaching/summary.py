"""The summary that a conversation ends with: drafted from the leader's words, theirs to edit."""

from collections.abc import Mapping, Sequence

from app.answering.evidence import EvidenceBook
from app.coaching.journal import tidy
from app.coaching.listening import weightiest
from app.coaching.questions import Stage, report_questions
from app.coaching.talk import Exchange, Summary, Talk

_INSIGHTFUL: frozenset[Stage] = frozenset({"matter", "sides", "example", "possibilities"})
_MOST_INSIGHTS = 4


FIELDS = ("insights", "what", "when", "who", "know", "next_question")


def draft_summary(book: EvidenceBook, talk: Talk, turns: Sequence[Exchange]) -> Summary:
    """Return a summary of nothing but what the leader said, to be edited before it is kept."""
    answers = [(turns[i].reply.stage, turns[i + 1].said) for i in range(len(turns) - 1)]
    by_stage = {stage: said for stage, said in answers if said}
    told = [said for stage, said in answers if stage in _INSIGHTFUL]
    insights = [heard for said in told if (heard := weightiest(said))]
    return Summary(
        "\n".join(f"- {text}" for text in insights[-_MOST_INSIGHTS:]),
        by_stage.get("commit_what", ""),
        by_stage.get("commit_when", ""),
        by_stage.get("commit_who", ""),
        by_stage.get("commit_know", ""),
        by_stage.get("close", "") or _open_question(book, talk, turns),
        tuple(turn.reply.told for turn in turns if turn.reply.told),
    )


def edited(summary: Summary, form: Mapping[str, str]) -> Summary:
    """Return a summary with the texts of a form; FormError where one is too long."""
    insights, what, when, who, know, following = (tidy(form.get(name, "")) for name in FIELDS)
    return Summary(insights, what, when, who, know, following, summary.examples)


def _open_question(book: EvidenceBook, talk: Talk, turns: Sequence[Exchange]) -> str:
    """Return a question of the report that was not asked, else the last one that was."""
    asked = {turn.reply.question.text for turn in turns}
    theirs = (q.text for q in report_questions(book, talk.decision))
    return next((text for text in theirs if text not in asked), turns[-1].reply.question.text)
