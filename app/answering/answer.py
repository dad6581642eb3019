"""What an answer is. Every value is complete when it is made and never changes."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from app.evidence.coverage import State
from corpus.documents import OWN_KINDS, Source
from corpus.framework import PoleName
from corpus.names import Mentions
from indexing.passages import Passage

Origin = Literal["source", "adapted"]
# The act of an answer that tells where to turn.
CARE = "care"
SectionKind = Literal["pole", "list", "conflict", "prose", "own"]


@dataclass(frozen=True)
class Route:
    """How a turn was understood.

    `act` is what it asks for, `kind` the kind of answer, `collection` the set that it asks for
    whole, if any. `decisions` are those that most of the evidence belongs to. `folded` says that
    the turn was read together with earlier ones.
    """

    decisions: tuple[str, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    poles: tuple[PoleName, ...] = ()
    act: str = "find"
    kind: str = "other"
    collection: str = ""
    folded: bool = False

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the ids of the systems that the turn names."""
        return self.mentions.systems


@dataclass(frozen=True)
class Citation:
    """The exact words that a claim rests on: `document.text[start:end] == quote`.

    `corrected` says that a model quoted them inexactly, and that these are the true words.
    """

    marker: int
    passage: Passage
    source: Source
    quote: str
    start: int
    end: int
    verified: bool
    corrected: bool = False

    @property
    def place(self) -> str:
        """Return the pages that it stands on, or those of its whole section; empty for none."""
        pages, unit = self.passage.pages, self.source.page_unit
        if not pages:
            return ""
        if not unit:
            return f"pp. {pages} (section)"
        several = "–" in pages
        return f"{unit}{'s' * several} {pages}" if unit != "page" else f"p{'p' * several}. {pages}"


@dataclass(frozen=True)
class Claim:
    """A sentence that states a fact, who it is about, and the markers that support it."""

    text: str
    citations: tuple[int, ...]
    subject: str | None = None

    @property
    def full_text(self) -> str:
        """Return the claim with its subject in front."""
        return f"{self.subject}: {self.text}" if self.subject else self.text


@dataclass(frozen=True)
class Section:
    """Claims under one heading; `pole` and `decision` where they all share them."""

    heading: str
    claims: tuple[Claim, ...]
    decision: str | None = None
    pole: PoleName | None = None
    kind: SectionKind = "list"


@dataclass(frozen=True)
class Reflection:
    """One open question. `origin` is `source` where these very words are in the report."""

    question: str
    origin: Origin
    passage: Passage
    original: str


@dataclass(frozen=True)
class Conflict:
    """A thing that the source says in two ways."""

    about: str
    note: str
    passage_ids: tuple[str, ...]


@dataclass(frozen=True)
class Nearby:
    """A covered topic and a question about it that is sure to be answered."""

    topic: str
    question: str


@dataclass(frozen=True)
class Answer:
    """A whole answer with every passage that it rests on.

    `second_lead` stands ahead of the report's sections where people's own documents come first.
    `coverage` tells whether the texts give what is asked, in part, or not at all; `missing` names
    what they don't give. `notice` says what was left out of the question.

    Where a model worded it, `paraphrase` gives back what it heard, `unsupported` holds sentences
    that failed a check, never to be shown as supported, and `prompt_hash` names its prompts.
    """

    id: str
    question: str
    standalone_question: str
    route: Route
    lead: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    reflection: Reflection | None
    more_questions: tuple[str, ...]
    nearest: tuple[Nearby, ...]
    conflicts: tuple[Conflict, ...]
    abstained: bool
    answerer: str
    corpus_hash: str
    notice: str = ""
    paraphrase: str = ""
    unsupported: tuple[str, ...] = ()
    prompt_hash: str = ""
    coverage: State = "full"
    missing: str = ""
    second_lead: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def own(self) -> bool:
        """Return whether anything of it is from what people have added themselves."""
        return any(citation.source.kind in OWN_KINDS for citation in self.citations)

    @property
    def cares(self) -> bool:
        """Return whether this only tells somebody where to turn: never kept, shown to no model."""
        return self.route.act == CARE

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return all claims in order."""
        return tuple(chain.from_iterable(section.claims for section in self.sections))

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the ids of the systems of all cited passages, in order of appearance."""
        ids = chain.from_iterable(c.passage.systems for c in self.citations)
        return tuple(dict.fromkeys(ids))
