"""Two evaluators audit twenty answers on the page, with the keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import docx
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.flows import make_an_audit, rate_all
from tests.browser.keyboard import Keyboard
from tests.browser.test_page import QUESTION, answered

_ANSWERS = 20


def test_twenty_answers_are_rated_by_two_who_don_t_see_each_other(
    wide: BrowserContext, browser: Browser, start: Callable[..., object], tmp_path: Path
) -> None:
    page = wide.new_page()
    second = browser.new_context(viewport={"width": 360, "height": 780})
    other = second.new_page()
    with start() as address:  # type: ignore[attr-defined]
        audit = make_an_audit(page, Keyboard(page), address, _ANSWERS)
        code = page.locator("main b").first.inner_text()
        rated = rate_all(page, Keyboard(page), audit, "1112")
        other.goto(f"{address}audit")
        Keyboard(other).write("code", code)
        Keyboard(other).press("Join as an evaluator")
        other.get_by_role("link", name="Start rating").press("Enter")
        expect(other.locator("main")).not_to_contain_text("Evaluator 1")
        assert rate_all(other, Keyboard(other), audit, "1113") == rated
        page.goto(f"{audit}/report")
        expect(page.locator("main")).to_contain_text("2 of 2 evaluators’ verdicts")
        expect(page.locator("svg.bw-drawing")).to_have_count(2)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Word").press("Enter")
        waiting.value.save_as(tmp_path / "report.docx")
    second.close()
    _assert_figures(tmp_path / "report.docx", rated)


def _assert_figures(file: Path, rated: int) -> None:
    """Hold the figures of the report to what was pressed."""
    tables = docx.Document(str(file)).tables
    figures = {row.cells[0].text: row.cells[1].text for t in tables for row in t.rows}
    assert figures["Answers; silent ones among them"].startswith(f"{_ANSWERS}; ")
    both = [n % 4 != 3 for n in range(rated)]
    assert figures["Same verdict of these two"].startswith(f"{sum(both) / rated:.2f}"[:3])
    silences = round(
        float(figures["Share of answers that are silent (“not covered”)"][:4]) * _ANSWERS
    )
    claims = rated - silences
    full = float(figures["Full support"].split(" ")[0])
    assert abs(full - sum(both[:claims]) / claims) < 0.02
    assert re.match(r"-?0\.\d\d", figures["Cohen’s kappa of these two"])


def test_keys_go_back_undo_and_note(context: BrowserContext, start: Callable[..., object]) -> None:
    page = context.new_page()
    keys = Keyboard(page)
    with start() as address:  # type: ignore[attr-defined]
        audit = make_an_audit(page, keys, address, 2)
        page.goto(audit)
        keys.press("Start rating")
        first = page.url
        _press(page, "j")
        second = page.url
        assert second != first
        _press(page, "k")
        assert page.url == first
        expect(page.locator("#found")).not_to_have_attribute("open", "")
        page.keyboard.press("f")
        expect(page.locator("#found")).to_have_attribute("open", "")
        _press(page, "3")
        page.keyboard.press("n")
        page.keyboard.insert_text("1 2 3 j k u")
        keys.press("Save and go on")
        assert page.url == second
        _press(page, "k")
        expect(page.locator("textarea[name=note]")).to_have_value("1 2 3 j k u")
        _press(page, "u")
        assert page.url == first
        expect(page.locator("textarea[name=note]")).to_have_value("")
        _press(page, "u")
        expect(page.locator("textarea[name=note]")).to_have_count(0)
        page.goto(f"{audit}/rate")
        assert page.url == first


def test_a_thumb_down_reaches_the_queue(
    context: BrowserContext, start: Callable[..., object]
) -> None:
    page = context.new_page()
    with start() as address:  # type: ignore[attr-defined]
        page.goto(address)
        page.get_by_label("Your question").fill(QUESTION)
        page.keyboard.press("Enter")
        answered(page)
        box = page.locator(".bw-feedback")
        box.get_by_role("button", name="Not right").press("Enter")
        expect(box.get_by_label("Wrong source")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.insert_text("The second line.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(box).to_contain_text("Thank you")
        page.goto(f"{address}audit/feedback")
        expect(page.locator("main")).to_contain_text("The quotation does not support it")
        expect(page.locator("main")).to_contain_text("The second line.")
        page.get_by_role("button", name="Rate this answer").press("Enter")
        expect(page.locator("h1")).to_have_text("From feedback")


def _press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
