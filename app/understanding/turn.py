"""One turn of a conversation understood by itself, before anything is looked up."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from app.evidence import thresholds
from app.understanding.language import Glossary, Language, language_of
from app.understanding.spelling import Speller
from corpus.library import Corpus
from corpus.names import Mentions
from indexing.classifier import TextClassifiers

Floats = NDArray[np.float32]
Act = Literal[
    "find", "one", "list", "compare", "why", "who", "define", "figure", "verify", "summarize",
    "advise", "make", "about", "courtesy", "correction", "shorter", "longer", "again", "nth",
    "language", "statement",
]  # fmt: skip

# Acts that only change what was said before, so that a first turn can't be one.
OF_EARLIER: frozenset[Act] = frozenset({"correction", "shorter", "longer", "again", "nth"})
# Acts that are answered without looking anything up.
WITHOUT_TEXTS: frozenset[Act] = frozenset({"about", "courtesy", "statement"})
_REMEMBERED = 512


@dataclass(frozen=True)
class Turn:
    """What a turn says and asks for.

    `text` is the user's words with spelling set right, `searched` the same in English. `vector`
    has unit length. `acts`, `collections` and `decisions` are probabilities by name, `kinds`
    those of the kinds of answer in the classifier's order; `told` is what coverage is given along.
    """

    text: str
    searched: str
    language: Language
    vector: Floats
    mentions: Mentions
    acts: Mapping[str, float]
    kinds: Floats
    kind: str
    leans: float
    collections: Mapping[str, float]
    decisions: Mapping[str, float]
    told: Floats

    def act(self, *, first: bool) -> Act:
        """Return the likeliest act.

        A first turn can't be about an earlier one, and an act that is answered without looking
        anything up has to be likelier than all others together.
        """
        possible = [
            act
            for act, share in self.acts.items()
            if not (first and act in OF_EARLIER)
            and not (act in WITHOUT_TEXTS and share < thresholds.NOTHING_TO_LOOK_UP)
        ]
        return cast(Act, max(possible, key=lambda act: self.acts[act]))


class TurnReader:
    """Reads turns; remembers the last few, so that a follow-up embeds nothing anew."""

    def __init__(
        self,
        corpus: Corpus,
        classifiers: TextClassifiers,
        speller: Speller,
        glossary: Glossary,
        embed: Callable[[Sequence[str]], Floats],
    ) -> None:
        self._corpus = corpus
        self._classifiers = classifiers
        self.speller = speller
        self._glossary = glossary
        self._embed = embed
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    def forget(self) -> None:
        """Forget every turn read so far."""
        self._turns.clear()

    def read(self, text: str) -> Turn:
        """Return a turn understood; `text` is redacted already."""
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[Turn]:
        """Return several turns understood; those that are new are embedded together."""
        known = {text: self._turns[text] for text in texts if text in self._turns}
        new = [self._worded(text) for text in dict.fromkeys(texts) if text not in known]
        if new:
            vectors = self._embed([words.searched for words in new])
            known |= {w.asked: self._understood(w, v) for w, v in zip(new, vectors, strict=True)}
        for text in texts:
            self._turns[text] = known[text]
            self._turns.move_to_end(text)
        while len(self._turns) > _REMEMBERED:
            self._turns.popitem(last=False)
        return [known[text] for text in texts]

    def _worded(self, text: str) -> "_Words":
        language = language_of(text)
        corrected = self.speller.correct(text) if language == "en" else text
        searched = self._glossary.to_english(text) if language == "es" else corrected
        return _Words(text, corrected, searched, language)

    def _understood(self, words: "_Words", vector: Floats) -> Turn:
        features = self._classifiers.features(words.searched, vector)
        heads = self._classifiers.heads
        kinds = heads["kind"].of_all(features[None])[0]
        acts = heads["act"].probabilities(features)
        scope = heads["scope"].of_all(features[None])[0]
        return Turn(
            words.corrected,
            words.searched,
            words.language,
            vector,
            self._corpus.finder.find(words.asked),
            acts,
            kinds,
            heads["kind"].classes[int(kinds.argmax())],
            heads["leans"].probabilities(features)["yes"],
            heads["collection"].probabilities(features),
            heads["decision"].probabilities(features),
            told_to_coverage(scope, acts),
        )


def told_to_coverage(scope: Floats, acts: Mapping[str, float]) -> Floats:
    """Return what coverage is told of a turn's words: scope and act, class by class.

    Whether somebody tells a bare fact or a situation says nothing of what the texts cover.
    """
    told = dict(acts)
    told["advise"] += told.pop("statement", 0.0)
    return np.concatenate([scope, np.array(list(told.values()), dtype=np.float32)])


@dataclass(frozen=True)
class _Words:
    """A turn as asked, with spelling set right, and as it is searched."""

    asked: str
    corrected: str
    searched: str
    language: Language
