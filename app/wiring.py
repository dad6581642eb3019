"""Settings into what works by them: the only wiring."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from app.settings import Settings
from corpus.errors import StorageError
from corpus.library import Corpus, load_corpus

if TYPE_CHECKING:
    from app.answering.answer import Answer
    from app.answering.evidence import EvidenceBook
    from app.answering.modeled import ModelAnswerer
    from app.answering.question import Question
    from app.answering.quoting import QuotingAnswerer
    from app.auditing.cache import AuditCache
    from app.auditing.known import Known
    from app.models.calling import ModelCaller
    from app.models.providers import ModelChoice
    from app.records.audits import Audits
    from app.records.ratings import Rating
    from app.records.sharing import Sharing
    from app.records.store import Records
    from app.records.teams import Teams
    from indexing.build import Recipe
    from indexing.embeddings import SentenceTransformerEmbeddings
    from indexing.keywords import KeywordIndex
    from indexing.retriever import PassageSearch
    from indexing.store import PassageStore
    from indexing.topics import TopicModel
    from indexing.watcher import Watcher


@dataclass(frozen=True)
class Ready:
    """Everything that answering needs, loaded.

    `quoting` answers from the texts alone; `modeled` words answers by a chat model, where one is
    set.
    """

    corpus: Corpus
    embeddings: "SentenceTransformerEmbeddings"
    search: "PassageSearch"
    store: "PassageStore"
    quoting: "QuotingAnswerer"
    modeled: "ModelAnswerer | None" = None

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
    book: "EvidenceBook"
    keywords: "KeywordIndex"
    embeddings: "SentenceTransformerEmbeddings"
    recipe: "Recipe"

    @cached_property
    def known(self) -> "Known":
        """Return what an audit knows beforehand."""
        from app.answering.vocabulary import load_vocabulary
        from app.auditing.known import Known

        return Known(self.book, load_vocabulary())

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
    """Return everything that lies before the index, without loading the model."""
    from app.answering.evidence import EvidenceBook
    from indexing.build import Recipe
    from indexing.keywords import KeywordIndex
    from indexing.passages import SPLITTER_VERSION, embedded_text, split_corpus
    from indexing.store import Entry

    corpus = load_corpus()
    passages = split_corpus(corpus)
    texts = tuple(embedded_text(passage, corpus) for passage in passages)
    entries = [Entry(p.id, t, {"kind": p.kind}) for p, t in zip(passages, texts, strict=True)]
    embeddings = make_embeddings(settings)
    recipe = Recipe(tuple(entries), embeddings, embeddings.identity, SPLITTER_VERSION)
    keywords = KeywordIndex(texts)
    book = EvidenceBook(corpus, passages, keywords)
    return Library(corpus, book, keywords, embeddings, recipe)


def load_ready(settings: Settings, library: Library, watcher: "Watcher", rebuild: bool) -> Ready:
    """Return everything that answering needs, loaded; takes seconds, or builds the index."""
    from app.answering.question import read_question
    from app.answering.quoting import QuotingAnswerer
    from app.answering.reader import Reader
    from app.answering.spelling import Speller
    from app.answering.vocabulary import load_vocabulary
    from indexing.retriever import PassageSearch

    library.embeddings.load()
    store = _open(settings, library.recipe, watcher, rebuild)
    corpus = library.corpus
    search = PassageSearch(library.book.passages, library.keywords, store, library.embeddings)
    texts = [d.text for d in corpus.documents] + [s.text for s in corpus.framework.situations]
    reader = Reader(
        corpus,
        load_vocabulary(),
        Speller(library.embeddings.whole_words(), texts, _terms(corpus)),
        _topics(settings, library),
        search,
    )
    answerer = QuotingAnswerer(library.book, search, reader)
    # The first question builds the keyword index and fits the topics; nobody should wait for it.
    answerer.answer(read_question("How did others decide?"))
    return Ready(
        corpus,
        library.embeddings,
        search,
        store,
        answerer,
        _modeled(settings, answerer),
    )


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
    from app.answering.checking.check import Checker
    from app.answering.conversing import Condenser
    from app.answering.judging import Judge
    from app.answering.modeled import ModelAnswerer
    from app.answering.vocabulary import load_vocabulary

    caller = make_caller(settings, choice)
    judge = _choice(settings, settings.judge)
    return ModelAnswerer(
        quoting,
        caller,
        Checker(quoting.book, load_vocabulary()),
        Condenser(caller, quoting.book),
        Judge(make_caller(settings, judge)) if judge else None,
        structured=choice.structured,
        strike=settings.unsupported == "strike",
    )


def _terms(corpus: Corpus) -> list[str]:
    """Return the names of poles that are expressions of several words, such as "Prix Fixe"."""
    labels = (pole.label for d in corpus.framework.decisions for pole in (d.left, d.right))
    return [label for label in labels if len(label.split()) > 1]


def _topics(settings: Settings, library: Library) -> "TopicModel":
    from indexing.topic_training import Teaching, find_model

    situations = library.corpus.framework.situations
    taught = Teaching(situations, library.embeddings, library.embeddings.identity)
    return find_model(taught, settings.data_dir / "topics.safetensors")


def _open(
    settings: Settings, recipe: "Recipe", watcher: "Watcher", rebuild: bool
) -> "PassageStore":
    from indexing.build import build_in_memory, open_index

    try:
        return open_index(settings.index_dir, recipe, watcher, rebuild=rebuild)
    except StorageError as error:
        if rebuild:
            raise
        watcher.say(f"{error} Working without a kept index this time.")
        return build_in_memory(recipe, watcher)
