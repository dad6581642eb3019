import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.services import Services
from app.settings import Settings
from app.ui.serving.server import make_server
from app.ui.serving.site import make_site
from app.wiring import Ready
from tests.browser.conftest import Beside, browser
from tests.load.house import free_ports
from tests.packages import npm_package

__all__ = ["browser"]
HERE = Path(__file__).parent
Serve = Callable[..., str]


@pytest.fixture(scope="session")
def provider_package() -> Path:
    """The OpenID provider's package, from npm."""
    return npm_package(HERE, "oidc-provider")


class WithSettings(Beside):
    """Services with settings of their own, and the model that is loaded already."""

    def __init__(self, inner: Services, database: Path, **given: object) -> None:
        super().__init__(inner, database)
        self.settings = Settings(
            data_dir=inner.settings.data_dir, database_url=f"sqlite:///{database}", **given
        )


@pytest.fixture
def serve(services: Services, ready: Ready, tmp_path: Path) -> Iterator[Serve]:
    """Serves the page with settings; gives its address."""
    servers = []

    def serve(port: int = 0, **given: object) -> str:
        port = port or free_ports(1)[0]
        made = WithSettings(services, tmp_path / "records.db", **given)
        server = make_server(made, make_site("127.0.0.1", port))
        server.start()
        servers.append(server)
        return f"http://127.0.0.1:{port}"

    yield serve
    for server in servers:
        server.close()


@pytest.fixture
def provider(provider_package: Path) -> Iterator[Callable[[str], str]]:
    """Starts the provider for a page's address; gives its own."""
    running: list[subprocess.Popen[str]] = []

    def start(page: str) -> str:
        port = str(free_ports(1)[0])
        command = ["node", str(HERE / "provider.mjs"), port, f"{page}/sign-in/back"]
        made = subprocess.Popen(
            command, cwd=HERE, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        running.append(made)
        assert made.stdout is not None
        assert "listening" in made.stdout.readline()
        return f"http://127.0.0.1:{port}"

    yield start
    for made in running:
        made.terminate()
        made.wait(10)
