from pathlib import Path

import numpy as np

from indexing.shipped import read_vectors, save_vectors


def test_vectors_come_back_nearly_as_they_were(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(20, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    known = {f"text {n}": row for n, row in enumerate(rows)}
    path = tmp_path / "vectors.safetensors"
    save_vectors(known, "model", path)
    found = read_vectors([*known, "unknown"], "model", path)
    assert set(found) == set(known)
    assert all(float(found[text] @ known[text]) > 0.999 for text in known)


def test_another_model_or_a_broken_file_gives_none(tmp_path: Path) -> None:
    path = tmp_path / "vectors.safetensors"
    save_vectors({"a": np.ones(4, dtype=np.float32) / 2}, "model", path)
    assert read_vectors(["a"], "other", path) == {}
    path.write_bytes(path.read_bytes()[:20])
    assert read_vectors(["a"], "model", path) == {}
    assert read_vectors(["a"], "model", tmp_path / "none") == {}
