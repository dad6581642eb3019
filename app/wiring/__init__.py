"""Settings into what works by them: the only wiring."""

from app.wiring.kept import Kept, has_records, open_kept
from app.wiring.library import Library, load_library, make_embeddings
from app.wiring.models import make_caller, read_model_choice, tokens_today
from app.wiring.ready import Ready, load_ready, train
from app.wiring.safety import load_safety
from app.wiring.shelf import Shelf, open_shelf

__all__ = [
    "Kept", "Library", "Ready", "Shelf", "has_records", "load_library", "load_ready", "load_safety",
    "make_caller", "make_embeddings", "open_kept", "open_shelf", "read_model_choice",
    "tokens_today", "train",
]  # fmt: skip
