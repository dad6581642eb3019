"""Everything that answering needs, loaded."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring.fitted import shipped_or_fitted
from app.wiring.guiding import GuideMaker
from app.wiring.library import Library
from app.wiring.models import make_conversing, make_modeled
from corpus.errors import StorageError
from corpus.library import Corpus

if TYPE_CHECKING:
    from app.answering.answer import Answer
    from app.answering.quoting import QuotingAnswerer
    from app.coaching.conversing import Conversing
    from app.coaching.plan import Planner
    from app.coaching.replying import Guide
    from app.documents.retriever import TextsRetriever
    from app.evidence.documents import OwnTexts
    from app.evidence.index import EvidenceIndex
    from app.evidence.learned import Learned
    from app.evidence.ranker import Ranking
    from app.generation.modeled import ModelAnswerer, Partial
    from app.safety.reader import SafetyReader
    from app.understanding.question import Question
    from indexing.build import Recipe
    from indexing.embeddings import SentenceTransformerEmbeddings
    from indexing.store import VectorStore
    from indexing.watcher import Watcher


@dataclass(frozen=True)
class Ready:
    """Everything that answering needs, loaded.

    `quoting` answers from the texts alone, `guide` meets notes of a reflection
    and `planner` composes session plans; `modeled` and
    `conversing` do so in a chat model's words, where one is set.
    """

    corpus: Corpus
    embeddings: "SentenceTransformerEmbeddings"
    index: "EvidenceIndex"
    store: "VectorStore"
    quoting: "QuotingAnswerer"
    guide: "Guide"
    planner: "Planner"
    modeled: "ModelAnswerer | None" = None
    conversing: "Conversing | None" = None

    def rank(self, text: str) -> "Ranking":
        """Return every unit of evidence ranked for a question or a described situation."""
        return self.quoting.reader.read(text, None).ranking

    def retriever(self, k: int, own: "OwnTexts | None" = None) -> "TextsRetriever":
        """Return the `k` best units of the report, and of people's own documents, for LangChain."""
        from app.documents.retriever import TextsRetriever

        return TextsRetriever(rank=self.rank, own=own, k=k)

    @property
    def answer(self) -> Callable[["Question"], "Answer"]:
        """Return the way of answering that needs no model."""
        return self.quoting.answer

    def best(self, quotes_only: bool = False) -> Callable[["Question"], "Answer"]:
        """Return the model's way of answering where one is set and wanted, else the quoting one."""
        return self.answer if quotes_only or self.modeled is None else self.modeled.answer

    def stream(
        self, question: "Question", stop: Callable[[], bool], quotes_only: bool = False
    ) -> "Iterator[Partial | Answer]":
        """Yield an answer as it grows, at last the answer itself, until `stop` says to stop."""
        if quotes_only or self.modeled is None:
            yield self.answer(question)
        else:
            yield from self.modeled.stream(question, stop)


def load_ready(
    settings: Settings,
    library: Library,
    safety: "SafetyReader",
    watcher: "Watcher",
    rebuild: bool,
) -> Ready:
    """Return everything that answering needs, loaded; takes seconds, or builds the index."""
    from threadpoolctl import threadpool_limits

    from app.evidence.index import make_index

    # Waiting threads of numpy's BLAS would take the cores from the embedding model: with them
    # an answer takes twice as long.
    threadpool_limits(limits=1, user_api="blas")
    # Importing the model's libraries takes longest; the index is opened meanwhile.
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(library.embeddings.load)
        store = _open(settings, library.recipe, watcher, rebuild)
        index = make_index(library.texts, store.vectors())
        learned = _learned(settings, library, index, watcher)
        loading.result()
    answerer = _answerer(library, index, learned, safety)
    modeled = make_modeled(settings, answerer)
    made = GuideMaker(settings, library, answerer, index.knows, watcher)
    guide = made.guide()
    return Ready(
        library.corpus,
        library.embeddings,
        index,
        store,
        answerer,
        guide,
        made.planner(),
        modeled,
        make_conversing(modeled, guide),
    )


def _answerer(
    library: Library, index: "EvidenceIndex", learned: "Learned", safety: "SafetyReader"
) -> "QuotingAnswerer":
    from app.answering.chips import Chips
    from app.answering.quoting import QuotingAnswerer
    from app.answering.reader import Reader
    from app.understanding.language import load_glossary, words_of
    from app.understanding.question import read_question
    from app.understanding.spelling import Speller
    from app.understanding.turn import TurnReader

    corpus, embeddings = library.corpus, library.embeddings
    english = embeddings.whole_words() | words_of("en")
    turns = TurnReader(
        corpus,
        learned.classifiers,
        Speller(english, [d.text for d in corpus.documents], _terms(corpus)),
        load_glossary(),
        library.embed,
    )
    reader = Reader(turns, learned.ranker(index), learned.coverage_model(index))
    answerer = QuotingAnswerer(library.book, reader, Chips(index), safety)
    # The first question builds the keyword indexes; nobody should wait for that.
    answerer.answer(read_question("How did others decide?"))
    return answerer


def train(library: Library, index: "EvidenceIndex") -> "Learned":
    """Return everything that is learned, fitted now; takes about two minutes."""
    from app.training.fit import Trainer
    from app.training.vectors import remembering

    return Trainer(index, remembering(library.embeddings.embed_documents, index.known())).fit()


def _learned(
    settings: Settings, library: Library, index: "EvidenceIndex", watcher: "Watcher"
) -> "Learned":
    """Return what is learned for these texts and embeddings."""
    from app.evidence.learned import SHIPPED, read_learned, save_learned
    from app.training.fit import training_key

    key = training_key(library.texts, library.embeddings.identity)
    return shipped_or_fitted(
        SHIPPED,
        settings.data_dir,
        lambda path: read_learned(path, key),
        lambda: train(library, index),
        lambda learned, path: save_learned(learned, key, path),
        watcher,
    )


def _terms(corpus: Corpus) -> list[str]:
    """Return the names of poles that are expressions of several words, such as "Prix Fixe"."""
    labels = (pole.label for d in corpus.framework.decisions for pole in (d.left, d.right))
    return [label for label in labels if len(label.split()) > 1]


def _open(settings: Settings, recipe: "Recipe", watcher: "Watcher", rebuild: bool) -> "VectorStore":
    from indexing.build import build_in_memory, open_index

    try:
        return open_index(settings.index_dir, recipe, watcher, rebuild=rebuild)
    except StorageError as error:
        if rebuild:
            raise
        watcher.say(f"{error} Working without a kept index this time.")
        return build_in_memory(recipe, watcher)
