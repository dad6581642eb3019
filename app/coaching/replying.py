"""Guided reflection: each note is met with questions to pick from, and with what it asks for.

Nothing of what a leader says is cut or put in other words. Without a language model a program
can't improvise a coach's replies; it can find, offer, hold on to what was said, and get out of the
way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.answering.answer import Answer
from app.answering.cases import case_section
from app.answering.draft import DraftSection, assign_citations
from app.answering.lookups import benefits
from app.coaching.hearing import Heard, Hearer
from app.coaching.leaning import Leaning
from app.coaching.offering import KINDS, QuestionRanker, Said
from app.coaching.talk import Exchange, QuestionKind, Reply, Talk, Told, Wish
from app.evidence.passages import PassageIndex
from app.exploring.situations import Reading, SituationReader
from corpus.cases import Case
from corpus.framework import POLES, PoleName, Role, opposite
from indexing.sentences import sentence_spans
from prompts import load_list

_WISHED: dict[Wish, Heard] = {
    "example": "example", "another": "another", "other_side": "other_side",
    "challenge": "challenge", "commit": "commit",
}  # fmt: skip
_WITHOUT_QUESTIONS: frozenset[Heard] = frozenset({"stop", "summarize", "real", "can_do", "commit"})
_OTHER_SIDE: frozenset[Heard] = frozenset({"boast", "challenge", "other_side"})
_WANTED: dict[Heard, tuple[QuestionKind, ...]] = {
    "challenge": ("other", "other", "closer"),
    "other_side": ("other", "other", "closer"),
    "boast": ("other", "closer", "other"),
}
# After so many notes that lean to one side, the other is held beside it once.
_ONE_SIDED = 3
_BENEFITS = 3
_ROLE: Role = "district"
_MOST_LABELS = 2


@dataclass(frozen=True)
class Guide:
    """What meets notes; `answer` answers a question from the texts as *Ask* does."""

    book: PassageIndex
    situations: SituationReader
    questions: QuestionRanker
    hearer: Hearer
    leaning: Leaning
    answer: Callable[[str], Answer]

    def open(self, talk: Talk) -> Exchange:
        """Return what a reflection begins with: three questions on what is on somebody's mind."""
        reply = self._offering(talk, (), talk.started_from, "note")
        return Exchange("", reply)

    def reply(self, talk: Talk, turns: Sequence[Exchange], said: str, wish: Wish = "") -> Reply:
        """Return what a note, or a wish for something, is met with."""
        heard = _WISHED.get(wish) or self.hearer.hear(said)
        reply = self._offering(talk, turns, said, heard)
        if heard == "texts":
            return self._looked_up(said, reply)
        if heard == "summarize":
            return replace(reply, recap=own_sentences(talk, turns))
        if heard == "example":
            return self._with_example(talk, turns, said, reply)
        one_sided = heard == "note" and self._is_one_sided(talk, turns, said)
        if heard in _OTHER_SIDE or one_sided:
            notice = load_list("reflection")["boast" if one_sided else heard]
            found = self._other_side(talk, turns, said)
            return replace(reply, found=found, notice=notice if found else reply.notice)
        return replace(reply, settles=heard == "commit")

    def _offering(self, talk: Talk, turns: Sequence[Exchange], said: str, heard: Heard) -> Reply:
        """Return questions that fit, the example that could be told, and what is said to it."""
        notices = load_list("reflection")
        notice = str(notices[heard]) if heard in notices else ""
        if heard in _WITHOUT_QUESTIONS:
            return Reply(heard_as=heard, notice=notice)
        note = said if heard in {"note", "boast"} else _last_note(talk, turns)
        reading = self.situations.read(_words(talk, turns, said))
        asked = {text for turn in turns for text in turn.asked}
        questions = self.questions.offer(
            Said(note, told_notes(talk, turns), self._touched(talk, reading)),
            asked,
            _WANTED.get(heard, KINDS),
        )
        case = next(iter(self._examples(talk, turns, said, reading)), None)
        return Reply(
            questions,
            heard,
            notice,
            offer=self._label(case) if case else "",
            offered=case.id if case else "",
        )

    def _touched(self, talk: Talk, reading: Reading) -> dict[str, float]:
        """Return how sure each decision is touched; those that the leader left are."""
        return {**reading.decisions, **dict.fromkeys(talk.decisions, 1.0)}

    def _with_example(
        self, talk: Talk, turns: Sequence[Exchange], said: str, reply: Reply
    ) -> Reply:
        """Return a reply that tells an example: one asked for by name, or the one offered."""
        last = turns[-1].reply.offered if turns else ""
        found = self._examples(talk, turns, said, self.situations.read(_words(talk, turns, said)))
        named = set(self.book.corpus.finder.find(said).systems)
        first = [c for c in found if named & c.all_systems] or [c for c in found if c.id == last]
        ordered = list(dict.fromkeys((*first, *found)))
        if not ordered:
            return replace(
                reply, notice=load_list("reflection")["no_example"], offer="", offered=""
            )
        told, *others = ordered
        following = others[0] if others else None
        return replace(
            reply,
            told=self._tell(told),
            offer=self._label(following) if following else "",
            offered=following.id if following else "",
        )

    def _looked_up(self, said: str, reply: Reply) -> Reply:
        """Return a reply that answers a question from the texts, or says that they don't tell."""
        answer = self.answer(said)
        if not answer.claims:
            return replace(reply, notice=answer.lead)
        whole = replace(
            answer.sections[0], heading="", claims=answer.claims, kind="list", pole=None
        )
        found = Told("", answer.lead, None, whole, answer.citations)
        return replace(reply, found=(found,), notice="")

    def _other_side(self, talk: Talk, turns: Sequence[Exchange], said: str) -> tuple[Told, ...]:
        """Return benefits of the side that somebody does not lean to, in the report's words."""
        leaning = self.leaning.of(_words(talk, turns, said), talk.decisions)
        if leaning is None:
            return ()
        decision, pole = leaning
        other = opposite(pole)
        sections = benefits(self.book, (decision,), _ROLE, (other,)).sections
        claims = tuple(claim for s in sections for claim in s.claims)[:_BENEFITS]
        if not claims:
            return ()
        heading = self.book.corpus.decision(decision).heading(other)
        drawn = DraftSection("", claims, decision, other)
        [section], citations = assign_citations([drawn], self.book.corpus)
        return (Told("", heading, other, section, citations),)

    def _is_one_sided(self, talk: Talk, turns: Sequence[Exchange], said: str) -> bool:
        """Return whether several notes lean to one side, and none was held beside it yet."""
        if any(turn.reply.found for turn in turns):
            return False
        notes = [*told_notes(talk, turns)[1 - _ONE_SIDED :], said]
        leans = [self.leaning.of(note, talk.decisions) for note in notes]
        return len(notes) == _ONE_SIDED and None not in leans and len(set(leans)) == 1

    def _examples(
        self, talk: Talk, turns: Sequence[Exchange], said: str, reading: Reading
    ) -> list[Case]:
        """Return the examples that were not told, the best fitting first.

        Where somebody leans to one side, the other one comes first, and that which holds both.
        """
        told = [turn.reply.told.case for turn in turns if turn.reply.told]
        cases = [c for c in self.book.corpus.cases if c.id not in told and c.decision]
        if talk.decisions:
            cases = [c for c in cases if c.decision in talk.decisions]
        leaning = self.leaning.of(_words(talk, turns, said), talk.decisions)
        seen = [self.book.corpus.case(id_).pole for id_ in told]
        order = _order(leaning[1] if leaning else None)
        best = reading.best(tuple(cases))
        if not talk.decisions:
            return list(best)
        return sorted(best, key=lambda c: (seen.count(c.pole), order.index(c.pole or "combine")))

    def _tell(self, case: Case) -> Told:
        drawn = case_section(self.book, case, ())
        [section], citations = assign_citations([drawn], self.book.corpus)
        return Told(case.id, case.title, case.pole, section, citations)

    def _label(self, case: Case) -> str:
        systems = [self.book.corpus.system(s).label for s in case.systems]
        return " and ".join(systems[:_MOST_LABELS]) or case.title


def own_sentences(talk: Talk, turns: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the leader's own sentences in order: whole, and none that was set aside."""
    return tuple(
        text[a:b]
        for note in told_notes(talk, turns)
        for text in [" ".join(note.split())]
        for a, b in sentence_spans(text)
    )


def told_notes(talk: Talk, turns: Sequence[Exchange]) -> tuple[str, ...]:
    """Return what somebody has told so far: no requests, and nothing that was set aside.

    What was written beside a button that asks for something is a note all the same.
    """
    told = (t.said for t in turns if (t.wish or t.reply.heard_as in _TOLD) and not t.aside)
    opening = "" if turns and turns[0].aside else talk.started_from
    return tuple(filter(None, (opening, *told)))


_TOLD = frozenset({"note", "boast", "commit"})


def _last_note(talk: Talk, turns: Sequence[Exchange]) -> str:
    return next(reversed(told_notes(talk, turns)), "")


def _words(talk: Talk, turns: Sequence[Exchange], said: str) -> str:
    """Return everything that was said, the last first: what is long is read from its beginning."""
    return " ".join(dict.fromkeys((said, *reversed(told_notes(talk, turns)))))


def _order(leaning: PoleName | None) -> tuple[PoleName, ...]:
    if leaning is None or leaning == "combine":
        return POLES
    return opposite(leaning), "combine", leaning
