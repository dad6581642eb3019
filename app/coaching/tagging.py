"""Finds pieces of a text by what they are, such as a deed, a time or a person.

A conditional random field over the words (Lafferty, McCallum and Pereira 2001), by CRFsuite.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Pieces = Mapping[str, Sequence[str]]

_OTHER = "-"
_TOKEN = re.compile(r"[\w’'@/-]+|[^\w\s]")
_EDGES = ' ,.;:–—-()"“”'
# How far around a word the tagger looks, and CRFsuite's penalties on weights (L1 and L2).
_AROUND = 3
_PENALTIES = {"c1": 0.05, "c2": 0.05, "max_iterations": 120}


@dataclass(frozen=True)
class Tagger:
    """A fitted tagger; `model` is CRFsuite's, which reads from `data` without a copy of its own."""

    model: Any
    data: bytes

    def find(self, text: str, reaching: Mapping[str, str] | None = None) -> dict[str, list[str]]:
        """Return the pieces of a text by label, in order; neighbours of one label are one piece.

        `reaching` names labels whose pieces go on over words of another label that follow at once,
        which are pieces of their own as well: whom one meets is part of the deed.
        """
        flat = " ".join(text.split())
        tokens = [match.span() for match in _TOKEN.finditer(flat)]
        if not tokens:
            return {}
        labels = self.model.tag(_features([flat[a:b] for a, b in tokens]))
        found = _pieces(flat, tokens, labels)
        for label, over in (reaching or {}).items():
            joined = _pieces(flat, tokens, [label if one == over else one for one in labels])
            own = found.get(label, [])
            found[label] = [p for p in joined.get(label, []) if any(piece in p for piece in own)]
        return found


def _pieces(
    flat: str, tokens: Sequence[tuple[int, int]], labels: Sequence[str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, group in groupby(zip(labels, tokens, strict=True), key=lambda pair: pair[0]):
        run = [token for _, token in group]
        piece = flat[run[0][0] : run[-1][1]].strip(_EDGES)
        if label != _OTHER and piece:
            found.setdefault(label, []).append(piece)
    return found


def fit_tagger(rows: Iterable[tuple[str, Pieces]]) -> Tagger:
    """Return a tagger fitted to texts with their pieces by label; takes about a second."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for text, pieces in rows:
        words, labels = _labelled(" ".join(text.split()), pieces)
        trainer.append(_features(words), labels)
    trainer.set_params(_PENALTIES)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tagger"
        trainer.train(str(path))
        model = pycrfsuite.Tagger()
        data = path.read_bytes()
    model.open_inmemory(data)
    return Tagger(model, data)


def _labelled(text: str, pieces: Pieces) -> tuple[list[str], list[str]]:
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    labels = [_OTHER] * len(tokens)
    for label, found in pieces.items():
        for piece in found:
            start = text.find(" ".join(piece.split()))
            for n, (a, b) in enumerate(tokens):
                if 0 <= start <= a and b <= start + len(piece):
                    labels[n] = label
    return [text[a:b] for a, b in tokens], labels


def _features(words: Sequence[str]) -> list[list[str]]:
    """Return what the tagger sees of each word: itself, its shape, and the words around it."""
    lowered = [word.lower().replace("’", "'") for word in words]
    return [_of_word(words, lowered, place) for place in range(len(words))]


def _of_word(words: Sequence[str], lowered: Sequence[str], place: int) -> list[str]:
    word = words[place]
    found = [
        "bias",
        f"w={lowered[place]}",
        f"end={lowered[place][-3:]}",
        f"start={place == 0}",
        f"capital={word[:1].isupper() and place > 0}",
        f"digit={any(c.isdigit() for c in word)}",
    ]
    for distance in range(1, _AROUND + 1):
        before, after = place - distance, place + distance
        found.append(f"-{distance}={lowered[before] if before >= 0 else '^'}")
        found.append(f"+{distance}={lowered[after] if after < len(words) else '$'}")
    return found
