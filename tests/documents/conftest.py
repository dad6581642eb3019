from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.answering.answer import Answer
from app.documents.taking import Offer, take
from app.records.document import EVERYBODY, About, Viewer
from app.services import Services
from app.settings import Settings
from app.understanding.question import read_question
from app.wiring import Ready, Shelf, open_kept, open_shelf
from app.wiring.kept import Kept
from tests.chat.conftest import answerer_of, caller_of, checker  # noqa: F401

ME, OTHER = Viewer("owner-one"), Viewer("owner-two")
Ask = Callable[..., Answer]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def kept(settings: Settings) -> Iterator[Kept]:
    kept = open_kept(settings)
    yield kept
    kept.records.engine.dispose()


@pytest.fixture
def shelf(services: Services, settings: Settings, kept: Kept) -> Shelf:
    return open_shelf(settings, kept, services.library)


@pytest.fixture
def put(shelf: Shelf) -> Callable[..., str]:
    """Add a file and make it ready; its id is returned."""

    def put(
        name: str, content: bytes, viewer: Viewer = ME, seen_by: str = EVERYBODY, title: str = ""
    ) -> str:
        taken = take(shelf.documents, viewer, Offer(name, content, About(title), seen_by))
        shelf.adder.run()
        return taken.id

    return put


@pytest.fixture
def ask(shelf: Shelf, ready: Ready) -> Ask:
    """Ask the report together with all that somebody may see."""
    from dataclasses import replace

    from app.documents.asking import Choice, choose

    def ask(text: str, viewer: Viewer = ME, report: bool = True) -> Answer:
        ids = frozenset(d.id for d in shelf.search.visible(viewer))
        own = choose(shelf.search, viewer, lambda seen: Choice(report, ids))
        return ready.answer(replace(read_question(text), own=own))

    return ask
