"""Vectors that come with the package, so that the first build embeds almost nothing.

They are kept as whole numbers from -127 to 127 and scaled back to length 1 (a quarter of the size;
the cosine of any two changes by less than 0.002), and found by a hash of their text.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "trained" / "vectors.safetensors"
_LEVELS = 127

Vectors = dict[str, NDArray[np.float32]]


def save_vectors(known: Mapping[str, NDArray[np.float32]], model: str, path: Path) -> None:
    """Write the vector of each text; `model` names what made them."""
    from safetensors.numpy import save_file

    texts = sorted(known)
    rows = np.array([known[text] for text in texts], dtype=np.float32)
    scales = np.abs(rows).max(axis=1) / _LEVELS
    tensors = {
        "hashes": _hashes(texts),
        "levels": np.round(rows / scales[:, None]).astype(np.int8),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"model": model})


def read_vectors(texts: Iterable[str], model: str, path: Path = SHIPPED) -> Vectors:
    """Return the shipped vectors of those texts that have one, of unit length.

    Empty where the file is missing, unreadable or made by another model.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            if (file.metadata() or {}).get("model") != model:
                return {}
            hashes, levels = file.get_tensor("hashes"), file.get_tensor("levels")
    except (OSError, SafetensorError):
        return {}
    rows = {int(value): row for row, value in enumerate(hashes)}
    wanted = list(dict.fromkeys(texts))
    found = {text: rows[h] for text, h in zip(wanted, _hashes(wanted).tolist(), strict=True)
             if h in rows}  # fmt: skip
    vectors = levels[list(found.values())].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(found, vectors, strict=True))


def _hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Return the first eight bytes of the sha256 of each text, as numbers."""
    digests = (sha256(text.encode()).digest()[:8] for text in texts)
    return np.array([int.from_bytes(d, "big") for d in digests], dtype=np.uint64)
