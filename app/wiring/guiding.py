"""What reads situations and guides reflection, as shipped or fitted now."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from app.settings import Settings
from app.wiring.fitted import shipped_or_fitted
from app.wiring.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.answering.quoting import QuotingAnswerer
    from app.coaching.bank import Bank
    from app.coaching.offering import QuestionRanker
    from app.coaching.plan import Planner
    from app.coaching.replying import Guide
    from app.exploring.situations import Found, SituationReader, Weights
    from app.training.classifying import Embed
    from indexing.arrays import Arrays
    from indexing.text_model import TextModel
    from indexing.watcher import Watcher

T = TypeVar("T")
_ROOT = Path(__file__).parent.parent
SITUATIONS = _ROOT / "exploring" / "trained" / "situations.safetensors"
QUESTIONS = _ROOT / "coaching" / "trained" / "questions.safetensors"


class GuideMaker:
    """Makes the guide of reflection over an answerer; each part is shipped, kept, or fitted."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        answerer: "QuotingAnswerer",
        knows: "Callable[[str], bool]",
        watcher: "Watcher",
    ) -> None:
        from app.coaching.bank import load_bank
        from app.training.guiding import guiding_key
        from app.training.vectors import remembering

        self._settings, self._library, self._watcher = settings, library, watcher
        self._answerer, self._knows = answerer, knows
        self.key = guiding_key(library.embeddings.identity, library.corpus.hash)
        self.bank = load_bank(library.book)
        self._embed = remembering(library.embeddings.embed_documents, {})

    def guide(self) -> "Guide":
        """Return the guide; answers questions in place as *Ask* does without a model."""
        from app.coaching import hearing, leaning
        from app.coaching.replying import Guide
        from app.training.guiding import fit_hearing, fit_leaning
        from app.understanding.question import read_question

        embed = self._library.embed
        return Guide(
            self._library.book,
            self.situations,
            self.questions,
            hearing.Hearer(self._model(hearing.SHIPPED, fit_hearing), embed),
            leaning.Leaning(self._model(leaning.SHIPPED, fit_leaning), embed),
            lambda text: self._answerer.answer(read_question(text)),
        )

    def planner(self) -> "Planner":
        """Return what composes session plans."""
        from app.coaching import room
        from app.coaching.plan import Planner
        from app.training.guiding import fit_conflict

        reader = room.RoomReader(self._model(room.SHIPPED, fit_conflict), self._library.embed)
        return Planner(self._library.book, self.situations, self.questions, reader)

    @cached_property
    def situations(self) -> "SituationReader":
        """Return the reader of described situations."""
        from app.exploring.situations import SituationReader, Weights

        empty = np.zeros(0, dtype=np.float32)
        blank = SituationReader(
            self._library.book, self._find, self._knows, Weights(empty, 0.0, empty, 0.0)
        )
        return SituationReader(blank.book, blank.find, blank.knows, self.weights(blank))

    def weights(self, reader: "SituationReader") -> "Weights":
        """Return the weights of situations."""
        from app.training.guiding import fit_situations

        return self._either(
            SITUATIONS, _weights_in, lambda: fit_situations(reader), _arrays_of_weights
        )

    @cached_property
    def questions(self) -> "QuestionRanker":
        """Return the ranker of questions."""
        from app.training.guiding import fit_questions

        return self._either(
            QUESTIONS,
            lambda arrays: _ranker_in(arrays, self.bank, self._library),
            lambda: fit_questions(self.bank, self._embed),
            _arrays_of_ranker,
        )

    def _find(self, text: str) -> "Found":
        from app.exploring.situations import Found

        reading = self._answerer.reader.read(text, None)
        return Found(text, reading.ranking, reading.turn.decisions)

    def _model(self, shipped: Path, fit: "Callable[[str, Embed], TextModel]") -> "TextModel":
        from indexing.text_model import read_text_model, save_text_model

        return shipped_or_fitted(
            shipped,
            self._settings.data_dir,
            lambda path: read_text_model(path, self.key),
            lambda: fit(self.key, self._embed),
            save_text_model,
            self._watcher,
        )

    def _either(
        self,
        shipped: Path,
        made_of: "Callable[[Arrays], T]",
        fit: "Callable[[], T]",
        arrays_of: "Callable[[T], Arrays]",
    ) -> T:
        from indexing.arrays import read_arrays, save_arrays

        def read(path: Path) -> T | None:
            found = read_arrays(path, self.key)
            return None if found is None else made_of(found)

        return shipped_or_fitted(
            shipped,
            self._settings.data_dir,
            read,
            fit,
            lambda made, path: save_arrays(arrays_of(made), self.key, path),
            self._watcher,
        )


def _weights_in(arrays: "Arrays") -> "Weights":
    from app.exploring.situations import Weights

    found = arrays.tensors
    bias = found["biases"]
    return Weights(found["case"], float(bias[0]), found["decision"], float(bias[1]))


def _arrays_of_weights(weights: "Weights") -> "Arrays":
    from indexing.arrays import Arrays

    biases = np.array([weights.case_bias, weights.decision_bias], dtype=np.float32)
    return Arrays({"case": weights.case, "decision": weights.decision, "biases": biases})


def _ranker_in(arrays: "Arrays", bank: "Bank", library: Library) -> "QuestionRanker":
    from app.coaching.offering import QuestionRanker

    found = arrays.tensors
    return QuestionRanker(
        bank,
        found["vectors"],
        found["priors"],
        found["weights"],
        float(found["bias"][0]),
        library.embed,
    )


def _arrays_of_ranker(ranker: "QuestionRanker") -> "Arrays":
    from indexing.arrays import Arrays

    return Arrays(
        {
            "vectors": ranker.vectors.astype(np.float16),
            "priors": ranker.priors,
            "weights": ranker.weights,
            "bias": np.array([ranker.bias], dtype=np.float32),
        }
    )
