"""The chat in a frame of another site's page: it answers without a cookie, and keeps nothing."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from app.services import Services
from app.ui.serving.server import make_server
from app.ui.serving.site import make_site
from tests.conftest import free_port

QUESTION = "How did others handle need vs. readiness?"


class _Portal(BaseHTTPRequestHandler):
    """A page of a district's portal, at another site than the chat."""

    framed = ""

    def do_GET(self) -> None:
        page = f"<h1>Portal</h1><iframe src='{self.framed}' title='Both Ways' width=900 height=700>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Another name of this machine is another site for a browser.
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture(params=[True, False], ids=["allowed", "not allowed"])
def allowed(request: pytest.FixtureRequest, portal: str, services: Services) -> Iterator[bool]:
    origins = (portal,) if request.param else ("https://other.example",)
    server = make_server(services, make_site("127.0.0.1", free_port(), framed_by=origins))
    server.start()
    _Portal.framed = f"{server.site.address}/"
    yield bool(request.param)
    server.close()


def test_the_chat_shows_only_where_it_is_allowed(
    browser: Browser, portal: str, allowed: bool, services: Services
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(portal)
    frame = page.frame_locator("iframe")
    if not allowed:
        page.wait_for_timeout(1500)
        assert "chrome-error" in page.frames[1].url
        context.close()
        return
    before = services.kept().usage.read().questions
    frame.locator("#question textarea").fill(QUESTION)
    expect(frame.locator(".bw-tabs")).to_be_hidden()
    expect(frame.locator("#keep")).to_be_hidden()
    expect(frame.locator("#keep input")).not_to_be_checked()
    frame.locator("#ask").click()
    expect(frame.locator(".bw-answer").first).to_contain_text("Dallas ISD")
    assert context.cookies(_Portal.framed) == []
    assert services.kept().usage.read().questions == before
    with context.expect_page() as opened:
        frame.get_by_role("link", name="Open the whole page").click()
    expect(opened.value.locator(".bw-tabs")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "origin",
    ["portal.example.org", "https://x.example/path", "https://x.example; script-src *",
     "javascript:x", "https://", "*", "https://X.example"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        make_site("127.0.0.1", 80, framed_by=(origin,))
