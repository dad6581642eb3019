"""Logs and terminals: no words of anybody's in a log, no letter lost in output."""

import csv
import json
import logging
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.exports.sheet import Sheet, defused
from app.logs import causes, set_up_logs
from app.services import Services
from app.settings import Settings
from app.ui.screens.visit import Visit, endpoint
from app.ui.serving.guard import Guard
from app.ui.serving.server import PageServer
from app.ui.serving.site import make_site
from indexing.watcher import Watcher

SECRET = "SECRETWORD"
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ [A-Z]+ [0-9a-f-]+ [\w.]+: .+")


def test_causes_name_types_and_places_without_words() -> None:
    try:
        try:
            json.loads(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        told = causes(error)
    assert SECRET not in told
    assert re.match(
        r"RuntimeError at tests/\S+:\d+ from JSONDecodeError at json/decoder.py:\d+", told
    )


def test_a_screen_that_fails_logs_the_request_and_no_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    set_up_logs()
    services = Services(Settings(data_dir=tmp_path), Watcher())

    def fail(visit: Visit) -> Response:
        raise ValueError(SECRET)

    async def crash(request: Request) -> Response:
        raise ValueError(SECRET)

    routes = [Route("/talk", endpoint(services, fail)), Route("/kept", crash)]
    site = make_site("127.0.0.1", 80, hosts=("testserver",))
    app = Guard(Starlette(routes=routes), site, lambda path: "screens")
    with TestClient(app, raise_server_exceptions=False) as browser:
        shown = browser.get(f"/talk?about={SECRET}")
    told = capsys.readouterr().err
    assert SECRET not in told
    assert SECRET not in shown.text
    assert shown.headers["x-request-id"] in told
    assert all(LINE.fullmatch(line) for line in told.splitlines())
    services.close()


def test_tracebacks_of_libraries_lose_their_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    set_up_logs()
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    told = capsys.readouterr().err
    assert SECRET not in told
    assert "ValueError at tests/test_app_logs.py" in told


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8", "utf-16"])
@pytest.mark.parametrize("form", [["--json"], []])
def test_output_in_any_encoding_is_whole(
    encoding: str, form: list[str], served: PageServer
) -> None:
    # What is written is the same; only the model need not be loaded for each.
    question = "what is prix fixe — “à la carte”? שלום"
    words = ["ask", question, "--server", served.site.address, *form]
    env = {
        **os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "app", *words], capture_output=True, env=env)
    assert done.returncode == 0, done.stderr
    if form:
        read = json.loads(done.stdout.decode(encoding))
        assert "שלום" in read["question"]
        assert "“" in read["question"]
    else:
        # Click takes ASCII for a mistake of the terminal's settings and writes UTF-8.
        assert "Sources" in done.stdout.decode("utf-8" if encoding == "ascii" else encoding)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"), ("＋1+1", "'＋1+1"), ("－1+1", "'－1+1"), ("＠SUM(A1)", "'＠SUM(A1)"),
        ("-3 schools", "-3 schools"), ("+2", "+2"), ("-4.5%", "-4.5%"), ("-1,000", "-1,000"),
        ("-3 +cmd|' /C calc'!A0", "'-3 +cmd|' /C calc'!A0"), ("-", "'-"), ("- a list", "'- a list"),
        ("|x", "'|x"), ("%x", "'%x"), ("plain = text", "plain = text"), ("", ""),
        ("-3 HYPERLINK(1)", "'-3 HYPERLINK(1)"), ("﹦1+1", "'﹦1+1"), ("⁺1+1", "'⁺1+1"),
    ],
)  # fmt: skip
def test_formulas_are_defused_and_numbers_stay(text: str, kept: str) -> None:
    assert defused(text) == kept
    file = StringIO()
    Sheet(file, ("a",)).add([(f" \t{text}",)])
    assert next(csv.reader([file.getvalue().splitlines()[1]]), [""]) in ([kept], [])
