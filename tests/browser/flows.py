"""What people do on the screens, with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard


def fill_guide_1(page: Page, keys: Keyboard, address: str) -> None:
    page.goto(f"{address}reflect")
    keys.press("Start guide 1")
    for step in range(1, 11):
        keys.write("answer", f"My answer to prompt {step}.")
        keys.press("Save and finish" if step == 10 else "Save and go on")
    expect(page.locator("main")).to_contain_text("10 of 10 answered")


def fill_guide_2(page: Page, keys: Keyboard, address: str) -> None:
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


def talk_and_summarize(page: Page, keys: Keyboard, address: str) -> None:
    page.goto(f"{address}reflect")
    keys.press("Start a reflection")
    keys.write("about", "We want to start with those who are ready, and I fear for the others.")
    keys.press("Begin")
    expect(page.locator("input[name=picked]")).to_have_count(3)
    picked = str(page.locator("input[name=picked]").first.get_attribute("value"))
    keys.choose("picked", picked)
    keys.write("said", "Two of our schools are ready, the others wait for a sign.")
    keys.press("Add this note")
    expect(page.locator(".bw-took")).to_contain_text(picked)
    page.locator("button[value=example]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bw-card").first).to_contain_text("quoted word for word")
    keys.write("step", "I will visit the two schools with my deputy before December 3.")
    keys.press("Read my step")
    keys.press("Make a summary")
    expect(page.locator("textarea[name=what]")).not_to_have_value("")
    keys.write("when", "Before the holidays, with my deputy.")
    keys.press("Save this summary")
    expect(page.locator("main")).to_contain_text("Saved.")


def make_an_audit(page: Page, keys: Keyboard, address: str, count: int) -> str:
    """Make an audit with answers of the gold questions and return its address."""
    page.goto(f"{address}audit")
    keys.write("name", "Spring audit")
    keys.press("Make the audit")
    audit = page.url
    keys.press("Ask the gold questions now")
    keys.write("count", str(count))
    keys.press("Add them")
    expect(page.locator("main")).to_contain_text(f"{count} answers added")
    return audit


def rate_all(page: Page, keys: Keyboard, audit: str, verdicts: str) -> int:
    """Rate every claim by single keys, over and over in the order given; return how many."""
    page.goto(audit)
    keys.press("Start rating")
    rated = 0
    while "/rate/" in page.url:
        key = verdicts[rated % len(verdicts)]
        _go(page, key)
        if "why=1" in page.url:
            page.keyboard.press("ArrowDown")
            _go(page, "Enter")
        rated += 1
    keys.press("I am done: keep my verdicts as they are")
    return rated


def _go(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
