"""The real page in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES

QUESTION = "how did others handle need vs. readiness?"


@dataclass
class Visit:
    page: Page
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


# From this width on, in CSS pixels, sources stand beside the answer; else under their line.
_BESIDE = 981


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def visit(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Visit]:
    with open_page(browser, address, size) as visit:
        yield visit


@contextmanager
def open_page(
    browser: Browser, address: str, size: tuple[int, int], scheme: str = "light"
) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.problems.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".bw-starters button")
    yield visit
    context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    expect(page.locator(".bw-copy")).to_have_count(count, timeout=60_000)


def test_the_example_question_end_to_end(visit: Visit, address: str, size: tuple[int, int]) -> None:
    page = visit.page
    ask(page, QUESTION)
    answered(page)
    left, right, both = (
        page.locator(f".bw-pole.bw-{pole}").inner_text() for pole in ("left", "right", "combine")
    )
    assert all(name in left for name in ("Dallas ISD", "Chicago", "Baltimore County"))
    assert all(name in right for name in ("Mesa Valley 51", "Fulton County"))
    assert all(name in both for name in ("Leadership Public Schools", "Henry County"))
    expect(page.locator(".bw-reflect-q")).to_contain_text("determines “need” or “readiness?”")
    page.get_by_role("link", name="Source 5:").click()
    narrow = size[0] < _BESIDE
    card = page.locator(".bw-inline" if narrow else "#t1-s5")
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(card.locator("mark")).to_contain_text("one of five “roll out” groups")
    if narrow:
        page.get_by_role("link", name="Source 5:").click()
        expect(card).to_have_count(0)
    else:
        card.get_by_role("link", name="Back to where it is cited").click()
        expect(page.get_by_role("link", name="Source 5:")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert [url for url in visit.requests if not url.startswith(address)] == []
    assert visit.problems == []


def test_starters_chips_new_chat_and_earlier_sources(visit: Visit, size: tuple[int, int]) -> None:
    page = visit.page
    starters = page.locator(".bw-starters button")
    expect(starters).to_have_count(7)
    starters.nth(1).click()
    answered(page)
    expect(page.locator(".bw-ask")).to_contain_text("moving fast vs. slow and steady")
    page.locator(".bw-chips button:visible").first.click()
    answered(page, 2)
    expect(page.locator(".bw-group:visible")).to_have_attribute("data-turn", "2")
    page.locator("#t1 .bw-cite").first.click()
    if size[0] < _BESIDE:
        expect(page.locator("#t1 .bw-inline")).to_be_focused()
    else:
        expect(page.locator("#t1-s1")).to_be_focused()
        expect(page.locator(".bw-group:visible")).to_have_attribute("data-turn", "1")
    page.get_by_role("button", name="New chat").click()
    expect(starters.first).to_be_visible()
    expect(page.locator(".bw-turn")).to_have_count(0)


def test_an_answer_is_talked_through_beside_the_chat(visit: Visit) -> None:
    page = visit.page
    ask(page, QUESTION)
    answered(page)
    page.locator("a.bw-talk").click()
    inner = page.frame_locator(".bw-panel iframe")
    expect(inner.locator("textarea[name=about]")).to_have_value(QUESTION)
    inner.get_by_role("button", name="Begin").click()
    expect(inner.locator("input[name=picked]")).to_have_count(3)
    inner.locator("textarea[name=said]").fill("Two of our schools are ready.")
    inner.get_by_role("button", name="Add this note").click()
    expect(inner.locator("main")).to_contain_text("Two of our schools are ready.")
    expect(inner.locator(".bw-header")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator(".bw-panel")).to_be_hidden()
    expect(page.locator("a.bw-talk")).to_be_focused()
    page.locator("a.bw-talk").click()
    expect(inner.locator("main")).to_contain_text("Two of our schools are ready.")
    page.get_by_role("link", name="Open as a page").click()
    page.wait_for_url("**/talk/**")
    expect(page.locator(".bw-header")).to_be_visible()
    assert visit.problems == []


def test_copying_keeps_the_references(visit: Visit) -> None:
    page = visit.page
    ask(page, QUESTION)
    answered(page)
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator(".bw-copied")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Dallas ISD scaled blended learning" in copied
    assert "[7] Look Both Ways (June 2018), pp. 20–24 (section)" in copied


def test_what_is_typed_never_comes_alive(visit: Visit, address: str) -> None:
    page = visit.page
    page.on("dialog", lambda dialog: visit.problems.append(dialog.message))
    ask(page, "<img src=x onerror=alert(1)> ![p](http://x.test/p.png) ${alert(2)} fast or slow?")
    answered(page)
    expect(page.locator(".bw-ask")).to_contain_text("<img src=x onerror=alert(1)> ![p]")
    assert page.locator(".bw-turn img").count() == 0
    assert visit.problems == []
    assert [url for url in visit.requests if not url.startswith(address)] == []


def test_a_long_question_stays_in_the_box(visit: Visit) -> None:
    page = visit.page
    ask(page, "why " * 2000)
    expect(page.get_by_role("alert")).to_contain_text("7,999 characters")
    assert len(page.get_by_label("Your question").input_value()) == 8000


def test_silence_offers_what_is_covered(visit: Visit) -> None:
    page = visit.page
    ask(page, "who won the world cup")
    answered(page)
    expect(page.locator(".bw-answer")).to_contain_text("do not cover")
    assert page.locator(".bw-cite").count() == 0
    page.locator(".bw-chips button:visible").first.click()
    answered(page, 2)
    expect(page.locator("#t2 .bw-cite").first).to_be_visible()


def test_an_answer_is_announced_to_screen_readers(visit: Visit) -> None:
    page = visit.page
    expect(page.locator("#bw-live")).to_have_attribute("role", "status")
    ask(page, QUESTION)
    answered(page)
    expect(page.locator("#bw-live")).to_have_text(
        "Answer: Where to pilot: need vs. readiness. 7 lines, 7 sources."
    )


def test_stop_ends_the_wait_and_keeps_what_was_there(
    browser: Browser, slow_address: str, hold: Event
) -> None:
    with open_page(browser, slow_address, SIZES["desktop"]) as visit:
        page = visit.page
        ask(page, QUESTION)
        answered(page)
        hold.clear()
        ask(page, "fast or slow?")
        expect(page.get_by_role("status").filter(has_text="Looking it up")).to_be_visible()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".bw-turn")).to_have_count(1)
        expect(page.get_by_role("button", name="Stop")).to_be_hidden()
        hold.set()
        ask(page, "fast or slow?")
        answered(page, 2)


def test_the_keyboard_is_enough(browser: Browser, address: str) -> None:
    with open_page(browser, address, SIZES["desktop"]) as visit:
        page = visit.page
        tab_to(page, lambda: "Where to pilot" in focused(page))
        page.keyboard.press("Enter")
        answered(page)
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        tab_to(page, lambda: focused(page) == "1")
        page.keyboard.press("Enter")
        expect(page.locator("#t1-s1")).to_be_focused()
        tab_to(page, lambda: "Back to where it is cited" in focused(page))
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Source 1:")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_of_wcag_aa_is_broken(
    browser: Browser, address: str, scheme: str
) -> None:
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    with open_page(browser, address, SIZES["desktop"], scheme) as visit:
        for question in ("", QUESTION):
            if question:
                ask(visit.page, question)
                answered(visit.page)
                visit.page.locator("a.bw-talk").click()
            found = Axe().run(visit.page, options=rules).response["violations"]
            assert [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in found] == []


def tab_to(page: Page, reached: Callable[[], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if reached():
            return
    raise AssertionError("the keyboard never got there")


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.innerText || ''")
    return text.strip()
