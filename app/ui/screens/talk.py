"""A coaching conversation, turn by turn, and the summary that it ends with."""

from dataclasses import replace
from textwrap import shorten
from typing import get_args

from starlette.responses import Response

from app.coaching.journal import Journal, tidy
from app.coaching.pathway import Pathway
from app.coaching.replying import open_talk, reply_to
from app.coaching.summary import draft_summary, edited
from app.coaching.talk import Exchange, Summary, Talk, Wish
from app.generation.conversing import Listener
from app.records.store import Record
from app.ui.privacy import privacy_words
from app.ui.screens.cited import Values, cards_of, sections_of
from app.ui.screens.explore import find_decision
from app.ui.screens.visit import Visit, go, page, whole_number
from app.understanding.redaction import leave_out_records
from corpus.errors import ChangedError, FormError
from corpus.framework import Decision
from corpus.side_words import load_side_words

_HERE = "Reflect"
_WISHES = {
    "example": "Tell me an example.",
    "another": "Ask me something else.",
    "commit": "I’m ready for a next step.",
}
_LONGEST_SENT = 2000
# The share that settles what a situation is about, and how many decisions are offered else.
_CLEARLY_ONE, _MOST_LIKELY = 0.5, 3
_TITLE = 70
_MOST_TURNS = 100_000
_LEFT_OUT = "Something that looked like a student’s name or a personal record was left out."


def show_start(visit: Visit) -> Response:
    """Show what a conversation can be about."""
    chosen, words = visit.query.get("decision", ""), visit.query.get("about", "")[:2000]
    if visit.query.get("from"):
        chosen, words = _from_record(visit, visit.query["from"])
    return _start_page(visit, chosen, words)


def start_talk(visit: Visit) -> Response:
    """Begin a conversation about a decision that is chosen, or told by what is on one's mind."""
    words = leave_out_records(tidy(visit.form.get("about", "")))
    chosen = visit.form.get("decision", "")
    if not chosen:
        found = decisions_in(visit, words)
        if len(found) != 1:
            return _start_page(visit, "", words, likely=found, asked=True)
        chosen = found[0].id
    decision = find_decision(visit.corpus, chosen)
    talk = Talk(decision.id, words)
    about = shorten(words, _TITLE, placeholder=" …") or "a conversation"
    title = f"{decision.short}: {about}"
    id_ = visit.records.add(
        visit.owner, "talk", title, talk, open_talk(visit.book, visit.near, talk)
    )
    return go(f"/talk/{id_}")


def show_talk(visit: Visit) -> Response:
    """Show a conversation with the place for the next turn."""
    record, turns = _load(visit)
    return _talk_page(visit, record, turns, visit.query.get("said", ""))


def take_turn(visit: Visit) -> Response:
    """Keep what a leader said, with the reply to it."""
    record, turns = _load(visit)
    sent = visit.form.get("said", "")
    wish = _wish(visit.form.get("wish", ""))
    try:
        said = leave_out_records(tidy(sent))
    except FormError as error:
        return _talk_page(visit, record, turns, sent, problem=error)
    if not said.strip() and not wish:
        return _talk_page(visit, record, turns, "", nothing=True)
    reply = reply_to(visit.book, visit.near, load_side_words(), record.body, turns, said, wish)
    if reply.heard and said:
        reply = replace(reply, heard=_paraphrase(visit, said) or reply.heard)
    number = whole_number(visit.form.get("number", ""), 1, _MOST_TURNS)
    visit.records.append(visit.owner, record.id, Exchange(said, reply, wish), number)
    note = "?left_out=1" if said != tidy(sent) else ""
    return go(f"/talk/{record.id}{note}#latest")


def show_summary(visit: Visit) -> Response:
    """Show the summary: what was kept, or a draft from the leader's words."""
    record, turns = _load(visit)
    kept = record.body.summary
    return _summary_page(visit, record, kept or draft_summary(turns))


def save_summary(visit: Visit) -> Response:
    """Keep the summary as its leader has edited it."""
    record, turns = _load(visit)
    draft = record.body.summary or draft_summary(turns)
    try:
        made = edited(draft, visit.form)
        was = visit.form.get("was", "")
        visit.records.change(visit.owner, record.id, Talk, lambda talk: talk.ended(made, was))
    except (ChangedError, FormError) as error:
        record, _ = _load(visit)
        return _summary_page(visit, record, draft, form=dict(visit.form), problem=error)
    return go(f"/talk/{record.id}/summary?saved=1")


def decisions_in(visit: Visit, words: str) -> list[Decision]:
    """Return the decisions that a described situation is about, the likeliest first.

    One where it is clear, none where nothing was described.
    """
    if not words.strip():
        return []
    shares = visit.services.ready().decisions(leave_out_records(words[:1500]))
    likely = list(shares)[:_MOST_LIKELY]
    if likely and shares[likely[0]] >= _CLEARLY_ONE:
        likely = likely[:1]
    return [visit.corpus.decision(decision) for decision in likely]


def _paraphrase(visit: Visit, said: str) -> str:
    """Return what was said in a model's words, where one is set and its words hold."""
    if not visit.services.settings.model.strip():
        return ""
    modeled = visit.services.ready().modeled
    if modeled is None:
        return ""
    return Listener(modeled.caller, visit.book).paraphrase(said[:_LONGEST_SENT])


def _from_record(visit: Visit, id_: str) -> tuple[str, str]:
    """Return what a guide's record gives to begin with: a decision, and the leader's own words."""
    if visit.records.heading(visit.owner, id_).kind == "path":
        path = visit.records.get(visit.owner, id_, Pathway).body
        return path.critical or "", path.answers.get("1.3", "")
    answers = visit.records.get(visit.owner, id_, Journal).body.answers
    return "", next(iter(answers.values()), "")


def _start_page(
    visit: Visit, chosen: str, words: str, likely: list[Decision] | None = None, asked: bool = False
) -> Response:
    return page(
        "talk_start",
        title="Talk it through",
        here=_HERE,
        decisions=likely or visit.corpus.framework.decisions,
        narrowed=bool(likely),
        chosen=chosen,
        words=words,
        asked=asked,
        privacy=privacy_words(visit.services.settings),
    )


def _load(visit: Visit) -> tuple[Record[Talk], tuple[Exchange, ...]]:
    id_ = visit.path["id"]
    record = visit.records.get(visit.owner, id_, Talk)
    return record, visit.records.turns(visit.owner, id_, Exchange)


def _wish(text: str) -> Wish:
    wish: Wish
    for wish in get_args(Wish):
        if wish == text:
            return wish
    return ""


def _talk_page(
    visit: Visit,
    record: Record[Talk],
    turns: tuple[Exchange, ...],
    said: str,
    *,
    problem: FormError | None = None,
    nothing: bool = False,
) -> Response:
    return page(
        "talk",
        title=record.title,
        here=_HERE,
        status=422 if problem else 200,
        id=record.id,
        decision=visit.corpus.decision(record.body.decision),
        started_from=record.body.started_from,
        summary=record.body.summary,
        turns=[_turn_values(n, turn) for n, turn in enumerate(turns, 1)],
        number=len(turns) + 1,
        said=said,
        problem=problem,
        nothing=nothing,
        left_out=_LEFT_OUT if "left_out" in visit.query else "",
        cards=[
            card
            for n, turn in enumerate(turns, 1)
            if turn.reply.told
            for card in cards_of(turn.reply.told.citations, visit.corpus, n)
        ],
    )


def _turn_values(number: int, turn: Exchange) -> Values:
    told = turn.reply.told
    return {
        "said": turn.said or _WISHES.get(turn.wish, ""),
        "reply": turn.reply,
        "told": sections_of(told.section, told.citations, number) if told else None,
    }


def _summary_page(
    visit: Visit,
    record: Record[Talk],
    summary: Summary,
    *,
    form: dict[str, str] | None = None,
    problem: ChangedError | FormError | None = None,
) -> Response:
    values = form or {name: text for name, text in vars(summary).items() if isinstance(text, str)}
    return page(
        "summary",
        title="Your summary",
        here=_HERE,
        status=409 if problem else 200,
        id=record.id,
        kept=record.body.summary is not None,
        saved="saved" in visit.query,
        values=values,
        was=record.body.summary_mark,
        problem=problem,
        examples=[
            (told.title, sections_of(told.section, told.citations, n))
            for n, told in enumerate(summary.examples, 1)
        ],
        cards=[
            card
            for n, told in enumerate(summary.examples, 1)
            for card in cards_of(told.citations, visit.corpus, n)
        ],
    )
