"""What every layout works with, and the pieces that several layouts share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.answering.claims import ClaimMaker
from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.frames import Frame
from app.answering.reading import Reading
from app.evidence import thresholds
from app.evidence.choose import Chosen, choose
from app.evidence.passages import PassageIndex
from app.evidence.units import Unit
from corpus.library import Corpus

FEWEST, MOST = 2, 12
# A unit that was shown before comes again only as one of this many best ones.
_SHOWN_AGAIN = 2
_SEARCHED = 80
_NAMED = 3
_NEIGHBOURS = 6
_DIRECT_UNITS = 2

Layout = Callable[[Reading, "Kit"], Draft]


@dataclass(frozen=True)
class Kit:
    """Looks up, words and frames.

    `shown` are the units that earlier answers have shown; `verbatim` says that the texts' own
    words are asked for.
    """

    book: PassageIndex
    units: tuple[Unit, ...]
    claims: ClaimMaker
    frame: Frame
    shown: frozenset[int] = frozenset()
    verbatim: bool = False

    @property
    def corpus(self) -> Corpus:
        """Return the corpus."""
        return self.book.corpus

    def choose(
        self,
        reading: Reading,
        fewest: int = FEWEST,
        most: int = MOST,
        least_share: float | None = None,
        allowed: Callable[[Unit], bool] | None = None,
    ) -> tuple[Chosen, ...]:
        """Return the passages to show; what was shown before only where nothing fits better."""
        again = {found.unit.row for found in reading.ranking.best(_SHOWN_AGAIN)}
        fresh = reading.shown - again
        marked = reading.marked(allowed) if allowed else np.ones(len(self.units), dtype=bool)
        marked[list(fresh)] = False
        chosen = choose(reading.ranking.best(_SEARCHED, marked), fewest, most, least_share)
        return self._with_neighbours(reading, chosen, most) if allowed is None else chosen

    def _with_neighbours(
        self, reading: Reading, chosen: tuple[Chosen, ...], most: int
    ) -> tuple[Chosen, ...]:
        """Return the passages with others of the best one's example behind it.

        Of an example that is told in several passages, such as three kinds of team, one passage
        is seldom the whole answer.
        """
        case = chosen[0].passage.case if chosen else None
        if case is None:
            return chosen
        known = {one.passage.id for one in chosen}
        marked = reading.marked(
            lambda u: (
                u.passage.case == case and u.passage.id not in known and u.row not in reading.shown
            )
        )
        near = reading.ranking.best(_NEIGHBOURS, marked)
        floor = thresholds.NEIGHBOUR_SHARE * chosen[0].score
        more = choose([found for found in near if found.score >= floor], 0, 2, 0.0)
        return (*chosen[:1], *more, *chosen[1:])[:most]

    def of(self, chosen: Iterable[Chosen]) -> tuple[DraftClaim, ...]:
        """Return the claims of passages, in their order."""
        found = (self.claims.of(one, verbatim=self._in_own_words(one)) for one in chosen)
        return tuple(claim for claims in found for claim in claims)

    def _in_own_words(self, chosen: Chosen) -> bool:
        """Return whether a passage speaks in its own words: asked to, or told in ours before."""
        return self.verbatim or any(unit.row in self.shown for unit in chosen.units)

    def direct(self, chosen: Sequence[Chosen]) -> tuple[DraftSection, ...]:
        """Return the best passage's claims as prose: the sentence that answers."""
        claims = self.of(chosen[:1])[:_DIRECT_UNITS]
        return (DraftSection("", claims, kind="prose"),) if claims else ()

    def rest(self, chosen: Sequence[Chosen], heading: str) -> tuple[DraftSection, ...]:
        """Return what follows the direct sentence as a list."""
        claims = (*self.of(chosen[:1])[_DIRECT_UNITS:], *self.of(chosen[1:]))
        return (DraftSection(heading, claims),) if claims else ()

    def plain(self, chosen: Sequence[Chosen], lead: str, heading: str = "") -> Draft:
        """Return a direct sentence, and the rest as a list below it."""
        more = heading or self.frame.say("more")
        return Draft(lead, (*self.direct(chosen), *self.rest(chosen, more)))

    def lead(self, chosen: Sequence[Chosen]) -> str:
        """Return a heading that tells whose evidence comes first."""
        if not chosen:
            return self.frame.say("report")
        first = chosen[0].passage
        kind: str = first.kind
        systems = self.systems_of(chosen[:1])
        if kind in {"case", "quote"} and systems:
            return self.frame.say("did", names=self.names(systems))
        if self.corpus.document(first.source_id).source.kind == "notes":
            return self.frame.say("notes")
        known = {"survey", "lesson", "benefit", "reflection", "guide"}
        return self.frame.say(kind if kind in known else "report")

    def systems_of(self, chosen: Sequence[Chosen]) -> tuple[str, ...]:
        """Return the systems that the units of some passages are about."""
        units = [unit for one in chosen for unit in one.units]
        return tuple(s for unit in units for s in self.claims.systems(unit.evidence))

    def names(self, systems: Iterable[str]) -> str:
        """Return up to three systems' names, joined; empty for none."""
        short = [self.corpus.system(s).short for s in dict.fromkeys(systems)][:_NAMED]
        joint = " y " if self.frame.language == "es" else " and "
        return joint.join([", ".join(short[:-1]), short[-1]] if len(short) > 1 else short)
