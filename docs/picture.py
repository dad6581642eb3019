"""Draws the README's moving picture: a real question, asked on a real page.

Run it by `make picture` while nothing else needs the machine; it serves a page of its own.
"""

import io
import shutil
import socket
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from app.services import Services
from app.settings import Settings
from app.ui.serving.server import make_server
from app.ui.serving.site import make_site
from indexing.watcher import Watcher

HERE = Path(__file__).parent
_QUESTION = "How did others handle need vs. readiness?"
_SIZE, _SHOWN = {"width": 1200, "height": 760}, (900, 570)
_FLAGS = ["--no-sandbox", "--disable-gpu"]
_LETTERS_A_FRAME = 6
_COLORS = 64
# Milliseconds that a letter, an event and the last view are shown.
_FAST, _SLOW, _LAST = 90, 1400, 3500


def main() -> None:
    """Write the picture."""
    services = Services(Settings(data_dir=Path(tempfile.mkdtemp())), Watcher())
    services.ready()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = make_server(services, make_site("127.0.0.1", port))
    server.start()
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        frames = _walk(browser.new_page(viewport=_SIZE), server.site.address)
        browser.close()
    server.close()
    services.close()
    _save(frames, HERE / "ask.gif")


def _walk(page: Page, address: str) -> list[tuple[Image.Image, int]]:
    """Return the views of a question and its answer, each with its milliseconds."""
    frames: list[tuple[Image.Image, int]] = []

    def shoot(milliseconds: int) -> None:
        image = Image.open(io.BytesIO(page.screenshot()))
        frames.append((image.convert("RGB").resize(_SHOWN, Image.Resampling.LANCZOS), milliseconds))

    page.goto(address)
    box = page.locator("#question textarea")
    box.wait_for()
    page.wait_for_timeout(1500)
    shoot(_SLOW)
    for end in range(_LETTERS_A_FRAME, len(_QUESTION) + _LETTERS_A_FRAME, _LETTERS_A_FRAME):
        box.fill(_QUESTION[:end])
        shoot(_FAST)
    page.locator("#ask").click()
    page.locator(".bw-answer").first.wait_for()
    page.wait_for_timeout(600)
    shoot(_LAST)
    page.locator(".bw-answer a").nth(3).click()
    page.wait_for_timeout(900)
    shoot(_LAST)
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(600)
    shoot(_LAST)
    return frames


def _save(frames: list[tuple[Image.Image, int]], file: Path) -> None:
    """Write the views as one GIF of few colours."""
    drawn = [image.quantize(_COLORS, dither=Image.Dither.NONE) for image, _ in frames]
    times = [milliseconds for _, milliseconds in frames]
    drawn[0].save(file, save_all=True, append_images=drawn[1:], duration=times, loop=0)


if __name__ == "__main__":
    main()
