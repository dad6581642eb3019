"""The screens beside the chat, in a real browser, with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import docx
from playwright.sync_api import Browser, BrowserContext, expect
from pptx import Presentation

from tests.browser.flows import fill_guide_1, fill_guide_2, talk_and_summarize
from tests.browser.keyboard import Keyboard

SITUATION = "my superintendent wants to scale to all schools next year"


def test_a_leader_does_it_all_by_keyboard_and_finds_it_after_a_restart(
    context: BrowserContext, start: Callable[..., object]
) -> None:
    page = context.new_page()
    keys = Keyboard(page)
    with start() as address:  # type: ignore[attr-defined]
        fill_guide_1(page, keys, address)
        fill_guide_2(page, keys, address)
        talk_and_summarize(page, keys, address)
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
        page.get_by_role("link", name="Reflection: Where to pilot").press("Enter")
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
        keys.press("Add a step")
        expect(page.locator("fieldset legend")).to_have_count(7)
        keys.reach(named="case_left")
        shown = page.locator("section.bw-left h3").first.inner_text()
        page.keyboard.press("End")
        keys.write("down_left", "Teachers may be left behind.")
        keys.press("Save")
        assert page.locator("section.bw-left h3").first.inner_text() != shown
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
