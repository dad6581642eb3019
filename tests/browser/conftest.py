import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from app.services import Services
from app.settings import Settings
from app.ui.serving.server import make_server
from app.ui.serving.site import make_site
from app.wiring import Ready
from indexing.watcher import Watcher

SIZES = {"desktop": (1280, 860), "phone": (360, 780)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class HeldServices(Services):
    """Real services that answer only while `hold` is set."""

    def __init__(self, inner: Services, hold: Event) -> None:
        super().__init__(inner.settings, Watcher())
        self._inner = inner
        self._hold = hold

    @property
    def is_ready(self) -> bool:
        return self._inner.is_ready

    def ready(self, *, rebuild: bool = False) -> Ready:
        assert self._hold.wait(60)
        return self._inner.ready(rebuild=rebuild)


@pytest.fixture(scope="session")
def hold() -> Event:
    event = Event()
    event.set()
    return event


@pytest.fixture(scope="session")
def address(services: Services, ready: Ready) -> Iterator[str]:
    assert ready.index.units
    yield from served(services)


@pytest.fixture(scope="session")
def slow_address(services: Services, ready: Ready, hold: Event) -> Iterator[str]:
    assert ready.index.units
    yield from served(HeldServices(services, hold))


def served(services: Services, port: int = 0) -> Iterator[str]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    server = make_server(services, make_site("127.0.0.1", port))
    server.start()
    yield f"http://127.0.0.1:{port}/"
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
    if found is None:
        assert not os.environ.get("CI"), "CI has to install Chromium"
        pytest.skip("no Chromium here: install Debian's package chromium to run the page tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Beside(Services):
    """Services with a database of their own, and the model that is loaded already."""

    def __init__(self, inner: Services, database: Path) -> None:
        settings = Settings(data_dir=inner.settings.data_dir, database_url=f"sqlite:///{database}")
        super().__init__(settings, Watcher())
        self._inner = inner
        self.library, self.safety = inner.library, inner.safety

    def ready(self, *, rebuild: bool = False) -> Ready:
        return self._inner.ready(rebuild=rebuild)

    @property
    def is_ready(self) -> bool:
        return self._inner.is_ready


@pytest.fixture
def start(services: Services, ready: Ready, tmp_path: Path) -> Callable[..., object]:
    """A server that can be stopped and started again over the same database."""

    @contextmanager
    def start(port: int = 0) -> Iterator[str]:
        beside = Beside(services, tmp_path / "records.db")
        yield from served(beside, port)
        if beside._kept is not None:
            beside._kept.records.engine.dispose()

    return start


@pytest.fixture(params=list(SIZES))
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield context
    context.close()
