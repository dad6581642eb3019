"""Fits the shipped models anew, after labelled questions have changed: `make train`."""

from app.evidence.index import make_index
from app.evidence.learned import SHIPPED, save_learned
from app.settings import Settings
from app.training.fit import training_key
from app.training.shipping import save_vectors
from app.wiring import load_library, train

if __name__ == "__main__":
    library = load_library(Settings())
    index = make_index(library.texts, save_vectors(library.texts, library.embeddings))
    key = training_key(library.texts, library.embeddings.identity)
    save_learned(train(library, index), key, SHIPPED)
