"""Everything that the texts hold on one decision."""

from dataclasses import dataclass

from app.answering.cases import case_section
from app.answering.conflicts import discrepancy_claim
from app.answering.draft import DraftSection, quoted
from app.answering.lookups import benefits, lessons, rationale, reflections
from app.answering.survey import survey
from app.evidence.passages import PassageIndex
from app.exploring.cited import Cited, cite
from corpus.cases import Case
from corpus.documents import REPORT
from corpus.framework import Decision, PoleName

POLES: tuple[PoleName, ...] = ("left", "combine", "right")


@dataclass(frozen=True)
class DecisionView:
    """A decision's parts: why, benefits, examples, lessons, questions, survey, caveats.

    `cases` are its examples, in the order of the sections of the part `examples`.
    """

    decision: Decision
    cases: tuple[Case, ...]
    cited: Cited


@dataclass(frozen=True)
class SurveyShares:
    """The survey's figures on a decision, as percent or places on the scale from 1 to 5.

    A share is None where the report does not tell it; `doubtful` says that the report gives the
    direction of this scale in two ways.
    """

    respondents: int
    median: float
    mean: float
    left: float | None
    right: float | None
    priority: float | None
    doubtful: bool

    @property
    def between(self) -> float | None:
        """Return the percentage in the middle, None where a side is not told."""
        if self.left is None or self.right is None:
            return None
        return 100 - self.left - self.right


def view_decision(book: PassageIndex, id_: str) -> DecisionView:
    """Return a decision with all that is known of it, cited; KeyError for an unknown id."""
    corpus = book.corpus
    decision = corpus.decision(id_)
    cases = tuple(c for pole in POLES for c in corpus.cases_of(id_) if c.pole == pole)
    only = (id_,)
    parts = {
        "why": rationale(book, only).sections,
        "benefits": benefits(book, only, None, ()).sections,
        "examples": [case_section(book, case, ()) for case in cases],
        "lessons": lessons(book, only).sections,
        "questions": reflections(book, only).sections,
        "survey": survey(book, only).sections,
        "caveats": [_caveats(book, id_)],
    }
    return DecisionView(decision, cases, cite(corpus, parts))


def survey_shares(book: PassageIndex, id_: str) -> SurveyShares:
    """Return the survey's figures on a decision, for a picture."""
    framework = book.corpus.framework
    found = framework.findings(id_)

    def value(measure: str) -> float | None:
        return found[measure].value if measure in found else None

    median, mean = value("median"), value("mean")
    assert median is not None
    assert mean is not None
    return SurveyShares(
        found["median"].n or 0, median, mean, value("leaning_left"), value("leaning_right"),
        value("top_priority"), id_ in framework.doubtful_scales,
    )  # fmt: skip


def _caveats(book: PassageIndex, id_: str) -> DraftSection:
    """Return what the source says in two ways about a decision, and how the survey was asked."""
    framework = book.corpus.framework
    scale = next(f for f in framework.survey if f.measure == "scale")
    own = [d for d in framework.discrepancies if id_ in d.decisions or d.general]
    claims = [discrepancy_claim(book, d) for d in own]
    told = [claim for claim in claims if claim is not None]
    return DraftSection("", (quoted(book.find(scale.quote, REPORT)), *told))
