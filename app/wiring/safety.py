"""What notices danger, ready before anything else is."""

from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring.fitted import shipped_or_fitted
from app.wiring.library import Library

if TYPE_CHECKING:
    from app.safety.reader import SafetyReader
    from app.understanding.spelling import Speller
    from indexing.watcher import Watcher


def load_safety(settings: Settings, library: Library, watcher: "Watcher") -> "SafetyReader":
    """Return the reader that notices danger; the embedding model loads at its first text."""
    from app.safety.reader import SHIPPED, SafetyReader
    from app.training.safeguarding import fit_safety, safety_key
    from app.training.vectors import remembering
    from indexing.text_model import read_text_model, save_text_model

    key = safety_key(library.embeddings.identity)
    model = shipped_or_fitted(
        SHIPPED,
        settings.data_dir,
        lambda path: read_text_model(path, key),
        lambda: fit_safety(key, remembering(library.embeddings.embed_documents, {})),
        save_text_model,
        watcher,
    )
    return SafetyReader(model, library.embed, _speller().correct)


def _speller() -> "Speller":
    """Return what sets words right that neither English nor the labelled texts know."""
    from app.training.safeguarding import SAFETY
    from app.understanding.language import words_of
    from app.understanding.spelling import Speller
    from corpus.asked import read_rows

    return Speller(words_of("en"), [row["text"] for row in read_rows(SAFETY)])
