"""bothways add and bothways library, as a shell runs them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.documents.taking import room_for
from tests.documents import files
from tests.documents.test_shelf import COACHES, PLAN


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("BOTHWAYS_DATA_DIR", str(data_dir))
    monkeypatch.setenv("BOTHWAYS_DATABASE_URL", f"sqlite:///{tmp_path / 'records.db'}")

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, words)

    return run


def test_added_listed_found_asked_exported_and_removed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.md").write_bytes(PLAN)
    (folder / "report.pdf").write_bytes(files.report_pdf())
    (folder / "broken.docx").write_bytes(b"PK nothing")
    added = run("add", str(folder))
    assert added.exit_code == 8
    assert "damaged" in added.stderr
    assert "3 files" in added.stderr
    listed = json.loads(run("library", "list", "--json").stdout)
    assert sorted(d["state"] for d in listed) == ["failed", "ready", "ready"]
    found = json.loads(run("library", "search", COACHES, "--json").stdout)
    assert "Title II grant" in found[0]["quote"]
    assert found[0]["text"][found[0]["quote_start"] - found[0]["start"] :].startswith(
        found[0]["quote"]
    )
    answer = json.loads(run("ask", COACHES, "--json").stdout)
    assert answer["citations"][0]["source_kind"] == "own"
    assert "2 documents" not in run("library", "export", str(tmp_path / "out")).stderr
    assert (tmp_path / "out" / "documents.json").exists()
    for document in listed:
        assert run("library", "remove", document["id"]).exit_code == 0
    assert json.loads(run("library", "list", "--json").stdout) == []


def test_search_shows_the_report_and_what_was_added(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "plan.md").write_bytes(PLAN)
    assert run("add", str(tmp_path / "plan.md")).exit_code == 0
    rows = json.loads(run("search", COACHES, "--k", "8", "--json").stdout)
    assert rows[0]["kind"] == "own"
    assert {row["source"][:4] for row in rows} >= {"own:", "look"}


def test_what_is_not_there_is_said(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    missing = run("add", str(tmp_path / "nothing.pdf"))
    assert missing.exit_code == 8
    assert "can't be read" in missing.stderr


def test_the_room_that_files_take() -> None:
    disk, memory = room_for({Path("a.pdf"): 1_000_000, Path("b.txt"): 100_000})
    assert 5_000_000 < disk < 8_000_000
    assert 1_000_000 < memory < 4_000_000
