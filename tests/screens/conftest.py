import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.services import Services
from app.ui.screens.routes import screens
from app.ui.serving.server import in_front
from app.ui.serving.site import make_site

_FIELD = re.compile(
    r'<(?:input[^>]* name="(?P<name>[^"]+)"[^>]* value="(?P<value>[^"]*)"'
    r'|textarea[^>]* name="(?P<area>[^"]+)"[^>]*>(?P<text>[^<]*)</textarea)'
)


@dataclass
class Person:
    """Somebody at a browser of their own."""

    browser: TestClient

    def see(self, address: str) -> httpx.Response:
        return self.browser.get(address)

    def send(self, address: str, **fields: str) -> httpx.Response:
        return self.browser.post(address, data=fields)

    def upload(self, address: str, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
        """Send files with a form's fields."""
        sent = [("files", (name, content)) for name, content in files]
        return self.browser.post(address, data=fields, files=sent)

    def fill(self, shown: httpx.Response, address: str = "", **fields: str) -> httpx.Response:
        """Send the form of a page with some fields changed, as a browser does."""
        return self.send(address or shown.url.path, **{**hidden(shown), **fields})


def hidden(shown: httpx.Response) -> Mapping[str, str]:
    """Return the fields of a page that a browser sends along unasked."""
    kinds = re.findall(r"<input[^>]*>|<textarea[^>]*>[^<]*</textarea", shown.text)
    sent = [f for f in kinds if not re.search(r'type="(?:radio|checkbox)"', f) or " checked" in f]
    found = filter(None, map(_FIELD.match, sent))
    return {
        m["name"] or m["area"]: html.unescape(m["value"] if m["name"] else m["text"]) for m in found
    }


def words(shown: httpx.Response) -> str:
    """Return a page as somebody reads it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown.text)).split())


def id_in(shown: httpx.Response) -> str:
    """Return the id of what a page shows."""
    return str(shown.url.path).split("/")[-1]


def screens_app(services: Services) -> ASGIApp:
    """Return the screens behind all that stands in front of them when they are served."""
    site = make_site("127.0.0.1", 80, hosts=("testserver",))
    return in_front(Starlette(routes=screens(services)), services, site)


def start(person: Person, kind: str) -> str:
    return str(person.send(f"/reflect/{kind}").url.path).split("/")[3]


@pytest.fixture
def people(alone: Services) -> Iterator[Callable[[], Person]]:
    """Any number of people at one server."""
    app = screens_app(alone)
    open_ones: list[TestClient] = []

    def arrive() -> Person:
        browser = TestClient(app)
        open_ones.append(browser)
        browser.get("/explore")
        return Person(browser)

    yield arrive
    for browser in open_ones:
        browser.close()


@pytest.fixture
def leader(people: Callable[[], Person]) -> Person:
    return people()
