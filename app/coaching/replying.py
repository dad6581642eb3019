"""A coach's replies, without a model: it listens, offers examples, and asks one open question.

What the leader said is given back, an example is offered and told only when they want it, and a
next step is settled on only when they say that they are ready for it.
"""

import re
from collections.abc import Collection, Sequence

from app.answering.cases import case_section
from app.answering.draft import assign_citations
from app.coaching.listening import heard_in
from app.coaching.mood import Mood, mood_of
from app.coaching.questions import OpenQuestion, Stage, choose_question
from app.coaching.talk import Exchange, Reply, Talk, Told, Wish
from app.evidence.nearness import Nearness
from app.evidence.passages import PassageIndex
from corpus.cases import Case
from corpus.framework import POLES, PoleName, opposite
from corpus.side_words import SideWords
from prompts import load_list

_OPENING: tuple[Stage, ...] = ("begin", "matter", "sides", "sides", "possibilities")
SETTLING: tuple[Stage, ...] = (
    "commit_what", "commit_when", "commit_who", "commit_know", "close",
)  # fmt: skip
# Where a stage has nothing left to ask, these still have.
_SPARE: tuple[Stage, ...] = ("possibilities", "sides", "matter", "begin")
_FEW_WORDS = 4
_YES = frozenset(["yes", "yeah", "yep", "sure", "please", "tell", "go"])
_ASKS_FOR_OTHERS = re.compile(
    r"\b(?:how|what|who|which|do|did|have|is|are|any|can|could)\b[^.!?]{0,120}"
    r"\b(?:others?|districts?|systems?|anyone|examples?)\b[^.!?]{0,120}\?",
    re.IGNORECASE,
)


def open_talk(book: PassageIndex, near: Nearness, talk: Talk) -> Exchange:
    """Return the turn that a conversation begins with."""
    question = choose_question(book, near, talk.decision, "begin", talk.started_from, ())
    mood = mood_of(talk.started_from)
    if mood and not mood.asks:
        return Exchange("", Reply("begin", 0, None, notice=mood.says))
    return Exchange("", Reply("begin", 0, question, heard=heard_in(talk.started_from, 0)))


def reply_to(
    book: PassageIndex,
    near: Nearness,
    sides: SideWords,
    talk: Talk,
    turns: Sequence[Exchange],
    said: str,
    wish: Wish = "",
) -> Reply:
    """Return the coach's reply to what a leader said, or to what they wish for."""
    last = turns[-1].reply
    mood = None if wish else mood_of(said)
    if mood and not mood.asks:
        return Reply(last.stage, last.step, None, notice=mood.says)
    if last.stage == "close" and not wish:
        return Reply("close", last.step, None, notice=load_list("listening")["closing"].strip())
    if not wish and _takes_up(said, last):
        wish = "example"
    words = " ".join([talk.started_from, *(turn.said for turn in turns), said])
    cases = _examples(book, near, sides, talk.decision, words, turns)
    named = set(book.corpus.finder.find(said).systems)
    cases.sort(key=lambda case: not named & case.all_systems)
    told = _tell(book, cases[0]) if wish == "example" and cases else None
    stage, step = _next_stage(last, wish, mood, told is not None)
    asked = {turn.reply.question.text for turn in turns if turn.reply.question}
    echoes = last.stage not in SETTLING and mood is None and not said.rstrip().endswith("?")
    return Reply(
        stage,
        step,
        _question(book, near, talk.decision, stage, said, asked),
        heard_in(said, len(turns)) if echoes else "",
        told,
        _offer(book, cases[1:] if told else cases, stage),
        mood.says if mood else "",
        invites=step >= len(_OPENING) - 1 and stage not in SETTLING,
    )


def _question(
    book: PassageIndex,
    near: Nearness,
    decision: str,
    stage: Stage,
    said: str,
    asked: Collection[str],
) -> OpenQuestion | None:
    """Return a question that was not asked yet, of a stage or of one that has some left."""
    stages = (stage,) if stage in SETTLING else (stage, *_SPARE)
    found = (choose_question(book, near, decision, s, said, asked) for s in stages)
    return next((q for q in found if q is not None), None)


def _takes_up(said: str, last: Reply) -> bool:
    """Return whether a few words take up an offer, or a question asks for what others did."""
    words = re.findall(r"\w+", said.lower())
    offered = bool(last.offer) and last.told is None
    accepts = offered and len(words) <= _FEW_WORDS and bool(_YES & set(words[:2]))
    return accepts or (last.stage not in SETTLING and asks_for_others(said))


def asks_for_others(said: str) -> bool:
    """Return whether somebody asks what others did."""
    return bool(_ASKS_FOR_OTHERS.search(said))


def _next_stage(last: Reply, wish: Wish, mood: Mood | None, told: bool) -> tuple[Stage, int]:
    """Return the stage of the next question, and how many are behind.

    Steps are settled on only after the leader has said that they are ready.
    """
    if told:
        return "example", last.step
    if wish == "commit":
        return "commit_what", last.step
    if last.stage in SETTLING:
        at = SETTLING.index(last.stage)
        stays = mood is not None or wish != ""
        return SETTLING[at if stays else min(at + 1, len(SETTLING) - 1)], last.step
    if wish or mood:
        return ("possibilities" if mood and mood.name == "advice" else last.stage), last.step
    step = min(last.step + 1, len(_OPENING) - 1)
    return _OPENING[step], step


def _examples(
    book: PassageIndex,
    near: Nearness,
    sides: SideWords,
    decision: str,
    words: str,
    turns: Sequence[Exchange],
) -> list[Case]:
    """Return the examples that were not told yet: one of each side before a second of any.

    Where the leader leans to one side, the other one comes first.
    """
    told = {turn.reply.told.case for turn in turns if turn.reply.told}
    scores = near.of_cases(words)
    own = [c for c in book.corpus.cases_of(decision) if c.id not in told]
    own.sort(key=lambda c: -scores.get(c.id, 0.0))
    seen = [book.corpus.case(id_).pole for id_ in told]
    order = _order(sides.poles_named(words, decision))
    ranks = {pole: (seen.count(pole), order.index(pole)) for pole in order}
    return sorted(own, key=lambda c: ranks[c.pole or "combine"])


def _order(leaning: Sequence[PoleName]) -> tuple[PoleName, ...]:
    if len(set(leaning)) == 1 and leaning[0] != "combine":
        return opposite(leaning[0]), "combine", leaning[0]
    return POLES


def _tell(book: PassageIndex, case: Case) -> Told:
    [section], citations = assign_citations([case_section(book, case, ())], book.corpus)
    return Told(case.id, case.title, case.pole, section, citations)


def _offer(book: PassageIndex, cases: Sequence[Case], stage: Stage) -> str:
    """Return whose example could be told; none while the leader settles on a step."""
    if not cases or stage == "begin" or stage in SETTLING:
        return ""
    systems = [book.corpus.system(s).label for s in cases[0].systems]
    return " and ".join(systems[:2]) or cases[0].title
