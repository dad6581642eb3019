"""The README and what it leads on to are held to the code."""

import re
from pathlib import Path

import pytest
import typer
from pydantic import AliasChoices
from typer.main import get_command

from app.cli import cli
from app.settings import Settings
from prompts import prompt_names

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "\n".join(file.read_text(encoding="utf-8") for file in FILES)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_named(name: str) -> None:
    alias = Settings.model_fields[name].validation_alias
    names = alias.choices if isinstance(alias, AliasChoices) else [f"BOTHWAYS_{name.upper()}"]
    assert [n for n in names if f"`{n}`" not in DOCS] == []
    alias = Settings.model_fields[name].validation_alias
    for choice in getattr(alias, "choices", ()):
        assert f"`{choice}`" in DOCS


def test_every_command_and_option_is_named() -> None:
    group = get_command(cli)
    assert isinstance(group, typer.core.TyperGroup)
    for name, command in group.commands.items():
        rows = re.findall(rf"^\| `bothways {name}\b.*$", DOCS, re.MULTILINE)
        assert rows, name
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        assert [o for o in options if not any(o in row for row in rows)] == []


@pytest.mark.parametrize("name", prompt_names())
def test_every_prompt_is_named(name: str) -> None:
    assert f"`{name}`" in DOCS


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
    assert {file.name for file in FILES[1:]} <= linked


def test_the_changelog_speaks_of_this_version() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
