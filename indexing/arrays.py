"""Arrays of numbers and a few words about them, kept as one safetensors file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Arrays:
    """Arrays by name, and words by name."""

    tensors: Mapping[str, NDArray[Any]]
    words: Mapping[str, str] = field(default_factory=dict)


def save_arrays(arrays: Arrays, key: str, path: Path) -> None:
    """Write arrays to a file; `key` is a hash of what they were made from."""
    from safetensors.numpy import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: np.ascontiguousarray(value) for name, value in arrays.tensors.items()}
    save_file(tensors, path, {**arrays.words, "key": key})


def read_arrays(path: Path, key: str) -> Arrays | None:
    """Return a file's arrays as float32; None where it is missing, unreadable or of another key."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            words = dict(file.metadata() or {})
            if words.pop("key", None) != key:
                return None
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return None
    return Arrays({name: value.astype(np.float32) for name, value in tensors.items()}, words)
