"""The README and what it leads on to are held to the code."""

import re
from pathlib import Path

import pytest

from app.settings import Settings
from docs.generate import command_page, settings_page

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
FILES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *PAGES,
         *sorted((ROOT / "docs" / "decisions").glob("*.md"))]  # fmt: skip


def test_pages_that_follow_from_the_code_do(tmp_path: Path) -> None:
    for name, made in (("settings", settings_page()), ("command-line", command_page())):
        shown = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        assert shown == made, "run make docs"


def test_every_setting_and_command_has_its_line() -> None:
    assert all(
        name == "model" or field.description for name, field in Settings.model_fields.items()
    )
    assert command_page().count("\n## bothways ") > 15


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_that_is_named_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named = re.findall(r"`((?:app|corpus|prompts|docs|tests|\.ci)/[\w./-]*)`", text)
    assert [path for path in linked if not (file.parent / path).exists()] == []
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_is_short_and_leads_to_everything_else() -> None:
    readme = FILES[0].read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 150
    linked = set(re.findall(r"\]\(docs/([^)#]+\.md)\)", readme))
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked |= set(re.findall(r"\]\(([^)#]+\.md)\)", index))
    assert {file.name for file in PAGES} - {"index.md"} <= linked


def test_the_changelog_speaks_of_this_version() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
