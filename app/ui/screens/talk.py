"""Guided reflection, note by note, and the summary that it ends with."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

from starlette.responses import Response

from app.coaching.commitment import NO_COMMITMENT, read_commitment
from app.coaching.journal import Journal, tidy
from app.coaching.pathway import Pathway
from app.coaching.talk import Exchange, QuestionKind, Talk, Told, Wish
from app.exploring.touching import decisions_in
from app.records.store import Record
from app.safety.reader import Concern
from app.safety.words import care_line
from app.ui.privacy import privacy_words
from app.ui.screens.cited import Values, cards_of, sections_of
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, whole_number
from app.understanding.redaction import leave_out_records
from corpus.errors import FormError
from corpus.framework import Decision
from prompts import load_list, load_prompt

HERE = "Reflect"
_WISHES: dict[Wish, str] = {
    "example": "Tell me an example.",
    "another": "Other questions, please.",
    "other_side": "What speaks for the other side?",
    "challenge": "Push me harder.",
    "commit": "I’m ready for a next step.",
}
_KINDS: dict[QuestionKind, str] = {
    "closer": "Look closer", "other": "With other eyes", "on": "A way on",
}  # fmt: skip
_MOST_TURNS = 100_000


def show_start(visit: Visit) -> Response:
    """Show what a reflection begins with: what is on somebody's mind, and what they want of it."""
    chosen, words = visit.query.get("decision", ""), visit.query.get("about", "")[:2000]
    if visit.query.get("from"):
        chosen, words = _from_record(visit, visit.query["from"])
    return _start_page(visit, {"about": words, "decision": chosen})


def start_talk(visit: Visit) -> Response:
    """Begin a reflection on what is on one's mind; what it touches is found behind the scenes."""
    form = visit.form
    words, worth, people, privacy = (
        leave_out_records(tidy(form.get(name, ""))) for name in ("about", "worth", "who", "privacy")
    )
    if not words.strip() and not form.get("decision"):
        return _start_page(visit, form, nothing=True)
    decisions = decisions_in(visit.guide.situations, words, form.get("decision", ""))
    talk = Talk(next(iter(decisions), ""), words, None, decisions[1:], worth, people, privacy)
    first = visit.guide.open(talk)
    concern = visit.services.safety.read(words)
    notice = _care_in(concern, ())
    first = replace(first, reply=replace(first.reply, notice=notice), aside=bool(notice))
    id_ = visit.records.add(visit.owner, "talk", _title(visit, talk), talk, first)
    left_out = "?left_out=1" if words != tidy(form.get("about", "")) else ""
    return go(f"/talk/{id_}{left_out}")


def show_talk(visit: Visit) -> Response:
    """Show a reflection with the place for the next note."""
    record, turns = load_talk(visit)
    return _talk_page(visit, record, turns, visit.query.get("said", ""))


def take_turn(visit: Visit) -> Response:
    """Keep a note, or a wish for something, with what it is met with."""
    record, turns = load_talk(visit)
    sent = visit.form.get("said", "")
    wish = _wish(visit.form.get("wish", ""))
    try:
        said = leave_out_records(tidy(sent)).strip()
    except FormError as error:
        return _talk_page(visit, record, turns, sent, problem=error)
    if not said and not wish:
        return _talk_page(visit, record, turns, "", nothing=True)
    exchange = _met(visit, record.body, turns, said, wish)
    step = exchange.reply.asks or said
    read = read_commitment(step, _today()) if exchange.reply.settles else NO_COMMITMENT
    if read.what:
        visit.records.change(visit.owner, record.id, Talk, lambda t: replace(t, commitment=read))
    number = whole_number(visit.form.get("number", ""), 1, _MOST_TURNS)
    visit.records.append(visit.owner, record.id, exchange, number)
    note = "?left_out=1" if said != tidy(sent).strip() else ""
    return go(f"/talk/{record.id}{note}#latest")


def save_touched(visit: Visit) -> Response:
    """Keep what a reflection is about as its leader has chosen; nothing is fine."""
    chosen = [d.id for d in visit.corpus.framework.decisions if visit.form.get(f"on_{d.id}")]
    first, also = next(iter(chosen), ""), tuple(chosen[1:])
    visit.records.change(
        visit.owner, visit.path["id"], Talk, lambda t: replace(t, decision=first, also=also)
    )
    return go(f"/talk/{visit.path['id']}")


def save_step(visit: Visit) -> Response:
    """Keep a next step: one free text is read for its parts, or each part as it was edited."""
    id_, form = visit.path["id"], visit.form
    said = leave_out_records(tidy(form.get("step", ""))).strip()

    def settled(talk: Talk) -> Talk:
        today = _today()
        if not said:
            return replace(talk, commitment=talk.commitment.with_parts(form, today))
        read = read_commitment(said, today)
        return replace(talk, commitment=replace(read, what=read.what or said))

    visit.records.change(visit.owner, id_, Talk, settled)
    return go(f"/talk/{id_}#step")


def _met(visit: Visit, talk: Talk, turns: tuple[Exchange, ...], said: str, wish: Wish) -> Exchange:
    """Return a note with its reply; distress is met with a sentence, and the note set aside."""
    ready = visit.services.ready()
    concern = visit.services.safety.read(said)
    worrying = concern.distress or concern.danger is not None
    aside = worrying or bool(visit.form.get("aside"))
    reply = ready.guide.reply(talk, turns, said, wish)
    if not aside and reply.heard_as in {"note", "boast"} and ready.conversing is not None:
        reply = ready.conversing.reply(talk, turns, said, reply)
    notice = f"{_care_in(concern, turns)} {reply.notice}".strip()
    reply = replace(reply, notice=notice)
    own = tidy(visit.form.get("own", "")).strip()
    picked = own or visit.form.get("picked", "")
    last = turns[-1].asked if turns else ()
    question = leave_out_records(own) if own else picked if picked in last else ""
    return Exchange(said, reply, wish, question if said else "", aside)


def _care_in(concern: Concern, turns: tuple[Exchange, ...]) -> str:
    """Return what is said to a note that tells of danger in doubt, or of distress; else nothing.

    Of distress it is said once: the second time it would sound like what it is, a program.
    """
    line = care_line(concern)
    said = concern.danger is None and any(line in turn.reply.notice for turn in turns)
    return "" if said else line


def _title(visit: Visit, talk: Talk) -> str:
    """Return a title that tells nothing of what was said."""
    names = [visit.corpus.decision(id_).short for id_ in talk.decisions]
    return f"Reflection: {', '.join(names)}" if names else "Reflection"


def _today() -> date:
    return datetime.now(UTC).date()


def _from_record(visit: Visit, id_: str) -> tuple[str, str]:
    """Return what a guide's record gives to begin with: a decision, and the leader's own words."""
    if visit.records.heading(visit.owner, id_).kind == "path":
        path = visit.records.get(visit.owner, id_, Pathway).body
        return path.critical or "", path.answers.get("1.3", "")
    answers = visit.records.get(visit.owner, id_, Journal).body.answers
    return "", next(iter(answers.values()), "")


def _start_page(visit: Visit, values: object, *, nothing: bool = False) -> Response:
    return page(
        "talk_start",
        title="Talk it through",
        here=HERE,
        values=values,
        nothing=nothing,
        privacy=privacy_words(visit.services.settings),
    )


def load_talk(visit: Visit) -> tuple[Record[Talk], tuple[Exchange, ...]]:
    """Return the reflection of an address, with its turns."""
    id_ = visit.path["id"]
    record = visit.records.get(visit.owner, id_, Talk)
    return record, visit.records.turns(visit.owner, id_, Exchange)


def _wish(text: str) -> Wish:
    wish: Wish
    for wish in get_args(Wish):
        if wish == text:
            return wish
    return ""


def _touching(visit: Visit, talk: Talk) -> list[Decision]:
    return [visit.corpus.decision(id_) for id_ in talk.decisions]


def _talk_page(
    visit: Visit,
    record: Record[Talk],
    turns: tuple[Exchange, ...],
    said: str,
    *,
    problem: FormError | None = None,
    nothing: bool = False,
) -> Response:
    talk, last = record.body, turns[-1] if turns else None
    return page(
        "talk",
        title=record.title,
        here=HERE,
        status=422 if problem else 200,
        id=record.id,
        talk=talk,
        touching=_touching(visit, talk),
        decisions=visit.corpus.framework.decisions,
        turns=[_turn_values(n, turn) for n, turn in enumerate(turns, 1)],
        last=last,
        kinds=_KINDS,
        number=len(turns) + 1,
        said=said,
        problem=problem,
        nothing=nothing,
        step=talk.commitment,
        asked_for=load_list("reflection")["missing"],
        left_out=load_prompt("records_left_out").fill() if "left_out" in visit.query else "",
        cards=[
            card
            for n, turn in enumerate(turns, 1)
            for told in _told_in(turn)
            for card in cards_of(told.citations, visit.corpus, n)
        ],
    )


def _told_in(turn: Exchange) -> tuple[Told, ...]:
    """Return what a reply tells from the texts: one thing, whose sources are numbered once."""
    reply = turn.reply
    return (reply.told,) if reply.told else reply.found


def _turn_values(number: int, turn: Exchange) -> Values:
    told = [(one, sections_of(one.section, one.citations, number)) for one in _told_in(turn)]
    return {
        "said": turn.said or _WISHES.get(turn.wish, ""),
        "question": turn.question,
        "aside": turn.aside,
        "reply": turn.reply,
        "told": told,
    }
