"""Embeds everything that is indexed or trained on, once, for shipping beside the code."""

from typing import TYPE_CHECKING

import numpy as np

from app.evidence.index import EvidenceTexts
from indexing import shipped
from indexing.shipped import Vectors

if TYPE_CHECKING:
    from indexing.embeddings import SentenceTransformerEmbeddings


def save_vectors(texts: EvidenceTexts, embeddings: "SentenceTransformerEmbeddings") -> Vectors:
    """Write the vectors of every indexed text to the shipped file and return them.

    Vectors that are shipped already are used again.
    """
    wanted = [entry.text for entry in texts.entries()]
    known = shipped.read_vectors(wanted, embeddings.identity)
    new = [text for text in dict.fromkeys(wanted) if text not in known]
    if new:
        rows = np.asarray(embeddings.embed_documents(new), dtype=np.float32)
        known.update(zip(new, rows, strict=True))
    shipped.save_vectors(known, embeddings.identity, shipped.SHIPPED)
    return shipped.read_vectors(wanted, embeddings.identity)
