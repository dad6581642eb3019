"""Fits what guided reflection and described situations rest on: hearing, leaning, rankings."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.coaching.bank import QUESTIONS, Bank
from app.coaching.offering import COLUMNS, QuestionRanker, Said
from app.coaching.room import CALM, CONFLICT, SITUATIONS
from app.exploring.situations import SituationReader, Weights
from app.training.classifying import Embed
from corpus.asked import read_rows
from corpus.files import read_text
from corpus.situations import load_situations
from indexing.text_model import TextModel, fit_text_model

Floats = NDArray[np.float32]
REQUESTS, FITTING = "training/requests.jsonl", "training/fitting.jsonl"
VERSION = "guiding-2"

# Inverse regularization strengths, chosen by cross-validation on the training rows, see
# docs/measurements.md.
_HEARING, _LEANING, _CONFLICT = 16.0, 3.0, 2.0
_QUESTIONS, _CASES, _DECISIONS = 0.1, 0.3, 1.0
# How many notes of the bank a judged question counts for, and how many offers draw a question's
# share to that of all; chosen likewise.
_JUDGED_COUNTS, _DRAWN = 50.0, 4.0


def guiding_key(model: str, corpus_hash: str) -> str:
    """Return a hash of all that these fits depend on beside what ranks the evidence."""
    digest = sha256(f"{VERSION}\0{model}\0{corpus_hash}".encode())
    for name in (REQUESTS, SITUATIONS, FITTING, QUESTIONS):
        digest.update(read_text("data", name).encode())
    for situation in load_situations():
        digest.update(f"\0{situation.topic}\0{situation.text}".encode())
    return digest.hexdigest()


def fit_hearing(key: str, embed: Embed) -> TextModel:
    """Return the classifier of what a note asks for."""
    rows = list(read_rows(REQUESTS))
    texts = [row["text"] for row in rows]
    return fit_text_model(key, texts, embed(texts), [row["act"] for row in rows], _HEARING)


def fit_conflict(key: str, embed: Embed) -> TextModel:
    """Return the classifier of whether people in a situation are in open conflict."""
    rows = [row for row in read_rows(SITUATIONS) if "conflict" in row]
    texts = [row["text"] for row in rows]
    labels = [CONFLICT if row["conflict"] else CALM for row in rows]
    return fit_text_model(key, texts, embed(texts), labels, _CONFLICT)


def fit_leaning(key: str, embed: Embed) -> TextModel:
    """Return the classifier of the side of a decision that words lean to."""
    rows = [s for s in load_situations() if s.topic and "/" in s.topic]
    rows = [s for s in rows if not (s.topic or "").endswith("/any")]
    texts = [s.text for s in rows]
    return fit_text_model(key, texts, embed(texts), [s.topic or "" for s in rows], _LEANING)


def fit_questions(bank: Bank, embed: Embed) -> QuestionRanker:
    """Return the ranker of questions, fitted to notes after which each is known to help.

    A note of the bank is never compared with itself. For other notes coaches judged which of the
    questions that were offered fit; those count more, as they tell what does not fit as well.
    """
    vectors = np.asarray(embed(bank.texts), dtype=np.float32)
    judged = _judged(bank)
    offered, fitting = _counts(judged, len(bank.questions))
    share = float(fitting.sum() / max(offered.sum(), 1.0))
    priors = _log_shares(offered, fitting, share)
    none = np.zeros(0, dtype=np.float32)
    maker = QuestionRanker(bank, vectors, priors, none, 0.0, embed)
    count, rows, wanted = len(bank.questions), [], []
    for place, owner in enumerate(bank.owners):
        rows.append(maker.features(Said(bank.texts[count + place]), np.array([place])))
        wanted.append(np.arange(count) == owner)
    known = sum(map(len, wanted))
    for said, shown, fits in judged:
        features = maker.features(said)[shown]
        # Of a question's share this judgment is left out: it would tell what it is fitted to.
        own = _log_shares(offered[shown] - 1, fitting[shown] - fits, share)
        features[:, COLUMNS.index("prior")] = own
        rows.append(features)
        wanted.append(fits)
    counts = np.ones(sum(map(len, wanted)))
    counts[known:] = _JUDGED_COUNTS
    weights, bias = _regression(np.vstack(rows), np.concatenate(wanted), _QUESTIONS, counts)
    return QuestionRanker(bank, vectors, priors, weights, bias, embed)


def _judged(bank: Bank) -> list[tuple[Said, NDArray[np.intp], NDArray[np.bool_]]]:
    """Return judged notes: each with the rows of the questions offered, and which of them fit."""
    by_text = {one.question.text: n for n, one in enumerate(bank.questions)}
    judged = []
    for row in read_rows(FITTING):
        shown = [text for text in row["shown"] if text in by_text]
        fits = np.array([text in row["fits"] for text in shown], dtype=bool)
        rows = np.array([by_text[text] for text in shown], dtype=np.intp)
        judged.append((Said(row["note"], tuple(row["earlier"])), rows, fits))
    return judged


def _counts(
    judged: Sequence[tuple[Said, NDArray[np.intp], NDArray[np.bool_]]], count: int
) -> tuple[Floats, Floats]:
    """Return how often each question was offered, and how often it fit, of shape (count,)."""
    offered, fitting = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    for _, shown, fits in judged:
        offered[shown] += 1
        fitting[shown] += fits
    return offered, fitting


def _log_shares(offered: Floats, fitting: Floats, share: float) -> Floats:
    """Return log shares that are drawn to the share of all where little is known."""
    drawn = (fitting + _DRAWN * share) / (offered + _DRAWN)
    return np.asarray(np.log(drawn), dtype=np.float32)


def fit_situations(reader: SituationReader) -> Weights:
    """Return the weights of decisions touched and of examples that fit, by labelled situations."""
    rows = list(read_rows(SITUATIONS))
    found = [reader.find(row["text"]) for row in rows]
    cases = [reader.features_of_cases(one) for one in found]
    ids = [case.id for case in reader.cases]
    fits = [np.isin(ids, row["cases"]) for row in rows]
    case, case_bias = _regression(np.vstack(cases), np.concatenate(fits), _CASES)
    decided = [n for n, row in enumerate(rows) if "decisions" in row]
    names = [d.id for d in reader.book.corpus.framework.decisions]
    shares = [_shares(features, case, case_bias) for features in cases]
    tables = [
        reader.features_of_decisions(found[n], dict(zip(ids, shares[n], strict=True)))
        for n in decided
    ]
    touched = [np.isin(names, rows[n]["decisions"]) for n in decided]
    decision, decision_bias = _regression(np.vstack(tables), np.concatenate(touched), _DECISIONS)
    return Weights(case, case_bias, decision, decision_bias)


def _shares(features: Floats, weights: Floats, bias: float) -> list[float]:
    logits = np.clip(features @ weights + bias, -30, 30)
    shares: list[float] = (1.0 / (1.0 + np.exp(-logits))).tolist()
    return shares


def _regression(
    table: Floats,
    wanted: Sequence[Any] | NDArray[np.bool_],
    strength: float,
    counts: NDArray[np.float64] | None = None,
) -> tuple[Floats, float]:
    """Return weights and bias of a logistic regression over columns set to one scale.

    `counts` tells how much each row counts, all alike where it is None.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=600)
    model.fit((table - mean) / scale, wanted, sample_weight=counts)
    weights = (model.coef_[0] / scale).astype(np.float32)
    return weights, float(model.intercept_[0] - weights @ mean)
