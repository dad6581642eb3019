"""What is put before a chat model: its manner, passages under ids of their own, the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from app.answering.draft import Draft
from app.answering.reading import Reading
from app.verification.check import Verdict
from corpus.library import Corpus
from indexing.passages import Passage
from prompts import load_prompt

# Passages that a model gets to see, and how many where it can take no more.
MOST_PASSAGES, FEW_PASSAGES = 14, 4
_BEYOND_THE_DRAFT = 3
_USED = ("coach", "put_question", "put_again")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "heard": {"type": "string"},
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"id": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["id", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "evidence"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["heard", "claims"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Briefing:
    """Passages by the ids that the model knows them by, and the messages that carry them."""

    exhibits: Mapping[str, Passage]
    messages: tuple[BaseMessage, ...]

    def again(self, said: str, faults: Sequence[Verdict]) -> tuple[BaseMessage, ...]:
        """Return the messages that ask once more for the sentences that failed."""
        lines = "\n".join(f"- {v.sentence.text} ({'; '.join(v.reasons)})" for v in faults)
        ask = HumanMessage(load_prompt("put_again").fill(faults=lines))
        return (*self.messages, AIMessage(said), ask)


def brief(
    corpus: Corpus, reading: Reading, draft: Draft, *, structured: bool, most: int = MOST_PASSAGES
) -> Briefing:
    """Return what a model gets to see: the evidence of the quoting answer, and a little more.

    It is no more than `most` passages.
    """
    passages = {
        e.passage.id: e.passage for s in draft.sections for c in s.claims for e in c.evidence
    }
    found = (f.unit.passage for f in reading.ranking.best(MOST_PASSAGES * 3))
    others = {p.id: p for p in found if p.id not in passages}
    passages |= dict(list(others.items())[:_BEYOND_THE_DRAFT])
    chosen = list(passages.values())[:most]
    exhibits = {_exhibit_id(p): p for p in chosen}
    shown = "\n\n".join(_shown(id_, p, corpus) for id_, p in exhibits.items())
    form = load_prompt("form_structured" if structured else "form_marked").fill()
    question = load_prompt("put_question").fill(passages=shown, question=fenced(reading.standalone))
    system = SystemMessage(f"{load_prompt('coach').fill()}\n\n{form}")
    return Briefing(exhibits, (system, HumanMessage(question)))


def prompt_hash(*, structured: bool) -> str:
    """Return one hash of every prompt that an answer rests on."""
    names = (*_USED, "form_structured" if structured else "form_marked")
    return sha256("".join(load_prompt(n).hash for n in names).encode()).hexdigest()[:12]


def _exhibit_id(passage: Passage) -> str:
    """Return an id that no example has and that a model can't guess from another."""
    return f"s{sha256(passage.id.encode('utf-8')).hexdigest()[:6]}"


def _shown(id_: str, passage: Passage, corpus: Corpus) -> str:
    systems = ", ".join(corpus.system(s).label for s in passage.systems)
    people = ", ".join(corpus.person(p).name for p in passage.people)
    side = None
    if passage.decision and passage.pole:
        side = corpus.decision(passage.decision).heading(passage.pole)
    told = [t for t in (passage.heading_path[-1], side, systems, people) if t]
    return f"Passage {id_} ({'; '.join(told)}):\n{fenced(passage.text)}"


def fenced(text: str) -> str:
    """Return a text between lines that it can't hold itself, so that it ends where it ends."""
    return f"<<<\n{text.replace('<<<', '«').replace('>>>', '»')}\n>>>"
