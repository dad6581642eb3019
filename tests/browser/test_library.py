"""Documents and cases as people add, ask, open, share and take them out, in a real browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_page import answered, ask
from tests.documents import files

Start = Callable[..., AbstractContextManager[str]]


def _ready(page: Page, title: str) -> None:
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible(timeout=60_000)


def test_documents_are_added_while_somebody_chats_and_asked_with_the_report(
    browser: Browser, start: Start, tmp_path: Path
) -> None:
    made = {"report.pdf": files.report_pdf(60), "plan.docx": files.docx(), "page.html": files.HTML}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    with start() as address:
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        chat, library = context.new_page(), context.new_page()
        library.on("dialog", lambda dialog: dialog.accept())
        chat.goto(address)
        chat.wait_for_selector(".bw-starters button")
        library.goto(f"{address}library")
        box = library.get_by_label("Drop files here, or choose them")
        box.set_input_files([tmp_path / name for name in made])
        library.get_by_role("button", name="Add", exact=True).click()
        ask(chat, "how did others handle need vs. readiness?")
        answered(chat)
        for title in ("report.pdf", "Strategic plan", "A page"):
            _ready(library, title)
        ask(chat, "How many literacy coaches did the district pay for in year 41?")
        answered(chat, 2)
        expect(chat.locator("#t2 h3").first).to_have_text("From “report.pdf”")
        expect(chat.locator("#t2-s1 .bw-where")).to_contain_text("p. 41")
        with context.expect_page() as opened:
            chat.locator("#t2-s1").get_by_role("link", name="Open it at this place").click()
        mark = opened.value.locator("mark#at")
        expect(mark).to_contain_text("paid for 410 literacy coaches")
        expect(mark).to_be_in_viewport()
        chat.goto(address)
        chat.get_by_label("report.pdf").uncheck()
        ask(chat, "How many literacy coaches did the district pay for in year 41?")
        answered(chat)
        expect(chat.locator(".bw-answer")).not_to_contain_text("410")
        library.get_by_role("button", name="Take out Strategic plan").click()
        expect(library.get_by_role("link", name="Strategic plan")).to_have_count(0)
        ask(chat, "When does every school get one coach?")
        answered(chat, 2)
        expect(chat.locator("#t2")).not_to_contain_text("August 2027")
        context.close()


def test_a_case_is_shared_reviewed_and_found_by_another(browser: Browser, start: Start) -> None:
    with start() as address:
        teller, reviewer, reader = (browser.new_context().new_page() for _ in range(3))
        teller.goto(f"{address}cases/new")
        teller.get_by_label("Title").fill("Forty coaches in one summer")
        teller.get_by_label("What did not work").fill("Half of the new coaches left by spring.")
        teller.get_by_label("Decision").select_option("Q3")
        teller.get_by_label("Who may see it").select_option("all")
        teller.get_by_role("button", name="Keep it").click()
        expect(teller.locator("main")).to_contain_text("Waits for a review")
        reviewer.goto(f"{address}cases")
        reviewer.get_by_role("link", name="Forty coaches").click()
        reviewer.get_by_role("button", name="Let others see it").click()
        reader.goto(address)
        reader.wait_for_selector(".bw-starters button")
        ask(reader, "Did new coaches leave anywhere?")
        answered(reader)
        expect(reader.locator(".bw-answer")).to_contain_text("A case shared here")
        expect(reader.locator(".bw-answer")).to_contain_text("left by spring")
        for page in (teller, reviewer, reader):
            page.context.close()
