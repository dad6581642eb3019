"""A page used with nothing but the keyboard."""

from dataclasses import dataclass

from playwright.sync_api import Page

_MOST_TABS = 250
_WHERE = """() => {
  const e = document.activeElement;
  const own = e.getAttribute("aria-label") || e.innerText || "";
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : "";
  return [e.name || "", own.trim(), label.trim()];
}"""


@dataclass(frozen=True)
class Keyboard:
    """Somebody who has no mouse."""

    page: Page

    def reach(self, *, named: str = "", saying: str = "") -> None:
        """Tab on until the field of a name, or what says something, has the focus."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            name, own, label = self.page.evaluate(_WHERE)
            if (named and name == named) or (saying and saying in (own, label)):
                return
        raise AssertionError(f"the keyboard never gets to {named or saying!r}")

    def press(self, saying: str) -> None:
        """Go to a button or a link and press it, and wait for what comes."""
        self.reach(saying=saying)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, named: str, text: str) -> None:
        """Go to a field and replace what is in it."""
        self.reach(named=named)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, named: str, value: str) -> None:
        """Go to a group of choices and move to one of them by the arrows."""
        self.reach(named=named)
        for _ in range(20):
            if self.page.evaluate("() => document.activeElement.value") == value:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{named} has no choice {value!r}")
