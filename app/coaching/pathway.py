"""The second guide: where a system stands on the seven spectra, and where it wants to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.coaching.journal import mark, with_answer
from corpus.errors import ChangedError, FormError
from corpus.framework import Dimension, PoleName
from corpus.library import Corpus

Layer = Literal["now", "aspired"]

POSITIONS = (1, 2, 3, 4, 5)
_MIDDLE = 3


@dataclass(frozen=True)
class Placement:
    """Positions by decision, 1 at the left end to 5 at the right; a missing one isn't marked."""

    now: Mapping[str, int] = field(default_factory=dict)
    aspired: Mapping[str, int] = field(default_factory=dict)

    def of(self, layer: Layer) -> Mapping[str, int]:
        """Return one layer of marks."""
        return self.now if layer == "now" else self.aspired


@dataclass(frozen=True)
class Pathway:
    """A leader's second guide: placement, their own most critical gap, and free answers."""

    placement: Placement = Placement()
    critical: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """The way from where a system stands to where it wants to be, in steps of the spectrum.

    `toward` is the end that lies in that direction; None where there is no gap.
    """

    dimension: Dimension
    now: int
    aspired: int

    @property
    def size(self) -> int:
        """Return the steps between the two marks, 0 to 4."""
        return abs(self.aspired - self.now)

    @property
    def toward(self) -> PoleName | None:
        """Return the end of the spectrum that the gap leads towards."""
        if self.aspired == self.now:
            return None
        return "right" if self.aspired > self.now else "left"

    @property
    def nearer(self) -> PoleName:
        """Return the pole, or the middle, that the aspired place is nearest to."""
        if self.aspired == _MIDDLE:
            return "combine"
        return "right" if self.aspired > _MIDDLE else "left"


def dimensions_of(corpus: Corpus) -> tuple[Dimension, ...]:
    """Return the seven spectra with the labels and in the direction of the guide."""
    return next(g.dimensions for g in corpus.framework.guides if g.dimensions)


def dimension_of(corpus: Corpus, decision: str) -> Dimension:
    """Return the spectrum of a decision."""
    return next(d for d in dimensions_of(corpus) if d.decision == decision)


def read_positions(form: Mapping[str, str], decisions: tuple[str, ...]) -> dict[str, int]:
    """Return the positions that a form gives by decision; those left out are left out.

    Raises FormError for anything that is no position.
    """
    given = {d: form[d].strip() for d in decisions if form.get(d, "").strip()}
    wrong = [d for d, text in given.items() if text not in {str(p) for p in POSITIONS}]
    if wrong:
        raise FormError(
            f"{wrong[0]} has a position that is not on the scale.",
            "Your marks have not been kept.",
            "Choose one of the five places, 1 to 5, for each spectrum, or leave it unmarked.",
        )
    return {d: int(text) for d, text in given.items()}


def mark_of(positions: Mapping[str, int]) -> str:
    """Return a short mark of one layer, by which a form tells what its writer saw."""
    return mark(repr(sorted(positions.items())))


def gaps(corpus: Corpus, placement: Placement) -> tuple[Gap, ...]:
    """Return the gap of every spectrum that has both marks, the widest first."""
    both = [
        Gap(d, placement.now[d.decision], placement.aspired[d.decision])
        for d in dimensions_of(corpus)
        if d.decision in placement.now and d.decision in placement.aspired
    ]
    return tuple(sorted(both, key=lambda gap: -gap.size))


def survey_means(corpus: Corpus) -> dict[str, float]:
    """Return the survey's mean of every decision whose scale is not in doubt.

    They are context, never a norm. On one decision the report contradicts itself about which end
    is which, so that its mean can't be drawn.
    """
    framework = corpus.framework
    sure = (d.id for d in framework.decisions if d.id not in framework.doubtful_scales)
    means = ((id_, framework.findings(id_)["mean"].value) for id_ in sure)
    return {id_: mean for id_, mean in means if mean is not None}


def with_pathway_answer(pathway: Pathway, key: str, text: str, was: str) -> Pathway:
    """Return a pathway with one free answer changed; raises as `with_answer` does."""
    return replace(pathway, answers=with_answer(pathway.answers, key, text, was))


def with_critical(corpus: Corpus, pathway: Pathway, decision: str) -> Pathway:
    """Return a pathway with the gap that its leader finds most critical; empty for none.

    Raises FormError for what is no spectrum of the guide.
    """
    if decision not in ("", *(d.decision for d in dimensions_of(corpus))):
        raise FormError(
            "That is none of the seven spectra.",
            "Your choice has not been kept.",
            "Go back and choose one of the gaps in the list.",
        )
    return replace(pathway, critical=decision or None)


def with_positions(
    pathway: Pathway, layer: Layer, positions: Mapping[str, int], was: str
) -> Pathway:
    """Return a pathway with one layer of marks replaced.

    `was` is the mark of the layer that was seen before. Raises ChangedError where other marks
    stand there by now.
    """
    old = pathway.placement
    current = old.of(layer)
    if mark_of(current) != was and dict(current) != dict(positions):
        raise ChangedError(
            "These marks were changed in another tab or window meanwhile.",
            "Yours are still shown and have not been kept.",
            "Save again to put yours in their place.",
            ", ".join(f"{decision}: {place}" for decision, place in sorted(current.items())),
        )
    now = positions if layer == "now" else old.now
    aspired = positions if layer == "aspired" else old.aspired
    return replace(pathway, placement=Placement(now, aspired))
