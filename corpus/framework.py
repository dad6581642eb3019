"""The report's seven decisions and what it collects for each."""

from dataclasses import dataclass
from typing import Literal

from corpus.documents import REPORT
from corpus.files import read_typed, read_yaml
from corpus.situations import Situation, load_situations

PoleName = Literal["left", "right", "combine"]
Role = Literal["teacher", "school_leader", "district"]

POLES: tuple[PoleName, ...] = ("left", "right", "combine")

_OPPOSITES: dict[PoleName, PoleName] = {
    "left": "right", "right": "left", "combine": "combine",
}  # fmt: skip


def opposite(pole: PoleName) -> PoleName:
    """Return the other end of a spectrum; what holds both has none, and is returned itself."""
    return _OPPOSITES[pole]


@dataclass(frozen=True)
class Pole:
    """One end of a spectrum. `variants` are its names as printed."""

    label: str
    heading: str
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """One of the seven decisions; `title` and `variants` are printed, `short` and `topic` ours."""

    id: str
    title: str
    short: str
    topic: str
    pages: str
    left: Pole
    right: Pole
    variants: tuple[str, ...]

    def heading(self, pole: PoleName | None) -> str:
        """Return the heading under which a pole's examples stand."""
        if pole == "left":
            return self.left.heading
        return self.right.heading if pole == "right" else "Holding both"


@dataclass(frozen=True)
class Lesson:
    """A lesson learned, word for word."""

    id: str
    decision: str
    text: str


@dataclass(frozen=True)
class QuestionPart:
    """One single question. `origin` is `source` where its words stand in the report."""

    text: str
    origin: Literal["source", "adapted"]


@dataclass(frozen=True)
class ReflectionQuestion:
    """A reflection bullet word for word, and its single questions where it stacks several."""

    id: str
    decision: str
    text: str
    parts: tuple[QuestionPart, ...]
    parent: str | None = None
    instruction: bool = False


@dataclass(frozen=True)
class Benefit:
    """One pole's column of a benefits chart, word for word."""

    decision: str
    pole: PoleName
    meaning: str
    key_benefits: str
    split_inferred: bool
    teacher: tuple[str, ...]
    school_leader: tuple[str, ...]
    district: tuple[str, ...]

    def of(self, role: Role) -> tuple[str, ...]:
        """Return the benefits for one role."""
        benefits: tuple[str, ...] = getattr(self, role)
        return benefits


@dataclass(frozen=True)
class SurveyFinding:
    """A figure of the survey; `n` counts the respondents in its chart, where there is one."""

    id: str
    decision: str | None
    measure: str
    value: float | None
    unit: str
    group: str
    n: int | None
    quote: str


@dataclass(frozen=True)
class GuideGroup:
    """A group of prompts in a guide."""

    name: str
    prompts: tuple[str, ...]
    lead: str | None = None


@dataclass(frozen=True)
class Dimension:
    """A spectrum of guide 2."""

    decision: str
    name: str
    left: str
    right: str


@dataclass(frozen=True)
class Guide:
    """A reflection guide of the report."""

    id: str
    title: str
    pages: str
    instruction: str
    groups: tuple[GuideGroup, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Discrepancy:
    """A thing that the source says in two ways; `terms` make a question depend on it.

    A `quiet` one is said only where the question holds one of the terms. One `of_scale` is about
    the direction of a decision's survey scale, a `general` one belongs to every decision.
    """

    id: str
    about: str
    decisions: tuple[str, ...]
    note: str
    quotes: tuple[str, ...]
    terms: tuple[str, ...]
    source: str = REPORT
    quiet: bool = False
    of_scale: bool = False
    general: bool = False


@dataclass(frozen=True)
class Fact:
    """What the report says of itself; `terms` are the words that ask for it."""

    subject: str
    text: str
    quotes: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """Everything that the report says about the seven decisions, apart from the examples."""

    decisions: tuple[Decision, ...]
    lessons: tuple[Lesson, ...]
    reflections: tuple[ReflectionQuestion, ...]
    benefits: tuple[Benefit, ...]
    survey: tuple[SurveyFinding, ...]
    guides: tuple[Guide, ...]
    discrepancies: tuple[Discrepancy, ...]
    situations: tuple[Situation, ...]
    about: tuple[Fact, ...]

    @property
    def doubtful_scales(self) -> frozenset[str]:
        """Return the decisions of whose survey scale the report says both ends to be both."""
        told = (d.decisions for d in self.discrepancies if d.of_scale)
        return frozenset(decision for decisions in told for decision in decisions)

    def findings(self, decision: str) -> dict[str, SurveyFinding]:
        """Return a decision's single figures by what they measure; patterns are none."""
        own = (f for f in self.survey if f.decision == decision and f.measure != "pattern")
        return {f.measure: f for f in own}


def load_framework() -> Framework:
    """Return the framework from the data files, checked against its types."""
    parts = {
        **read_yaml("framework.yaml"),
        "survey": read_yaml("survey.yaml"),
        "guides": read_yaml("guides.yaml"),
        "discrepancies": read_yaml("discrepancies.yaml"),
        "about": read_yaml("about.yaml"),
        "situations": load_situations(),
    }
    return read_typed(Framework, parts)
