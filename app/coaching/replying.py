"""Guided reflection: each note is met with questions to pick from, and with what it asks for.

Nothing of what a leader says is cut or put in other words. Without a language model a program
can't improvise a coach's replies; it can find, offer, hold on to what was said, and get out of the
way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.answering.answer import Answer
from app.answering.cases import case_section
from app.answering.draft import DraftClaim, DraftSection, assign_citations
from app.answering.lookups import benefits
from app.coaching.hearing import TELLING, Heard, Hearer, Hearing
from app.coaching.leaning import Leaning
from app.coaching.notes import all_words, last_note, told_notes
from app.coaching.offering import KINDS, QuestionRanker, Said
from app.coaching.talk import Exchange, QuestionKind, Reply, Talk, Told, Wish
from app.evidence.passages import PassageIndex
from app.exploring.situations import Reading, SituationReader
from corpus.cases import Case
from corpus.framework import POLES, PoleName, Role, opposite
from prompts import load_list

_WISHED: dict[Wish, Heard] = {
    "example": "example", "another": "another", "other_side": "other_side",
    "challenge": "challenge", "commit": "commit",
}  # fmt: skip
_WITHOUT_QUESTIONS: frozenset[Heard] = frozenset({"stop", "summarize", "real", "can_do", "commit"})
_OTHER_SIDE: frozenset[Heard] = frozenset({"boast", "challenge", "other_side"})
_WISHED_SIDE: frozenset[Heard] = frozenset({"challenge", "other_side"})
_WANTED: dict[Heard, tuple[QuestionKind, ...]] = {
    "challenge": ("other", "other", "closer"),
    "other_side": ("other", "other", "closer"),
    "boast": ("other", "closer", "other"),
}
# After so many notes that lean to one side, the other is held beside it once.
_ONE_SIDED = 3
_ROLES: tuple[Role, ...] = ("district", "school_leader", "teacher")
# The most lines of an answer from the texts that are shown in a reflection; *Ask* shows all.
_MOST_FOUND = 4
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
        reply = self._offering(talk, (), Hearing("note", "", talk.started_from))
        return Exchange("", reply)

    def reply(self, talk: Talk, turns: Sequence[Exchange], said: str, wish: Wish = "") -> Reply:
        """Return what a note, or a wish for something, is met with."""
        wished = _WISHED.get(wish)
        hearing = Hearing(wished, "", said) if wished else self.hearer.hear(said)
        heard, reply = hearing.heard, self._offering(talk, turns, hearing)
        if heard == "texts":
            return self._looked_up(hearing.asked, reply)
        if heard == "summarize":
            return replace(reply, recap=(*told_notes(talk, turns), *filter(None, [hearing.told])))
        if heard == "example":
            return self._with_example(talk, turns, hearing, reply)
        one_sided = heard == "note" and self._is_one_sided(talk, turns, said)
        if heard in _OTHER_SIDE or one_sided:
            return self._with_other_side(talk, turns, said, replace(reply, notice=""))
        return replace(reply, settles=heard == "commit")

    def _offering(self, talk: Talk, turns: Sequence[Exchange], hearing: Hearing) -> Reply:
        """Return questions that fit, the example that could be told, and what is said to it."""
        heard, notices = hearing.heard, load_list("reflection")
        notice = str(notices[heard]) if heard in notices else ""
        tells = "" if heard in TELLING else hearing.told
        if heard in _WITHOUT_QUESTIONS:
            return Reply(heard_as=heard, notice=notice, tells=tells, asks=hearing.asked)
        reading = self.situations.read(all_words(talk, turns, hearing.told))
        asked = {text for turn in turns for text in turn.asked}
        questions = self.questions.offer(
            Said(
                hearing.told or last_note(talk, turns),
                told_notes(talk, turns),
                self._touched(talk, reading),
            ),
            asked,
            _WANTED.get(heard, KINDS),
        )
        case = next(iter(self._examples(talk, turns, hearing.told, reading)), None)
        return Reply(
            questions,
            heard,
            notice,
            offer=self._label(case) if case else "",
            offered=case.id if case else "",
            tells=tells,
            asks="" if heard in TELLING else hearing.asked,
        )

    def _touched(self, talk: Talk, reading: Reading) -> dict[str, float]:
        """Return how sure each decision is touched; those that the leader left are."""
        return {**reading.decisions, **dict.fromkeys(talk.decisions, 1.0)}

    def _with_example(
        self, talk: Talk, turns: Sequence[Exchange], hearing: Hearing, reply: Reply
    ) -> Reply:
        """Return a reply that tells an example: one that was asked for, or the one offered."""
        told, last = hearing.told, turns[-1].reply.offered if turns else ""
        reading = self.situations.read(all_words(talk, turns, told))
        ordered = self._examples(talk, turns, told, reading)
        note = told or last_note(talk, turns)
        if hearing.asked or self._names(told):
            first = self._asked_for(f"{hearing.asked} {note}", ordered)
        else:
            first = [case for case in ordered if case.id == last]
        ordered = list(dict.fromkeys((*first, *ordered)))
        if not ordered:
            return replace(
                reply, notice=load_list("reflection")["no_example"], offer="", offered=""
            )
        one, *others = ordered
        following = others[0] if others else None
        return replace(
            reply,
            told=self._tell(one),
            offer=self._label(following) if following else "",
            offered=following.id if following else "",
        )

    def _asked_for(self, asked: str, left: Sequence[Case]) -> list[Case]:
        """Return the examples that somebody asks for by a name, else the one that fits best."""
        named = self._names(asked)
        if named:
            return [case for case in left if named & case.all_systems]
        return list(self.situations.read(asked).best(tuple(left)))[:1]

    def _names(self, text: str) -> set[str]:
        return set(self.book.corpus.finder.find(text).systems)

    def _looked_up(self, said: str, reply: Reply) -> Reply:
        """Return a reply that answers a question from the texts, or says that they don't tell."""
        answer = self.answer(said)
        if not answer.claims:
            return replace(reply, notice=answer.lead)
        claims = answer.claims[:_MOST_FOUND]
        used = {marker for claim in claims for marker in claim.citations}
        whole = replace(answer.sections[0], heading="", claims=claims, kind="list", pole=None)
        cited = tuple(c for c in answer.citations if c.marker in used)
        found = Told("", answer.lead, None, whole, cited)
        return replace(reply, found=(found,), notice="")

    def _with_other_side(
        self, talk: Talk, turns: Sequence[Exchange], said: str, reply: Reply
    ) -> Reply:
        """Return a reply with benefits of the side that somebody does not lean to.

        None is told twice: after what is good for the district comes what is for its schools. A
        note that did not ask for it is told nothing where there is nothing.
        """
        notices, asked = load_list("reflection"), reply.heard_as in _WISHED_SIDE
        leaning = self.leaning.of(all_words(talk, turns, said), talk.decisions)
        if leaning is None:
            return replace(reply, notice=notices["no_side"]) if asked else reply
        decision, other = leaning[0], opposite(leaning[1])
        claims = self._benefits(decision, other, turns)
        if not claims:
            return replace(reply, notice=notices["side_told"]) if asked else reply
        heading = self.book.corpus.decision(decision).heading(other)
        drawn = DraftSection("", claims, decision, other)
        [section], citations = assign_citations([drawn], self.book.corpus)
        found = (Told("", heading, other, section, citations),)
        return replace(reply, found=found, notice=notices[reply.heard_as if asked else "boast"])

    def _benefits(
        self, decision: str, pole: PoleName, turns: Sequence[Exchange]
    ) -> tuple[DraftClaim, ...]:
        """Return the benefits of a side, for the first role that has some not shown before."""
        before = {c.text for t in turns for told in t.reply.found for c in told.section.claims}
        for role in _ROLES:
            sections = benefits(self.book, (decision,), role, (pole,)).sections
            left = tuple(c for s in sections for c in s.claims if c.text not in before)
            if left:
                return left
        return ()

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
        leaning = self.leaning.of(all_words(talk, turns, said), talk.decisions)
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


def _order(leaning: PoleName | None) -> tuple[PoleName, ...]:
    if leaning is None or leaning == "combine":
        return POLES
    return opposite(leaning), "combine", leaning
