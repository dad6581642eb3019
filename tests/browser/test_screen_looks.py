"""How the screens look and lead on: to everybody, on paper, without scripts, from other sites."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.flows import fill_guide_1, fill_guide_2, make_an_audit, talk_and_summarize
from tests.browser.keyboard import Keyboard


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_no_screen_has_a_fault_that_axe_can_see_or_is_wider_than_the_phone(
    browser: Browser, start: Callable[..., object], width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    with start() as address:  # type: ignore[attr-defined]
        for shown in _every_screen(page, address):
            page.goto(shown)
            found = Axe().run(page).response["violations"]
            faults = [(v["id"], v["nodes"][0]["html"]) for v in found]
            assert faults == [], shown
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, shown
    context.close()


def _every_screen(page: Page, address: str) -> list[str]:
    """Return the address of every kind of screen, with something on it."""
    keys = Keyboard(page)
    fill_guide_1(page, keys, address)
    foundation = page.url
    fill_guide_2(page, keys, address)
    path = page.url
    talk_and_summarize(page, keys, address)
    summary = page.url.split("?")[0]
    page.goto(f"{address}prepare?decision=Q2")
    page.get_by_role("button", name="Make the plan").click()
    plan = page.url
    page.goto(f"{address}prepare")
    page.get_by_label("A name for a new client").fill("Client A")
    page.get_by_role("button", name="Begin a log").click()
    client = page.url
    page.get_by_label("Successes").fill("They came.")
    page.get_by_role("button", name="Save this session").click()
    page.goto(f"{address}teams")
    page.get_by_label("Its name").fill("Our district")
    page.get_by_role("button", name="Make the team").click()
    team = page.url
    audits = [*_audit_screens(page, keys, address), *_library_screens(page, address)]
    plan_id = plan.split("/")[-1].split("#")[0]
    fixed = [
        "explore", "explore?text=coach", "explore/Q3", "explore/Q4",
        "explore/systems/henry-county", "reflect", "teams", "talk", "prepare", "kept", "tokens",
        "kept?key=show", f"kept/{plan_id}/print", "guides/guide-1/print", "guides/guide-2/print",
        "explore/nothing",
    ]  # fmt: skip
    steps = [
        f"{foundation}/1",
        f"{path}/marks/now",
        f"{path}/gaps",
        f"{path}/3",
        f"{path}?survey=1",
    ]
    own = [
        foundation,
        f"{foundation}/1",
        path,
        *steps,
        summary,
        summary.removesuffix("/summary"),
        plan,
        client,
        team,
    ]
    return [*(f"{address}{end}" for end in fixed), *own, *audits]


def _audit_screens(page: Page, keys: Keyboard, address: str) -> list[str]:
    """Return the screens of an audit, one claim of it rated and one not."""
    audit = make_an_audit(page, keys, address, 3)
    page.get_by_role("link", name="Start rating").click()
    claim = page.url
    page.locator("button[data-key='2']").click()
    page.get_by_role("button", name="Save and go on").click()
    following = page.url
    return [
        f"{address}audit", audit, claim, following, f"{audit}/report", f"{address}audit/time",
        f"{address}audit/feedback",
    ]  # fmt: skip


def _library_screens(page: Page, address: str) -> list[str]:
    """Return the screens of a document and of a case that waits for a review."""
    page.goto(f"{address}library")
    page.get_by_text("paste text").click()
    page.get_by_label("Title").fill("Our plan")
    page.get_by_label("Text", exact=True).fill("# Plan\n\nOne coach for each school.")
    page.get_by_role("button", name="Add this text").click()
    document = page.get_by_role("link", name="Our plan")
    expect(document).to_be_visible(timeout=60_000)
    place = str(document.get_attribute("href")).lstrip("/")
    page.goto(f"{address}cases/new")
    page.get_by_label("Title").fill("A year too fast")
    page.get_by_label("What happened").fill("Half of them left.")
    page.get_by_label("Who may see it").select_option("all")
    page.get_by_role("button", name="Keep it").click()
    case = str(page.get_by_role("link", name="A year too fast").get_attribute("href")).lstrip("/")
    ends = ["library", place, f"{place}?at=6-10#at", f"{place}?q=coach", "cases", "cases/new", case]
    return [f"{address}{end}" for end in ends]


def test_a_citation_opens_its_card_and_leads_back(
    wide: BrowserContext, start: Callable[..., object]
) -> None:
    page = wide.new_page()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}explore/Q3")
        mark = page.locator("a.bw-cite").nth(4)
        mark.press("Enter")
        card = page.locator(".bw-card.bw-on")
        expect(card).to_be_focused()
        expect(card.locator("mark")).not_to_be_empty()
        card.get_by_role("link", name="Back to where it is cited").press("Enter")
        expect(mark).to_be_focused()
        expect(page.locator("svg.bw-drawing")).to_be_visible()


def test_screens_work_without_scripts_and_ask_nobody_else(
    browser: Browser, start: Callable[..., object]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}reflect")
        page.get_by_role("button", name="Start guide 1").click()
        page.locator("textarea").fill("No scripts here.")
        page.get_by_role("button", name="Save and go on").click()
        page.goto(f"{address}kept")
        page.get_by_role("link", name="Laying the Foundation", exact=True).click()
        expect(page.locator("main")).to_contain_text("No scripts here.")
        assert all(url.startswith((address, "data:")) for url in asked)
    context.close()


@pytest.mark.parametrize("guide", ["guide-1", "guide-2"])
def test_a_blank_guide_prints_on_one_page(
    wide: BrowserContext, start: Callable[..., object], guide: str
) -> None:
    page = wide.new_page()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}guides/{guide}/print")
        printed = page.pdf(format="Letter", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1


def test_a_screen_leads_on_to_an_answer_and_a_foreign_link_only_fills_the_box(
    wide: BrowserContext, start: Callable[..., object]
) -> None:
    page = wide.new_page()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}?ask=What did Dallas do?")
        expect(page.locator("#question textarea")).to_have_value("What did Dallas do?")
        page.wait_for_timeout(1000)
        expect(page.locator("article.bw-turn")).to_have_count(0)
        page.goto(f"{address}explore/Q3")
        page.get_by_role("link", name="Ask about this").click()
        page.locator(".bw-tools").wait_for(timeout=60_000)
        expect(page.locator("article.bw-turn")).to_have_count(1)
        page.get_by_role("link", name="Talk it through").click()
        beside = page.frame_locator(".bw-panel iframe")
        expect(beside.locator("input[name=decision]")).to_have_value("Q3")


def test_a_form_on_another_site_takes_nothing_away(
    wide: BrowserContext, start: Callable[..., object]
) -> None:
    page = wide.new_page()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}reflect")
        page.get_by_role("button", name="Start guide 1").click()
        form = f'<form method="post" action="{address}talk"><button>Win</button></form>'
        page.goto("data:text/html," + form)
        page.get_by_role("button").click()
        expect(page.locator("h1")).to_have_text("That did not work")
        page.goto(f"{address}kept")
        expect(page.locator("main")).to_contain_text("Laying the Foundation")
