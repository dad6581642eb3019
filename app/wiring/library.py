"""The texts, and what an index of them is made from; nothing here loads the model."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from app.settings import Settings
from corpus.library import Corpus, load_corpus

if TYPE_CHECKING:
    from app.auditing.cache import AuditCache
    from app.auditing.known import Known
    from app.evidence.index import EvidenceTexts
    from app.evidence.passages import PassageIndex
    from indexing.build import Recipe
    from indexing.embeddings import SentenceTransformerEmbeddings
    from indexing.recent import RecentVectors


@dataclass(frozen=True)
class Library:
    """The corpus cut into passages, and what an index of them is made from."""

    corpus: Corpus
    book: "PassageIndex"
    texts: "EvidenceTexts"
    embeddings: "SentenceTransformerEmbeddings"
    recipe: "Recipe"

    @cached_property
    def known(self) -> "Known":
        """Return what an audit knows beforehand."""
        from app.auditing.known import Known
        from corpus.side_words import load_side_words

        return Known(self.book, load_side_words())

    @cached_property
    def embed(self) -> "RecentVectors":
        """Return what embeds people's words, each text once."""
        from indexing.recent import RecentVectors

        return RecentVectors(self.embeddings.embed_questions)

    @cached_property
    def audits(self) -> "AuditCache":
        """Return the audits of kept answers, each made once."""
        from app.auditing.cache import AuditCache

        return AuditCache(self.known)


def make_embeddings(settings: Settings) -> "SentenceTransformerEmbeddings":
    """Return the embeddings that the settings name, not yet loaded."""
    from indexing.embeddings import SentenceTransformerEmbeddings

    return SentenceTransformerEmbeddings(settings.embedding_model)


def load_library(settings: Settings) -> Library:
    """Return everything that can be had without the model and the index."""
    from app.evidence.index import read_texts
    from app.evidence.passages import PassageIndex
    from indexing.build import Recipe
    from indexing.keywords import KeywordIndex
    from indexing.passages import SPLITTER_VERSION, embedded_text, split_corpus
    from indexing.shipped import read_vectors

    corpus = load_corpus()
    passages = split_corpus(corpus)
    keywords = KeywordIndex(tuple(embedded_text(passage, corpus) for passage in passages))
    book = PassageIndex(corpus, passages, keywords)
    texts = read_texts(book)
    embeddings = make_embeddings(settings)
    entries, model = texts.entries(), embeddings.identity
    shipped = partial(read_vectors, [entry.text for entry in entries], model)
    recipe = Recipe(entries, embeddings, model, SPLITTER_VERSION, shipped)
    return Library(corpus, book, texts, embeddings, recipe)
