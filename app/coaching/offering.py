"""Three open questions that fit what was just written, each of another kind, by a learned score."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.coaching.bank import Bank
from app.coaching.talk import OpenQuestion, QuestionKind
from indexing.stems import stem_all, words_of
from indexing.word_features import WordFeatures, learn_words

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

KINDS: tuple[QuestionKind, ...] = ("closer", "other", "on")
COLUMNS = (
    "text", "note", "two_notes", "vote", "words", "talk_text", "talk_note",
    "touched", "any_decision", "unsaid", "most_unsaid", "prior",
    "text_gap", "note_gap", "two_notes_gap", "words_gap",
)  # fmt: skip
# How many of the nearest notes vote for their questions, and how sharply nearer ones outweigh.
_VOTERS, _SHARPNESS, _LEAST_VOTE = 40, 0.07, 1e-3
# Two questions nearer than this ask the same thing.
_ALIKE = 0.8


@dataclass(frozen=True)
class Said:
    """What a question has to fit: the last note, the earlier ones, and the decisions touched."""

    note: str
    earlier: tuple[str, ...] = ()
    decisions: Mapping[str, float] | None = None


@dataclass(frozen=True)
class QuestionRanker:
    """Ranks the bank's questions for a note.

    `vectors` has a row for each of the bank's texts; `priors`, of shape (questions,), are the log
    shares of the times that coaches found a question fitting among those it was offered;
    `weights` has shape (columns,). `embed` returns one row for each text.
    """

    bank: Bank
    vectors: Floats
    priors: Floats
    weights: Floats
    bias: float
    embed: Callable[[Sequence[str]], Floats]

    def offer(
        self, said: Said, asked: Collection[str], wanted: Sequence[QuestionKind] = KINDS
    ) -> tuple[OpenQuestion, ...]:
        """Return the best question of each kind in `wanted`, none that was asked or alike."""
        scores = self.scores(said)
        left = [n for n, one in enumerate(self.bank.questions) if one.question.text not in asked]
        taken: list[int] = []
        for kind in wanted:
            own = [n for n in left if self.bank.questions[n].question.kind == kind]
            own = [n for n in own if n not in taken and not self._like_one(n, taken)]
            if own:
                taken.append(max(own, key=lambda n: scores[n]))
        return tuple(self.bank.questions[n].question for n in taken)

    def best(self, said: Said, count: int, decisions: Collection[str]) -> tuple[OpenQuestion, ...]:
        """Return the best questions of all kinds that are about no decision or one of these."""
        scores = self.scores(said)
        taken: list[int] = []
        for n in np.argsort(-scores).tolist():
            own = self.bank.questions[n].decisions
            if (not own or set(own) & set(decisions)) and not self._like_one(n, taken):
                taken.append(n)
            if len(taken) == count:
                break
        return tuple(self.bank.questions[n].question for n in taken)

    def like_one(self, text: str) -> float:
        """Return the highest cosine of a text to any of the bank's questions."""
        return float((self.vectors[: self._count] @ self.embed([text])[0]).max())

    def scores(self, said: Said) -> Floats:
        """Return how well each question fits, of shape (questions,)."""
        return np.asarray(self.features(said) @ self.weights + np.float32(self.bias))

    def features(self, said: Said, skipped: Rows | None = None) -> Floats:
        """Return the features of every question, of shape (questions, COLUMNS).

        `skipped` are rows of notes that count as unknown, for training.
        """
        note = self.embed([said.note])[0]
        talk = self.embed([*said.earlier[-6:], said.note]).mean(axis=0)
        talk = talk / max(float(np.linalg.norm(talk)), 1e-6)
        own, others = self.vectors[: self._count], self.vectors[self._count :]
        near, near_talk = others @ note, others @ talk
        words = self._note_words @ self._words.of(said.note)
        for cosines in (near, near_talk, words):
            cosines[skipped if skipped is not None else []] = -0.2
        first, second = self._best_two(near)
        text, most_words = own @ note, self._best_two(words)[0]
        columns = [
            text, first, (first + second) / 2, self._vote(near), most_words, own @ talk,
            self._best_two(near_talk)[0],
            *self._of_decisions(said.decisions or {}), *self._unsaid(said), self.priors,
            text - text.max(), first - first.max(), first + second - (first + second).max(),
            most_words - most_words.max(),
        ]  # fmt: skip
        return np.array(columns, dtype=np.float32).T

    @property
    def _count(self) -> int:
        return len(self.bank.questions)

    @cached_property
    def _owners(self) -> Rows:
        return np.array(self.bank.owners, dtype=np.intp)

    @cached_property
    def _words(self) -> WordFeatures:
        return learn_words(self.bank.texts)

    @cached_property
    def _note_words(self) -> Floats:
        return self._words.of_all(self.bank.texts[self._count :])

    def _best_two(self, values: Floats) -> tuple[Floats, Floats]:
        """Return each question's highest and second highest value over its notes."""
        first = np.full(self._count, -0.2, dtype=np.float32)
        np.maximum.at(first, self._owners, values)
        rest = np.where(values >= first[self._owners], np.float32(-0.2), values)
        second = np.full(self._count, -0.2, dtype=np.float32)
        np.maximum.at(second, self._owners, rest)
        return first, second

    def _vote(self, near: Floats) -> Floats:
        """Return the log of the share that the nearest notes give to each question."""
        nearest = np.argpartition(-near, _VOTERS)[:_VOTERS]
        weights = np.exp((near[nearest] - near[nearest].max()) / _SHARPNESS)
        shares = np.full(self._count, _LEAST_VOTE)
        np.add.at(shares, self._owners[nearest], weights / weights.sum())
        return np.asarray(np.log(shares), dtype=np.float32)

    def _of_decisions(self, decisions: Mapping[str, float]) -> tuple[list[float], list[float]]:
        """Return how sure a decision of each question is touched, and which are about any."""
        owns = [one.decisions for one in self.bank.questions]
        touched = [max((decisions.get(d, 0.0) for d in own), default=0.0) for own in owns]
        return touched, [float(not own) for own in owns]

    def _unsaid(self, said: Said) -> tuple[Floats, Floats]:
        """Return how much of each question nobody has spoken of: the share, and its rarest word.

        A question that supposes what was not said is a bad one, however near it is.
        """
        words = self._terms.transform([" ".join((said.note, *said.earlier))]).toarray()[0]
        left = self._term_weights * (words == 0)
        whole = np.maximum(self._term_weights.sum(axis=1), 1e-6)
        return left.sum(axis=1) / whole, left.max(axis=1)

    @cached_property
    def _terms(self) -> Any:
        """Return what counts the stems of the bank's texts."""
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(tokenizer=_stems, token_pattern=None, lowercase=False)
        return counter.fit(self.bank.texts)

    @cached_property
    def _term_weights(self) -> Floats:
        """Return the inverse document frequencies of each question's stems, row by row."""
        counts = self._terms.transform(self.bank.texts) > 0
        frequent = np.asarray(counts.sum(axis=0)).ravel()
        idf = np.log(counts.shape[0] / frequent)
        return np.asarray(counts[: self._count].toarray() * idf, dtype=np.float32)

    def _like_one(self, row: int, taken: Sequence[int]) -> bool:
        own = self.vectors[row]
        return any(float(own @ self.vectors[other]) >= _ALIKE for other in taken)


def _stems(text: str) -> list[str]:
    return stem_all(words_of(text))
