"""Everything that is learned, as numbers in one file: classifiers, query map, ranker, coverage."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evidence.coverage import CoverageFeatures, CoverageModel
from app.evidence.features import FeatureMaker
from app.evidence.index import EvidenceIndex
from app.evidence.ranker import Ranker
from indexing.classifier import LinearClassifier, TextClassifiers
from indexing.word_features import WordFeatures

Floats = NDArray[np.float32]
SHIPPED = Path(__file__).parent / "trained" / "learned.safetensors"

# Half precision is enough for these, and keeps the file small.
_HALF = ("query_map", "words.idf")


@dataclass(frozen=True)
class Learned:
    """What training found; see the classes that use each part for its shape."""

    classifiers: TextClassifiers
    query_map: Floats
    unit_kinds: Floats
    rank_weights: Floats
    rank_bias: float
    coverage_mean: Floats
    coverage_scale: Floats
    coverage: LinearClassifier
    doubt: float

    def ranker(self, index: EvidenceIndex) -> Ranker:
        """Return the ranker over an index."""
        maker = FeatureMaker(index, self.query_map, self.unit_kinds)
        return Ranker(maker, self.rank_weights, self.rank_bias)

    def coverage_model(self, index: EvidenceIndex) -> CoverageModel:
        """Return the judge of coverage over an index."""
        return CoverageModel(
            CoverageFeatures(index, self.unit_kinds, self.classifiers.heads["kind"].classes),
            self.coverage.classes,  # type: ignore[arg-type]
            self.coverage_mean,
            self.coverage_scale,
            self.coverage.weights,
            self.coverage.biases,
            self.doubt,
        )


def save_learned(learned: Learned, key: str, path: Path) -> None:
    """Write everything to one file that holds numbers and words only."""
    from safetensors.numpy import save_file

    heads = {**learned.classifiers.heads, _COVERAGE: learned.coverage}
    tensors = {
        "query_map": learned.query_map,
        "words.idf": learned.classifiers.words.idf,
        "unit_kinds": learned.unit_kinds,
        "rank_weights": learned.rank_weights,
        "coverage_mean": learned.coverage_mean,
        "coverage_scale": learned.coverage_scale,
    }
    for name, head in heads.items():
        tensors |= {f"{name}.weights": head.weights, f"{name}.biases": head.biases}
    named = {
        "key": key,
        "words": json.dumps(learned.classifiers.words.words),
        "classes": json.dumps({name: head.classes for name, head in heads.items()}),
        "scalars": json.dumps({"rank_bias": learned.rank_bias, "doubt": learned.doubt}),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: _packed(name, tensor) for name, tensor in tensors.items()}, path, named)


def read_learned(path: Path, key: str) -> Learned | None:
    """Return what a file holds, or None where it is missing, unreadable or of another key."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            named = file.metadata() or {}
            if named.get("key") != key:
                return None
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return None
    return _unpacked(tensors, named)


_COVERAGE = "coverage"


def _unpacked(tensors: Mapping[str, NDArray[np.generic]], named: Mapping[str, str]) -> Learned:
    floats = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
    heads = {
        name: LinearClassifier(tuple(own), floats[f"{name}.weights"], floats[f"{name}.biases"])
        for name, own in json.loads(named["classes"]).items()
    }
    coverage = heads.pop(_COVERAGE)
    words = WordFeatures(tuple(json.loads(named["words"])), floats["words.idf"])
    scalars = json.loads(named["scalars"])
    return Learned(
        TextClassifiers(words, heads),
        floats["query_map"],
        floats["unit_kinds"],
        floats["rank_weights"],
        scalars["rank_bias"],
        floats["coverage_mean"],
        floats["coverage_scale"],
        coverage,
        scalars["doubt"],
    )


def _packed(name: str, tensor: NDArray[np.generic]) -> NDArray[np.generic]:
    """Return a tensor as it is written: in rows, large ones in half precision."""
    half = name in _HALF or (name.endswith(".weights") and name != f"{_COVERAGE}.weights")
    return np.ascontiguousarray(tensor.astype(np.float16) if half else tensor)
