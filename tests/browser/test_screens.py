"""The screens beside the chat, in a real browser, with the keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pptx import Presentation

from app.services import Services
from app.settings import Settings
from app.wiring import Ready
from indexing.watcher import Watcher
from tests.browser.conftest import served
from tests.browser.keyboard import Keyboard

SIZES = {"desktop": (1280, 860), "phone": (360, 780)}
SITUATION = "my superintendent wants to scale to all schools next year"


class Beside(Services):
    """Services with a database of their own, and the model that is loaded already."""

    def __init__(self, inner: Services, database: Path) -> None:
        settings = Settings(data_dir=inner.settings.data_dir, database_url=f"sqlite:///{database}")
        super().__init__(settings, Watcher())
        self._inner = inner

    def ready(self, *, rebuild: bool = False) -> Ready:
        return self._inner.ready(rebuild=rebuild)

    @property
    def is_ready(self) -> bool:
        return self._inner.is_ready


@pytest.fixture
def start(services: Services, ready: Ready, tmp_path: Path) -> Callable[..., object]:
    """A server that can be stopped and started again over the same database."""

    @contextmanager
    def start() -> Iterator[str]:
        beside = Beside(services, tmp_path / "records.db")
        yield from served(beside)
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


def _fill_guide_1(page: Page, keys: Keyboard, address: str) -> None:
    page.goto(f"{address}reflect")
    keys.press("Start guide 1")
    for step in range(1, 11):
        keys.write("answer", f"My answer to prompt {step}.")
        keys.press("Save and finish" if step == 10 else "Save and go on")
    expect(page.locator("main")).to_contain_text("10 of 10 answered")


def _fill_guide_2(page: Page, keys: Keyboard, address: str) -> None:
    page.goto(f"{address}reflect")
    keys.press("Start guide 2")
    for n in range(1, 8):
        keys.choose(f"Q{n}", str(1 + n % 5))
    keys.press("Save, and mark where you want to be")
    for n in range(1, 8):
        keys.choose(f"Q{n}", str(5 - n % 5))
    keys.press("Save, and see the gaps")
    keys.choose("critical", "Q3")
    keys.press("Save, and go on to the questions")
    for step in range(1, 8):
        keys.write("answer", f"My thought on question {step}.")
        keys.press("Save and finish" if step == 7 else "Save and go on")
    drawing = page.locator("svg.bw-drawing")
    expect(drawing).to_be_visible()
    assert "Resource Allocation: now 4, aspired 2" in str(drawing.get_attribute("aria-label"))
    expect(page.locator("main")).to_contain_text("most critical to you")


def _talk_and_summarize(page: Page, keys: Keyboard, address: str) -> None:
    page.goto(f"{address}reflect")
    keys.press("Start a conversation")
    keys.write("about", "We want to start with those who are ready, and I fear for the others.")
    keys.choose("decision", "Q3")
    keys.press("Begin")
    keys.write("said", "Two of our schools are ready, the others wait for a sign.")
    keys.press("Say it")
    expect(page.locator(".bw-reply").last).to_contain_text("?")
    keys.press("Tell me")
    expect(page.locator(".bw-card").first).to_contain_text("quoted word for word")
    keys.press("I’m ready for a next step")
    keys.write("said", "I will visit the two schools.")
    keys.press("Say it")
    keys.press("End with a summary")
    expect(page.locator("textarea[name=what]")).to_have_value("I will visit the two schools.")
    keys.write("when", "Before the holidays, with my deputy.")
    keys.press("Save this summary")
    expect(page.locator("main")).to_contain_text("Saved.")


def test_a_leader_does_it_all_by_keyboard_and_finds_it_after_a_restart(
    context: BrowserContext, start: Callable[..., object]
) -> None:
    page = context.new_page()
    keys = Keyboard(page)
    with start() as address:  # type: ignore[attr-defined]
        _fill_guide_1(page, keys, address)
        _fill_guide_2(page, keys, address)
        _talk_and_summarize(page, keys, address)
        page.goto(f"{address}?ask=What did Dallas do?")
        expect(page.locator("#question textarea")).to_have_value("What did Dallas do?")
        page.locator("#ask").press("Enter")
        page.locator(".bw-kept").wait_for(timeout=60_000)
        before = page.locator(".bw-answer").inner_html()
        cards = page.locator(".bw-card").all_inner_texts()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}kept")
        keys.press("What did Dallas do?")
        page.locator(".bw-tools").wait_for(timeout=60_000)
        assert page.locator(".bw-answer").inner_html() == before
        assert page.locator(".bw-card").all_inner_texts() == cards
        page.goto(f"{address}kept")
        keys.press("Laying the Foundation")
        expect(page.locator("main")).to_contain_text("My answer to prompt 10.")
        page.goto(f"{address}kept")
        keys.press("Charting Your Path")
        expect(page.locator("main")).to_contain_text("My thought on question 7.")
        page.goto(f"{address}reflect")
        page.get_by_role("link", name="Where to pilot").press("Enter")
        page.get_by_role("link", name="summary", exact=True).press("Enter")
        expect(page.locator("textarea[name=when]")).to_have_value(
            "Before the holidays, with my deputy."
        )


def test_five_pathways_make_a_team_picture(
    browser: Browser, wide: BrowserContext, start: Callable[..., object]
) -> None:
    page = wide.new_page()
    keys = Keyboard(page)
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}teams")
        keys.write("name", "Our district")
        keys.press("Make the team")
        code = page.locator("main b").first.inner_text()
        for n in range(5):
            _join(browser, address, code, str(n + 1), "Principal" if n % 2 else "Central office")
        page.reload()
        expect(page.locator("svg.bw-drawing")).to_have_count(0)
        keys.press("All are in: open the picture")
        drawing = page.locator("svg.bw-drawing")
        expect(drawing).to_be_visible()
        label = str(drawing.get_attribute("aria-label"))
        assert "Locus of Control: from 1 to 5, average 3.0" in label
        expect(page.locator("main")).to_contain_text("Where are people the most aligned?")
        expect(page.locator("main")).not_to_contain_text("Those who agreed")


def _join(browser: Browser, address: str, code: str, place: str, role: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{address}reflect")
    page.get_by_role("button", name="Start guide 2").click()
    for n in range(1, 8):
        page.locator(f"input[name=Q{n}][value='{place}']").check()
    page.get_by_role("button", name="Save, and mark").click()
    page.goto(f"{address}teams")
    page.get_by_label("The team’s code").fill(code)
    page.get_by_label("Your role").fill(role)
    page.get_by_role("button", name="Join, and share").click()
    expect(page.locator("h1")).to_have_text("Our district")
    context.close()


def test_a_coach_turns_a_situation_into_a_plan_by_keyboard(
    context: BrowserContext, start: Callable[..., object], tmp_path: Path
) -> None:
    page = context.new_page()
    keys = Keyboard(page)
    with start() as address:  # type: ignore[attr-defined]
        page.goto(f"{address}prepare")
        keys.write("situation", SITUATION)
        keys.write("minutes", "60")
        keys.write("attendees", "Superintendent and two principals")
        keys.press("Make the plan")
        expect(page.locator("main")).to_contain_text("60 minutes")
        expect(page.locator("h1")).to_contain_text("Pace")
        keys.write("text_check-in", "Begin with a story.")
        keys.press("Move Mark the spectrum earlier")
        expect(page.locator("fieldset legend").first).to_contain_text("Mark the spectrum")
        keys.press("Take another example for Going fast")
        keys.write("down_left", "Teachers may be left behind.")
        keys.press("Save")
        for name, file in (("Word", "plan.docx"), ("Slides", "plan.pptx")):
            keys.reach(saying=name)
            with page.expect_download() as waiting:
                page.keyboard.press("Enter")
            waiting.value.save_as(tmp_path / file)
    word = "\n".join(p.text for p in docx.Document(str(tmp_path / "plan.docx")).paragraphs)
    assert "Begin with a story." in word
    assert "Teachers may be left behind." in word
    assert word.count("Hand-out: ") == 3
    titles = [s.shapes.title.text for s in Presentation(str(tmp_path / "plan.pptx")).slides]
    assert "Where do we stand?" in titles


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
    _fill_guide_1(page, keys, address)
    foundation = page.url
    _fill_guide_2(page, keys, address)
    path = page.url
    _talk_and_summarize(page, keys, address)
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
    plan_id = plan.split("/")[-1].split("#")[0]
    fixed = [
        "explore", "explore?text=coach", "explore/Q3", "explore/Q4",
        "explore/systems/henry-county", "reflect", "teams", "talk", "prepare", "kept",
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
    return [*(f"{address}{end}" for end in fixed), *own]


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
        expect(page.locator("input[value=Q3]")).to_be_checked()


def test_a_form_on_another_site_takes_nothing_away(
    wide: BrowserContext, start: Callable[..., object], tmp_path: Path
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
