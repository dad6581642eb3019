"""Three people of three roles sign in by a real OpenID provider, share, look and leave."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.load.house import free_ports
from tests.signing.conftest import Serve

QUESTION = "how did others handle need vs. readiness?"


@pytest.fixture
def address(serve: Serve, provider: Callable[[str], str]) -> str:
    port = free_ports(1)[0]
    issuer = provider(f"http://127.0.0.1:{port}")
    return serve(
        port, sign_in="oidc", oidc_issuer=issuer, oidc_client_id="both-ways",
        oidc_client_secret="a-secret-of-the-tests",
    )  # fmt: skip


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens a browser of somebody's own."""
    opened: list[BrowserContext] = []

    def window() -> Page:
        opened.append(browser.new_context(java_script_enabled=True))
        return opened[-1].new_page()

    yield window
    for context in opened:
        context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/kept")
    assert "/sign-in?to=" in page.url
    page.click("#sign-in")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    # The provider asks whether the page may know who it is.
    page.click("button[type=submit]")
    page.wait_for_url(f"{address}/kept")


def test_sign_in_share_look_and_leave(address: str, window: Callable[[], Page]) -> None:
    lena, cole, ada = window(), window(), window()
    sign_in(cole, address, "cole")
    sign_in(lena, address, "lena")
    expect(lena.locator("main")).to_contain_text("signed in as Lena (leader)")

    # A leader asks, and shows the chat to her coach by name.
    lena.goto(address)
    lena.wait_for_selector("#question textarea, #question input")
    lena.fill("#question textarea, #question input", QUESTION)
    lena.click("#ask")
    expect(lena.locator(".bw-kept")).to_be_visible(timeout=60_000)
    lena.goto(f"{address}/kept")
    lena.click("summary:has-text('Rename')")
    lena.click("text=Show it to somebody")
    lena.select_option("select[name=to]", label="Cole")
    lena.click("button:has-text('Show it')")
    expect(lena.locator("main")).to_contain_text("Cole can read it")
    expect(lena.locator("main")).to_contain_text("Nobody yet")

    # The coach reads it, and she sees that he has.
    cole.goto(f"{address}/kept")
    cole.click(f"a:has-text('{QUESTION}')")
    expect(cole.locator("body")).to_contain_text("Dallas")
    lena.reload()
    expect(lena.locator("main")).to_contain_text("Cole, ")

    # An administrator sees people and counts, and no words; the others don't see that page.
    sign_in(ada, address, "ada")
    ada.goto(f"{address}/admin")
    expect(ada.locator("main")).to_contain_text("Lena: leader")
    expect(ada.locator("main")).to_contain_text("1 kept question")
    expect(ada.locator("main")).not_to_contain_text("readiness?")
    ada.fill("textarea[name=text]", "Closed on Friday.")
    ada.click("button:has-text('Save it')")
    assert cole.goto(f"{address}/admin").status == 422  # type: ignore[union-attr]
    cole.goto(f"{address}/explore")
    expect(cole.locator("#bw-announcement")).to_have_text("Closed on Friday.")

    # What she ends is closed to him; whoever leaves is out, with what they had.
    lena.click("button:has-text('Show it no more')")
    shown = lena.url.replace("/kept/", "/shown/").removesuffix("/shown")
    assert cole.goto(shown).status == 404  # type: ignore[union-attr]
    cole.goto(f"{address}/kept")
    cole.click("button:has-text('Sign out')")
    cole.wait_for_url(f"{address}/sign-in")
    cole.goto(f"{address}/kept")
    assert "/sign-in" in cole.url


def test_what_was_kept_before_is_taken_along(
    serve: Serve, provider: Callable[[str], str], window: Callable[[], Page]
) -> None:
    port, later = free_ports(2)
    before = serve(port)
    page = window()
    page.goto(f"{before}/reflect")
    page.goto(before)
    page.wait_for_selector("#question textarea, #question input")
    page.fill("#question textarea, #question input", QUESTION)
    page.click("#ask")
    expect(page.locator(".bw-kept")).to_be_visible(timeout=60_000)

    issuer = provider(f"http://127.0.0.1:{later}")
    after = serve(
        later, sign_in="oidc", oidc_issuer=issuer, oidc_client_id="both-ways",
        oidc_client_secret="a-secret-of-the-tests",
    )  # fmt: skip
    page.goto(f"{after}/kept")
    page.click("a:has-text('take along the 1 thing')")
    page.fill("input[name=login]", "lena")
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")
    page.wait_for_url(f"{after}/kept")
    expect(page.locator("main")).to_contain_text(QUESTION)
