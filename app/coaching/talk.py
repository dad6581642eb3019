"""A coaching conversation that needs no model: it listens, offers examples, and asks.

What the leader said is quoted back, an example is offered and told only when they want it, and
there is one open question at a time, from where they are toward a step of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.answering.answer import Citation, Section
from app.answering.compose_examples import case_section
from app.answering.draft import number
from app.answering.evidence import EvidenceBook
from app.answering.vocabulary import Vocabulary
from app.coaching.listening import heard_in
from app.coaching.questions import OpenQuestion, Stage, choose_question
from corpus.cases import Case
from corpus.framework import PoleName, opposite

Wish = Literal["", "example", "another", "commit"]

_STAGES: tuple[Stage, ...] = (
    "begin", "matter", "sides", "sides", "possibilities",
    "commit_what", "commit_when", "commit_who", "commit_know", "close",
)  # fmt: skip
# Here a leader settles on a step: neither an echo nor an example helps.
_SETTLING: frozenset[Stage] = frozenset(
    {"commit_what", "commit_when", "commit_who", "commit_know", "close"}
)
_SIDES: tuple[PoleName, ...] = ("left", "right", "combine")
_FEW_WORDS = 4
_ASKS_FOR_OTHERS = re.compile(
    r"\b(?:how|what|who|which)\b[^.!?]{0,120}\b(?:others?|districts?|systems?|anyone|examples?)\b[^.!?]{0,120}\?",
    re.IGNORECASE,
)
_YES = frozenset(["yes", "yeah", "yep", "sure", "please", "ok", "okay", "tell", "go"])


@dataclass(frozen=True)
class Told:
    """An example as it was told, with its citations as they were then."""

    case: str
    title: str
    pole: PoleName | None
    section: Section
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Summary:
    """What a leader takes with them; every text is theirs, `examples` are as they were told."""

    insights: str = ""
    what: str = ""
    when: str = ""
    who: str = ""
    know: str = ""
    next_question: str = ""
    examples: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Talk:
    """What a conversation is about: a decision, and where it started from, in plain words.

    `summary` is what its leader has kept of it, None while it goes on.
    """

    decision: str
    started_from: str = ""
    summary: Summary | None = None

    def ended(self, summary: Summary) -> "Talk":
        """Return the conversation with its summary kept."""
        return replace(self, summary=summary)


@dataclass(frozen=True)
class Reply:
    """What the coach says: what was heard, perhaps an example, and one open question.

    `offer` names an example that can be told if the leader wants it. `step` counts the stages
    that are behind.
    """

    stage: Stage
    step: int
    question: OpenQuestion
    heard: str = ""
    told: Told | None = None
    offer: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Exchange:
    """One turn of a conversation: what the leader said or wished for, and the reply to it."""

    said: str
    reply: Reply
    wish: Wish = ""


def open_talk(book: EvidenceBook, talk: Talk) -> Exchange:
    """Return the turn that a conversation begins with."""
    question = choose_question(book, talk.decision, "begin", talk.started_from, ())
    return Exchange("", Reply("begin", 0, question, heard=heard_in(talk.started_from, 0)))


def reply_to(
    book: EvidenceBook,
    vocabulary: Vocabulary,
    talk: Talk,
    turns: Sequence[Exchange],
    said: str,
    wish: Wish = "",
) -> Reply:
    """Return the coach's reply to what a leader said, or to what they wish for."""
    last = turns[-1].reply
    if not wish and _takes_up(said, last):
        wish = "example"
    words = " ".join([talk.started_from, *(turn.said for turn in turns), said])
    cases = _examples(book, vocabulary, talk.decision, words, turns)
    told = _tell(book, cases[0]) if wish == "example" and cases else None
    stage, step = _next_stage(last, wish, told is not None)
    asked = {turn.reply.question.text for turn in turns}
    left = cases[1:] if told else cases
    return Reply(
        stage,
        step,
        choose_question(book, talk.decision, stage, words, asked),
        "" if last.stage in _SETTLING else heard_in(said, len(turns)),
        told,
        _offer(book, left, stage),
    )


def _takes_up(said: str, last: Reply) -> bool:
    """Return whether a few words take up an offer, or a question asks for what others did."""
    words = re.findall(r"\w+", said.lower())
    accepts = bool(last.offer) and len(words) <= _FEW_WORDS and bool(_YES & set(words[:2]))
    return accepts or (last.stage not in _SETTLING and bool(_ASKS_FOR_OTHERS.search(said)))


def _next_stage(last: Reply, wish: Wish, told: bool) -> tuple[Stage, int]:
    """Return the stage of the next question, and how many are behind."""
    if told:
        return "example", last.step
    if wish == "another" or (wish == "example" and last.stage != "example"):
        return last.stage, last.step
    if wish == "commit":
        step = max(_STAGES.index("commit_what"), last.step)
        return _STAGES[step], step
    step = min(last.step + 1, len(_STAGES) - 1)
    return _STAGES[step], step


def _examples(
    book: EvidenceBook,
    vocabulary: Vocabulary,
    decision: str,
    words: str,
    turns: Sequence[Exchange],
) -> list[Case]:
    """Return the examples that were not told yet: one of each side before a second of any.

    Where the leader leans to one side, the other one comes first.
    """
    told = {turn.reply.told.case for turn in turns if turn.reply.told}
    stems = book.stems(words)
    own = [c for c in book.corpus.cases_of(decision) if c.id not in told]
    near = sorted(own, key=lambda c: -len(stems & _stems(book, c)))
    seen = [book.corpus.case(id_).pole for id_ in told]
    order = _order(vocabulary.poles_named(words, decision))
    ranks = {pole: (seen.count(pole), order.index(pole)) for pole in order}
    return sorted(near, key=lambda c: ranks[c.pole or "combine"])


def _order(leaning: Sequence[PoleName]) -> tuple[PoleName, ...]:
    if len(set(leaning)) == 1 and leaning[0] != "combine":
        return opposite(leaning[0]), "combine", leaning[0]
    return _SIDES


def _stems(book: EvidenceBook, case: Case) -> frozenset[str]:
    return frozenset().union(*(book.stems_of[p.id] for p in book.of_case(case.id)))


def _tell(book: EvidenceBook, case: Case) -> Told:
    [section], citations = number([case_section(book, case, ())], book.corpus)
    return Told(case.id, case.title, case.pole, section, citations)


def _offer(book: EvidenceBook, cases: Sequence[Case], stage: Stage) -> str:
    """Return whose example could be told; none while the leader settles on a step."""
    if not cases or stage == "begin" or stage in _SETTLING:
        return ""
    systems = [book.corpus.system(s).label for s in cases[0].systems]
    return " and ".join(systems[:2]) or cases[0].title
