"""Trains the shipped topic model anew, after the labelled sentences have changed: `make topics`."""

from corpus.library import load_corpus
from indexing.embeddings import DEFAULT_MODEL, SentenceTransformerEmbeddings
from indexing.topic_training import SHIPPED, Teaching, save_model, train


def shipped_teaching() -> Teaching:
    """Return the shipped sentences with the packaged embeddings."""
    embeddings = SentenceTransformerEmbeddings(DEFAULT_MODEL)
    situations = load_corpus().framework.situations
    return Teaching(situations, embeddings, embeddings.identity)


if __name__ == "__main__":
    taught = shipped_teaching()
    save_model(train(taught), taught.key, SHIPPED)
