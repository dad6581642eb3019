"""Attacks on the page as it is served, each kind with many cases: `make attack`.

Prints a table of kinds, cases and failures, and ends with 1 where there is a failure.
"""

import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import httpx

from tests.attack.server import Server, served

SECRET = "SECRETWORD"
QUESTION = "how did others handle need vs. readiness?"
Case = tuple[str, bool]
EXPORTS, WARM = 800, 100
_CLOSED = (
    "/openapi.json", "/docs", "/runs", "/dev/reload", "/gradio_api/upload", "/monitoring",
    "/gradio_api/process_recording", "/gradio_api/file=/etc/passwd", "/file=/etc/passwd",
    "/gradio_api/stream/a/b/c/playlist.m3u8", "/gradio_api/component_server", "/login",
)  # fmt: skip


def other_ports_page(server: Server) -> Iterator[Case]:
    """Let a page on another port of this host try to read and to send, in a real browser."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS

    targets = ("/kept?key=show", "/config", "/gradio_api/info", "/talk", "/feedback", "/kept/key")
    script = (
        "async (target) => { for (const method of ['GET', 'POST']) { try { const r = await "
        "fetch(target, {method, credentials: 'include'}); if (r.ok) return await r.text(); } "
        "catch {} } return ''; }"
    )
    with _page_elsewhere() as elsewhere, sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chrome")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page()
        page.goto(f"{server.url}/explore")
        for host in ("127.0.0.1", "localhost"):
            page.goto(elsewhere.replace("127.0.0.1", host))
            for path in targets:
                yield f"{host} {path}", page.evaluate(script, f"{server.url}{path}") == ""
        browser.close()


def planted_cookies(server: Server) -> Iterator[Case]:
    """Come with keys that the server has not issued, alone and beside one's own."""
    with server.visitor() as client:
        key = client.cookies["bothways"]
        client.post("/teams", data={"name": "Mine"})
    for planted in ("a" * 32, "a" * 64, key[:32] + "b" * 32, "", "x", key[::-1]):
        shown = httpx.get(f"{server.url}/kept", headers={"cookie": f"bothways={planted}"})
        yield f"planted {planted[:8]}", "Mine" not in shown.text
        both = httpx.post(
            f"{server.url}/teams", data={"name": "Theirs"},
            headers={"cookie": f"bothways={planted}; bothways={key}"},
        )  # fmt: skip
        yield f"beside {planted[:8]}", both.status_code == 422


def foreign_names(server: Server) -> Iterator[Case]:
    """Ask for the page by other names, as after DNS rebinding."""
    for name in ("evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil"):
        for path in ("/", "/kept?key=show", "/config", "/gradio_api/info"):
            shown = httpx.get(f"{server.url}{path}", headers={"host": name})
            yield f"{name}{path}", shown.status_code == 421


def closed_addresses(server: Server) -> Iterator[Case]:
    """Try Gradio's addresses that the page does not need, with files to upload."""
    for path in _CLOSED:
        got = httpx.get(f"{server.url}{path}").status_code
        files = {"files": ("a.wav", b"RIFF" + b"\0" * 1000, "audio/wav")}
        sent = httpx.post(f"{server.url}{path}", files=files).status_code
        yield path, (got, sent) == (404, 404)


def costly_words(server: Server) -> Iterator[Case]:
    """Send words that cost some patterns quadratic time or worse; each has five seconds."""
    hostile = {
        "brackets": "[1]" * 19_000, "open": "[" * 57_000, "stars": "*" * 57_000,
        "quotes": "“" * 57_000, "spaces": " " * 57_000 + "x", "dots": "a." * 28_000,
        "links": "http://" * 8_000, "digits": "1," * 28_000, "marks": "a\u0301" * 19_000,
    }  # fmt: skip
    with server.visitor() as client:
        audit = client.post("/audit", data={"name": "A"}).url.path
        for name, words in hostile.items():
            begun = time.monotonic()
            client.post(f"{audit}/add/pasted", data={"text": words, "question": words[:2000]})
            client.post("/talk", data={"about": words, "decision": "Q1"})
            server.ask(words[:5900])
            yield name, time.monotonic() - begun < 5


def malformed_calls(server: Server) -> Iterator[Case]:
    """Send calls of other shapes; none may print a traceback or what was sent."""
    bodies: list[object] = [
        {"data": [123]}, {"data": [SECRET, SECRET]}, {"data": SECRET}, {"dat": [SECRET]}, [],
        SECRET,
        {"data": [SECRET, [1]]}, {"data": [{"a": SECRET}, None]}, {"data": [SECRET] * 50},
        {"data": [None, None]}, {"data": [[SECRET], []]}, None,
    ]  # fmt: skip
    paths = ("/api/v1/ask", "/mcp", "/gradio_api/queue/join", "/gradio_api/run/predict")
    with server.visitor() as client:
        for path in paths:
            for number, body in enumerate(bodies):
                sent = client.post(path, json=body)
                yield f"{path} {number}", "Traceback" not in sent.text
    logged = server.logged()
    yield "log without tracebacks", "Traceback" not in logged
    yield "log without words", SECRET not in logged


def guessed_codes(server: Server) -> Iterator[Case]:
    """Guess codes until it is refused."""
    with server.visitor() as client:
        told = [
            client.post("/teams/join", data={"code": f"AAAAAA{n:02}"}).status_code
            for n in range(25)
        ]
    yield "refused after twenty", 429 in told and told[0] == 422


def many_exports(server: Server) -> Iterator[Case]:
    """Make Word files and slides; the memory of the process must not go on growing."""
    with server.visitor() as client:
        plan = client.post("/prepare", data={"decision": "Q2", "minutes": "60"}).url.path
        id_ = plan.rsplit("/", 1)[-1]
        before = 0.0
        for number in range(EXPORTS):
            form = "pptx" if number % 2 else "docx"
            if client.get(f"/kept/{id_}/{form}").status_code != 200:
                yield f"export {number}", False
            if number == WARM:
                before = server.megabytes
    grown = server.megabytes - before
    yield f"grown by {grown:.0f} MB over {EXPORTS - WARM} exports", grown < 100


def hung_database(folder: Path) -> Iterator[Case]:
    """Name a database that accepts and never answers; Ask goes on."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        url = f"postgres://me:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/one"
        with served(folder, BOTHWAYS_DATABASE_URL=url) as server:
            begun = time.monotonic()
            yield "Ask answers", "Dallas" in server.ask(QUESTION)
            yield "in time", time.monotonic() - begun < 20
            begun = time.monotonic()
            shown = httpx.get(f"{server.url}/kept", timeout=30)
            yield "a screen says so", shown.status_code == 503
            yield "soon", time.monotonic() - begun < 12
            yield "no password in the log", SECRET not in server.logged() + shown.text


def rolled_back(folder: Path) -> Iterator[Case]:
    """Start over tables of a newer version; Ask goes on and nothing is changed."""
    path = folder / "records.db"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = 'r9999'")
    before = path.read_bytes()
    with served(folder) as server:
        yield "Ask answers", "Dallas" in server.ask(QUESTION)
        shown = httpx.get(f"{server.url}/kept")
        yield "a screen says so", "newer version" in shown.text
    yield "nothing was changed", path.read_bytes() == before
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = 'r0005'")


def lost_file(folder: Path) -> Iterator[Case]:
    """Take the file of records away; it is told, not replaced, and Ask goes on."""
    path = folder / "records.db"
    aside = path.rename(folder / "aside.db")
    with served(folder) as server:
        yield "Ask answers", "Dallas" in server.ask(QUESTION)
        yield "a screen says so", "is missing" in httpx.get(f"{server.url}/kept").text
    yield "not replaced", not path.exists()
    aside.rename(path)


def killed(folder: Path) -> Iterator[Case]:
    """Kill the server; the next one removes what it left."""
    with served(folder) as server:
        server.process.kill()
        server.process.wait()
        yield "a copy is left", bool(list((folder / "index").glob("bothways-copy-*")))
    with served(folder):
        yield "one copy is there", len(list((folder / "index").glob("bothways-copy-*"))) == 1
    yield "none after an end", not list((folder / "index").glob("bothways-copy-*"))


RUNNING: tuple[Callable[[Server], Iterator[Case]], ...] = (
    other_ports_page, planted_cookies, foreign_names, closed_addresses, costly_words,
    malformed_calls, many_exports, guessed_codes,
)  # fmt: skip
STARTING: tuple[Callable[[Path], Iterator[Case]], ...] = (
    hung_database, rolled_back, lost_file, killed
)  # fmt: skip


def main() -> int:
    """Run every attack and return how many kinds have a failure."""
    failed = 0
    begun = time.monotonic()
    with TemporaryDirectory(prefix="bothways-attack-") as name:
        folder = Path(name)
        with served(folder) as server:
            for attack in RUNNING:
                failed += _told(attack.__name__, list(attack(server)))
        for beginning in STARTING:
            failed += _told(beginning.__name__, list(beginning(folder)))
    print(f"{failed} kinds with a failure, in {time.monotonic() - begun:.0f} s")
    return failed


def _told(name: str, cases: list[Case]) -> bool:
    wrong = [case for case, holds in cases if not holds]
    kind = name.replace("_", " ")
    print(f"{kind:20} {len(cases):4} cases {len(wrong):4} failures", flush=True)
    for case in wrong:
        print(f"    {case}")
    return bool(wrong)


@contextmanager
def _page_elsewhere() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>elsewhere</title>")

        def log_message(self, *args: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/"
    http.shutdown()


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
