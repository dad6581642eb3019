"""People's own documents: what keeps them, finds them and makes them ready."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring.kept import Kept
from app.wiring.library import Library
from app.wiring.models import make_caller, read_model_choice
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from app.documents.adding import Adder
    from app.documents.background import BackgroundAdding
    from app.documents.searching import DocumentSearch
    from app.documents.sharing import Cases
    from app.records.document_passages import Passages
    from app.records.documents import Documents
    from indexing.vectors import VectorEngine


@dataclass(frozen=True)
class Shelf:
    """People's own documents."""

    documents: "Documents"
    passages: "Passages"
    search: "DocumentSearch"
    adder: "Adder"
    cases: "Cases"
    adding: "BackgroundAdding"


def open_shelf(settings: Settings, kept: Kept, library: Library) -> Shelf:
    """Return what people have added, in the database that holds their records."""
    from app.documents.adding import Adder
    from app.documents.asking_ahead import AskingAhead
    from app.documents.background import BackgroundAdding
    from app.documents.making import Maker
    from app.documents.searching import DocumentSearch
    from app.documents.sharing import Cases
    from app.records.addresses import file_in
    from app.records.document_passages import Passages
    from app.records.documents import Documents

    engine = kept.records.engine
    documents, passages = Documents(engine), Passages(engine)
    file = file_in(settings.records_url)
    lock = None if file is None else Path(file).with_name("adding.lock")
    adder = Adder(passages, Maker(library.embeddings), lock)

    def ahead() -> AskingAhead | None:
        choice = read_model_choice(settings)
        if choice is None:
            return None
        return AskingAhead(passages, library.embeddings, make_caller(settings, choice))

    search = DocumentSearch(documents, passages, _vectors(settings, kept))
    adding = BackgroundAdding(adder, ahead)
    return Shelf(documents, passages, search, adder, Cases(documents), adding)


def _vectors(settings: Settings, kept: Kept) -> "VectorEngine":
    """Return what finds the nearest passages, as the settings name it; raises SettingsError."""
    wanted = settings.vectors.strip()
    if wanted == "pgvector":
        from app.records.document_vectors import PostgresVectors

        return PostgresVectors(kept.records.engine)
    if wanted.startswith(("http://", "https://")):
        from indexing.chroma_vectors import ChromaVectors

        return ChromaVectors(wanted)
    if wanted:
        raise SettingsError(
            "BOTHWAYS_VECTORS names nothing that is known.",
            "Documents that were added are not asked; the report is.",
            "Set it to pgvector or to the address of a Chroma server, or unset it.",
        )
    from indexing.vectors import ExactVectors

    return ExactVectors()
