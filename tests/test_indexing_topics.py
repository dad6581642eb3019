"""The topic model: what ships is what the sentences teach, and what it reads out of questions."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexing.fakes import WordEmbeddings
from indexing.retrain import shipped_teaching
from indexing.topic_training import SHIPPED, Teaching, find_model, read_model, save_model, train
from indexing.topics import TopicModel


@pytest.fixture(scope="module")
def teaching() -> Teaching:
    return shipped_teaching()


@pytest.fixture(scope="module")
def shipped(teaching: Teaching) -> TopicModel:
    model = read_model(SHIPPED, teaching.key)
    assert model is not None, "the sentences have changed: run `make topics`"
    return model


@pytest.fixture(scope="module")
def small(teaching: Teaching) -> Teaching:
    return Teaching(teaching.situations[::7], WordEmbeddings(), "words")


def test_the_shipped_model_is_what_the_shipped_sentences_teach(
    shipped: TopicModel, teaching: Teaching
) -> None:
    fresh = train(teaching)
    assert fresh.words.words == shipped.words.words
    questions = [s.text for s in teaching.situations[::97]]
    for text in questions:
        vector = teaching.embeddings.embed_query(text)
        ours, theirs = shipped.read(text, vector), fresh.read(text, vector)
        for head in ("scope", "poles", "wants", "breadth"):
            for label, share in getattr(theirs, head).items():
                assert getattr(ours, head)[label] == pytest.approx(share, abs=0.03)


def test_shares_sum_to_one(shipped: TopicModel, teaching: Teaching) -> None:
    text = "Half my schools invent everything for themselves and the rest wait for an order."
    topics = shipped.read(text, teaching.embeddings.embed_query(text))
    for shares in (topics.scope, topics.poles, topics.wants, topics.breadth, topics.decisions):
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-3)
    assert max(topics.decisions, key=lambda d: topics.decisions[d]) == "Q1"
    assert topics.inside > 0.9


def test_a_kept_model_reads_as_the_one_that_was_saved(small: Teaching, tmp_path: Path) -> None:
    model = train(small)
    save_model(model, small.key, tmp_path / "topics.safetensors")
    kept = read_model(tmp_path / "topics.safetensors", small.key)
    assert kept is not None
    assert kept.words.words == model.words.words
    np.testing.assert_allclose(kept.poles.weights, model.poles.weights, atol=0.01)


def test_a_model_of_other_sentences_or_a_damaged_one_is_not_used(
    small: Teaching, tmp_path: Path
) -> None:
    path = tmp_path / "topics.safetensors"
    model = find_model(small, path)
    assert path.exists()
    other = Teaching(small.situations, small.embeddings, "another model")
    assert read_model(path, other.key) is None
    path.write_bytes(path.read_bytes()[:1000])
    assert read_model(path, small.key) is None
    assert find_model(small, path).poles.classes == model.poles.classes
    assert read_model(path, small.key) is not None


def test_a_changed_sentence_changes_the_key(small: Teaching) -> None:
    first, *rest = small.situations
    changed = Teaching((replace(first, text="Something else."), *rest), small.embeddings, "words")
    assert changed.key != small.key


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    small: Teaching, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    model = find_model(small, blocked / "topics.safetensors")
    assert model.read("fast or slow", small.embeddings.embed_query("fast or slow")).decisions
