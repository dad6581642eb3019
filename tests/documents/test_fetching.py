"""Pages that a person names are fetched once, and no private address ever is."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from app.documents import fetching
from app.documents.fetching import fetch, is_public
from corpus.errors import DocumentError

PAGES = {
    "/page": (200, "text/html; charset=utf-8", b"<p>Words</p>"),
    "/plan.pdf": (200, "application/pdf", b"%PDF-1.4"),
    "/gone": (404, "text/plain", b"no"),
    "/round": (302, "/round", b""),
    "/moved": (301, "/page", b""),
    "/inside": (302, "http://10.0.0.1/secret", b""),
    "/large": (200, "text/plain", b"x" * 2000),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, told, body = PAGES[self.path]
            self.send_response(status)
            self.send_header("location" if 300 < status < 400 else "content-type", told)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def only_here(url: httpx.URL, address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [("/page", "page.html", b"<p>Words</p>"), ("/plan.pdf", "plan.pdf", b"%PDF-1.4"),
     ("/moved", "page.html", b"<p>Words</p>")],
)  # fmt: skip
def test_what_a_link_leads_to(site: str, path: str, name: str, content: bytes) -> None:
    assert fetch(site + path, only_here) == (name, content)


@pytest.mark.parametrize(
    ("path", "says"),
    [("/gone", "404"), ("/round", "on and on"), ("/inside", "private address")],
)
def test_what_cant_be_had_is_said_plainly(site: str, path: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        fetch(site + path, only_here)


def test_no_page_is_larger_than_a_file_may_be(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with pytest.raises(DocumentError, match="larger"):
        fetch(f"{site}/large", only_here)


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/",
     "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data",
     "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/",
     "ftp://example.org/", "file:///etc/passwd", "//nowhere", "http://", "http://1.1.1.1:22/"],
)  # fmt: skip
def test_no_private_address_is_ever_fetched(link: str) -> None:
    with pytest.raises(DocumentError):
        fetch(link)


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("100.64.0.1", False),
     ("::ffff:10.0.0.1", False)],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(httpx.URL("https://example.org/"), address) == public
