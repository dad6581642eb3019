"""Fits the classifier of danger and distress, so that it misses little and seldom cries wolf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

import numpy as np
from numpy.typing import NDArray

from app.safety.reader import DISTRESS, ORDINARY, odds, pieces
from app.training import examples as data
from app.training.classifying import Embed
from corpus.asked import read_rows
from corpus.files import read_text
from indexing.text_model import TextModel, fit_text_model
from indexing.word_features import WordFeatures, learn_words

Floats = NDArray[np.float32]
SAFETY = "training/safety.jsonl"
# Its notes are what leaders write when nobody is in danger.
QUESTIONS = "training/questions.jsonl"
VERSION = "safety-12"

# Chosen by cross-validation on the training texts, see docs/measurements.md.
_STRENGTH = 4.0
_FOLDS = 5
# Columns of `odds` that the three levels are of: danger, distress, and danger again.
_COLUMNS = (0, 1, 0)
# The share of ordinary texts written for this classifier that may be taken for danger, for
# distress, and surely for danger: who is missed may lose more than who is asked once too often.
_WRONG_ALARMS, _WRONG_DISTRESS, _WRONGLY_SURE = 0.08, 0.05, 0.02
# Of a text with more pieces only the worst tells of danger: most of a long complaint is ordinary,
# and a model that learned the whole of it would take long mails for danger.
_FEW_PIECES = 4
# So many long ordinary texts are made, each of so many short ones.
_LONG, _JOINED = 400, (3, 8)
# Of a short text's longer words this share is misspelt, as from a phone, in a second copy of it.
_MISSPELT, _LONGEST_MISSPELT = 0.35, 40


@dataclass(frozen=True)
class _Told:
    """A text, its label, its pieces, and one row of vectors for each piece, and its misspelt copy.

    `chosen` says that it was written for this classifier.
    """

    label: str
    pieces: tuple[str, ...]
    vectors: Floats
    chosen: bool
    misspelt: str = ""


def safety_key(model: str) -> str:
    """Return a hash of all that the fit depends on; `model` names the embeddings."""
    digest = sha256(f"{VERSION}\0{model}".encode())
    for name in (SAFETY, QUESTIONS, "training/acts.jsonl"):
        digest.update(read_text("data", name).encode())
    return digest.hexdigest()


def fit_safety(key: str, embed: Embed) -> TextModel:
    """Return the classifier, with the levels of log odds from which it decides."""
    told = _read(embed)
    words = learn_words([one.pieces[0] for one in told])
    unseen = _unseen(told, words)
    chosen = [n for n, one in enumerate(told) if one.chosen and one.label == ORDINARY]
    ordinary = unseen[chosen]
    shares = zip(_COLUMNS, (_WRONG_ALARMS, _WRONG_DISTRESS, _WRONGLY_SURE), strict=True)
    levels = (float(np.quantile(ordinary[:, column], 1 - share)) for column, share in shares)
    return replace(_fit(key, told, words), levels=tuple(levels))


def _read(embed: Embed) -> list[_Told]:
    rows = [(row["text"], row["label"], True) for row in read_rows(SAFETY)]
    rows += [(row.text, ORDINARY, False) for row in data.acts()]
    rows += [(note, ORDINARY, False) for row in read_rows(QUESTIONS) for note in row["helps"]]
    random = Random(0)
    cut = [(*row, pieces(row[0])) for row in {row[0]: row for row in rows}.values()]
    copies = [misspelt(text, random) if chosen else "" for text, _, chosen, _ in cut]
    long = joined([text for text, label, _, _ in cut if label == ORDINARY], random)
    embed(long)
    embed([p for (*_, own), copy in zip(cut, copies, strict=True) for p in (*own, copy) if p])
    told = [
        _Told(label, tuple(own), embed([*own, *filter(None, [copy])]), chosen, copy)
        for (_, label, chosen, own), copy in zip(cut, copies, strict=True)
        if own
    ]
    return [*told, *(_Told(ORDINARY, (text,), embed([text]), False) for text in long)]


def joined(texts: Sequence[str], random: Random) -> list[str]:
    """Return long texts made of short ones, as being long is no sign of danger."""
    return [" ".join(random.sample(list(texts), random.randint(*_JOINED))) for _ in range(_LONG)]


def misspelt(text: str, random: Random) -> str:
    """Return a short text as typed in haste on a phone; nothing for a long one."""
    words = text.lower().replace("'", "").replace(".", "").split()
    if len(words) > _LONGEST_MISSPELT:
        return ""
    return " ".join(_slipped(w, random) if random.random() < _MISSPELT else w for w in words)


def _slipped(word: str, random: Random) -> str:
    """Return a word with a letter left out, two swapped, or one doubled."""
    if len(word) < 4:
        return word
    place = random.randrange(1, len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    return random.choice(
        (before + after, before + after[0] + here + after[1:], before + 2 * here + after)
    )


def _fit(key: str, told: Sequence[_Told], words: WordFeatures) -> TextModel:
    """Return a model fitted twice: then to those parts of long texts that the first found."""
    texts, vectors, labels = _table(told, None)
    first = fit_text_model(key, texts, vectors, labels, _STRENGTH, words)
    texts, vectors, labels = _table(told, first)
    return fit_text_model(key, texts, vectors, labels, _STRENGTH, words)


def _table(told: Sequence[_Told], model: TextModel | None) -> tuple[list[str], Floats, list[str]]:
    """Return texts, vectors and labels to fit to.

    Of an ordinary text every piece is ordinary. Of one that tells of danger the piece does
    that a first model finds worst, and of a short one the whole.
    """
    texts: list[str] = []
    rows: list[Floats] = []
    labels: list[str] = []
    for one in told:
        own = (*one.pieces, *filter(None, [one.misspelt]))
        for place in _taken(one, model):
            texts.append(own[place])
            rows.append(one.vectors[place])
            labels.append(one.label)
    return texts, np.array(rows, dtype=np.float32), labels


def _taken(one: _Told, model: TextModel | None) -> list[int]:
    count = len(one.pieces)
    copy = [count] if one.misspelt else []
    if one.label == ORDINARY:
        return [*range(count), *copy]
    if model is None or one.label == DISTRESS or count == 1:
        return [0, *copy]
    shares = model.probabilities(one.pieces, one.vectors[:count])[1:]
    column = model.head.classes.index(one.label)
    worst = 1 + int(shares[:, column].argmax())
    return [0, *copy, worst] if count <= _FEW_PIECES else [*copy, worst]


def _unseen(told: Sequence[_Told], words: WordFeatures) -> Floats:
    """Return what `odds` tells by models that have not seen a text, of shape (texts, 2)."""
    from sklearn.model_selection import StratifiedKFold

    found = np.zeros((len(told), 2), dtype=np.float32)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    labels = [one.label for one in told]
    for known, others in folds.split(labels, labels):
        model = _fit("", [told[n] for n in known], words)
        for n in others:
            own = told[n].vectors[: len(told[n].pieces)]
            found[n] = odds(model, model.probabilities(told[n].pieces, own))
    return found
