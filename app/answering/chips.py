"""The next questions that an answer offers: of units that are near and were not shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.answering.answer import Nearby
from app.answering.reading import Reading
from app.evidence.index import EvidenceIndex
from corpus.framework import Decision
from corpus.library import Corpus

_MOST = 4
_NEAREST = 3
_NEAR_UNITS = 60
_FEWEST_WORDS, _MOST_WORDS = 5, 15


@dataclass(frozen=True)
class Chips:
    """Offers hypothetical questions; each is answered by the unit that it was written for."""

    index: EvidenceIndex

    def after(self, reading: Reading, shown: Collection[int]) -> tuple[str, ...]:
        """Return questions of near units that are not among the rows `shown`."""
        return tuple(islice(self._offers(reading, set(shown) | reading.shown), _MOST))

    def _offers(self, reading: Reading, shown: set[int]) -> Iterator[str]:
        passages = {self.index.units[row].passage.id for row in shown}
        asked = reading.turn.text.casefold()
        cosines = reading.ranking.asked
        for found in reading.ranking.best(_NEAR_UNITS):
            unit = found.unit
            if unit.passage.id in passages:
                continue
            own = [n for n in self._by_unit.get(unit.row, ()) if self._text(n).casefold() != asked]
            if own:
                passages.add(unit.passage.id)
                yield self._text(max(own, key=lambda n: float(cosines[n])))

    def _text(self, number: int) -> str:
        text = self.index.texts.questions[number].text
        return text[0].upper() + text[1:]

    @cached_property
    def _by_unit(self) -> dict[int, tuple[int, ...]]:
        """Return, by unit, the numbers of those of its questions that read as questions."""
        found: dict[int, list[int]] = {}
        for number, question in enumerate(self.index.texts.questions):
            words = len(question.text.split())
            if question.text.endswith("?") and _FEWEST_WORDS <= words <= _MOST_WORDS:
                for row in question.units[:1]:
                    found.setdefault(row, []).append(number)
        return {row: tuple(numbers) for row, numbers in found.items()}


def examples_question(decision: Decision) -> str:
    """Return the question that shows a decision's examples."""
    return f"How did others handle {decision.topic}?"


def nearest_topics(corpus: Corpus, reading: Reading) -> tuple[Nearby, ...]:
    """Return the covered topics that come closest to a question, the nearest first."""
    near = reading.ranking.shares(lambda unit: unit.passage.decision, _NEAR_UNITS)
    everything = (d.id for d in corpus.framework.decisions)
    ids = tuple(dict.fromkeys((*near, *everything)))[:_NEAREST]
    found = map(corpus.decision, ids)
    return tuple(Nearby(f"{d.short}: {d.topic}", examples_question(d)) for d in found)
