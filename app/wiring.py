"""Settings into what works by them: the only wiring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from app.settings import Settings
from corpus.errors import StorageError
from corpus.library import Corpus, load_corpus

if TYPE_CHECKING:
    from app.answering.answer import Answer
    from app.answering.quoting import QuotingAnswerer
    from app.auditing.cache import AuditCache
    from app.auditing.known import Known
    from app.evidence.index import EvidenceIndex, EvidenceTexts
    from app.evidence.learned import Learned
    from app.evidence.nearness import Nearness
    from app.evidence.passages import PassageIndex
    from app.evidence.ranker import Ranking
    from app.evidence.retriever import UnitRetriever
    from app.generation.modeled import ModelAnswerer
    from app.models.calling import ModelCaller
    from app.models.providers import ModelChoice
    from app.records.audits import Audits
    from app.records.ratings import Rating
    from app.records.sharing import Sharing
    from app.records.store import Records
    from app.records.teams import Teams
    from app.understanding.question import Question
    from indexing.build import Recipe
    from indexing.embeddings import SentenceTransformerEmbeddings
    from indexing.store import VectorStore
    from indexing.watcher import Watcher


@dataclass(frozen=True)
class Ready:
    """Everything that answering needs, loaded.

    `quoting` answers from the texts alone; `modeled` words answers by a chat model, where one is
    set.
    """

    corpus: Corpus
    embeddings: "SentenceTransformerEmbeddings"
    index: "EvidenceIndex"
    store: "VectorStore"
    quoting: "QuotingAnswerer"
    modeled: "ModelAnswerer | None" = None

    def rank(self, text: str) -> "Ranking":
        """Return every unit of evidence ranked for a question or a described situation."""
        return self.quoting.reader.read(text, None).ranking

    def decisions(self, situation: str) -> dict[str, float]:
        """Return how much a described situation is about each decision, the likeliest first.

        Two parts of what a classifier of situations says and one of what ranks best for it: a
        situation that names no thing of the texts ranks many a little.
        """
        reading = self.quoting.reader.read(situation, None)
        ranked = reading.ranking.shares(lambda unit: unit.passage.decision, 20)
        told = reading.turn.decisions
        shares = {name: (2 * told[name] + ranked.get(name, 0.0)) / 3 for name in told}
        return dict(sorted(shares.items(), key=lambda item: -item[1]))

    @property
    def near(self) -> "Nearness":
        """Return what scores examples and passages for a described situation."""
        from app.evidence.nearness import Nearness

        return Nearness(self.rank, self.index.knows)

    def retriever(self, k: int) -> "UnitRetriever":
        """Return the ranking as a LangChain retriever of the `k` best units."""
        from app.evidence.retriever import UnitRetriever

        return UnitRetriever(rank=self.rank, k=k)

    @property
    def answer(self) -> Callable[["Question"], "Answer"]:
        """Return the way of answering that needs no model."""
        return self.quoting.answer

    def best(self, quotes_only: bool = False) -> Callable[["Question"], "Answer"]:
        """Return the model's way of answering where one is set and wanted, else the quoting one."""
        return self.answer if quotes_only or self.modeled is None else self.modeled.answer


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
    def audits(self) -> "AuditCache":
        """Return the audits of kept answers, each made once."""
        from app.auditing.cache import AuditCache

        return AuditCache(self.known)


@dataclass(frozen=True)
class Kept:
    """What is kept for people."""

    records: "Records"
    teams: "Teams"
    audits: "Audits"
    rating: "Rating"
    sharing: "Sharing"


def open_kept(settings: Settings) -> Kept:
    """Return what is kept, in a database that is up to date; raises RecordsError."""
    from app.records.audits import Audits
    from app.records.database import open_database
    from app.records.ratings import Rating
    from app.records.sharing import Sharing
    from app.records.store import Records
    from app.records.teams import Teams

    engine = open_database(settings.records_url)
    return Kept(Records(engine), Teams(engine), Audits(engine), Rating(engine), Sharing(engine))


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


def load_ready(settings: Settings, library: Library, watcher: "Watcher", rebuild: bool) -> Ready:
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
    answerer = _answerer(library, index, learned)
    return Ready(
        library.corpus,
        library.embeddings,
        index,
        store,
        answerer,
        _modeled(settings, answerer),
    )


def _answerer(library: Library, index: "EvidenceIndex", learned: "Learned") -> "QuotingAnswerer":
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
        embeddings.embed_questions,
    )
    reader = Reader(turns, learned.ranker(index), learned.coverage_model(index))
    answerer = QuotingAnswerer(library.book, reader, Chips(index))
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
    """Return what is learned for these texts and embeddings: shipped, kept, or fitted now.

    What had to be fitted is kept in the data folder for the next time.
    """
    from app.evidence.learned import SHIPPED, read_learned, save_learned
    from app.training.fit import training_key

    key = training_key(library.texts, library.embeddings.identity)
    kept = settings.data_dir / "learned.safetensors"
    for path in (SHIPPED, kept):
        learned = read_learned(path, key)
        if learned is not None:
            return learned
    watcher.say("Fitting the ranker to this embedding model; this takes some minutes, once.")
    learned = train(library, index)
    try:
        save_learned(learned, key, kept)
    except OSError as error:
        watcher.say(f"It could not be kept ({type(error).__name__}); the next start fits it again.")
    return learned


def read_model_choice(settings: Settings) -> "ModelChoice | None":
    """Return the chat model that is set, if any; SettingsError where it names none."""
    return _choice(settings, settings.model)


def _choice(settings: Settings, model: str) -> "ModelChoice | None":
    from app.models.providers import read_choice

    if not model.strip():
        return None
    return read_choice(
        model.strip(),
        settings.base_url(model.strip()),
        settings.keys,
        form=settings.model_format,
        max_tokens=settings.model_max_tokens,
        timeout=settings.model_timeout,
    )


def make_caller(settings: Settings, choice: "ModelChoice") -> "ModelCaller":
    """Return the caller of a chat model; the model itself is made at the first call."""
    from app.models.calling import ModelCaller
    from app.models.providers import make_chat_model
    from app.models.usage import Ledger, Limits

    limits = Limits(
        settings.model_daily_tokens,
        settings.model_daily_cost,
        settings.model_price_in,
        settings.model_price_out,
    )
    ledger = Ledger(settings.data_dir / "model-usage.json", limits)
    return ModelCaller(partial(make_chat_model, choice), choice.name, choice.timeout, ledger)


def _modeled(settings: Settings, quoting: "QuotingAnswerer") -> "ModelAnswerer | None":
    choice = read_model_choice(settings)
    if choice is None:
        return None
    from app.generation.conversing import Condenser
    from app.generation.judging import Judge
    from app.generation.modeled import ModelAnswerer
    from app.verification.check import Checker
    from corpus.side_words import load_side_words

    caller = make_caller(settings, choice)
    judge = _choice(settings, settings.judge)
    return ModelAnswerer(
        quoting,
        caller,
        Checker(quoting.book, load_side_words()),
        Condenser(caller, quoting.book),
        Judge(make_caller(settings, judge)) if judge else None,
        structured=choice.structured,
        strike=settings.unsupported == "strike",
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
