"""A deterministic stand-in for a model, for trying out everything but the meaning of words."""

from zlib import crc32

from langchain_core.embeddings import Embeddings

from indexing.keywords import KeywordIndex

_DIMENSIONS = 256


class WordEmbeddings(Embeddings):
    """Embeds a text as the count of its word stems, each in a slot chosen by its checksum.

    Texts that share words are near, others are not; the same text always gets the same vector.
    """

    def __init__(self) -> None:
        self._words = KeywordIndex(())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text, in order."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one text; the first slot is never empty."""
        vector = [0.0] * _DIMENSIONS
        vector[0] = 0.01
        for stem in self._words.stems(text):
            vector[1 + crc32(stem.encode("utf-8")) % (_DIMENSIONS - 1)] += 1.0
        return vector
