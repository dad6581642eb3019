"""Writes the pages that follow from the code: the settings, and the command.

Run it by `make docs`; a test holds the pages to what it writes.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from app.cli import cli
from app.settings import Settings
from app.settings_fields import ChatModels, Serving, SigningIn

HERE = Path(__file__).parent
_SETTINGS = """# Settings

All are environment variables; none is needed. `BOTHWAYS_CONFIG` names a file with lines such as
`BOTHWAYS_PORT=7860`; what the environment says goes before it. A variable's name with `_FILE`
behind it names a file that holds the value (`BOTHWAYS_DATABASE_URL_FILE`), so that a secret need
not lie in the environment. All are checked at the start.
"""
_COMMAND = """# The command

JSON goes to standard output and everything else to standard error. Exit codes: 0 done, 1 `doctor`
or `audit` found something, a minimum was missed or a run got worse, 2 a question, line or setting
can't be used, 3 the model is missing or altered, 4 the index can't be built, 5 the page can't be
served, 6 the chat model can't answer, 7 what is kept can't be read or written, 8 a document can't
be read or kept, 9 the page that `--server` names can't be reached or refuses, 70 a fault of ours.

A line of a batch file holds `{"id": "…", "question": "…", "previous": ["earlier turn", …]}`; `id`
and `previous` may be left out. A line that can't be answered yields an object with `error`, and
the others are answered all the same. `bothways --install-completion` lets the shell complete
commands and options.

Output loses no letter and never fails for one: JSON is escaped where the terminal's encoding
lacks letters, other text gets a question mark. CSV that goes to a file begins with the mark by
which spreadsheets know UTF-8; a text that begins like a formula gets an apostrophe in front. A
line of a file may have 4 MB; of earlier turns the last 50 count.
"""
_HEAD = "| variable | what it is | default |\n| --- | --- | --- |"
_GROUPS: tuple[tuple[str, type[BaseModel] | None], ...] = (
    ("What is kept, and what is asked", None),
    ("Serving the page", Serving),
    ("Signing in", SigningIn),
    ("A chat model", ChatModels),
)


def settings_page() -> str:
    """Return the page of settings, from their own descriptions."""
    parts = [_SETTINGS]
    grouped = {name for _, group in _GROUPS if group for name in group.model_fields}
    for title, group in _GROUPS:
        fields = group.model_fields if group else {
            name: field for name, field in Settings.model_fields.items() if name not in grouped
        }  # fmt: skip
        rows = "\n".join(_setting(name, field) for name, field in fields.items())
        parts.append(
            f"## {title}\n\n| variable | what it is | default |\n| --- | --- | --- |\n{rows}\n"
        )
    return "\n".join(parts)


def _setting(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    names = alias.choices if isinstance(alias, AliasChoices) else [f"BOTHWAYS_{name.upper()}"]
    variables = ", ".join(f"`{variable}`" for variable in names)
    return f"| {variables} | {field.description} | {_default(name, field)} |"


def _default(name: str, field: FieldInfo) -> str:
    if name == "data_dir":
        return "the user’s data folder"
    if name == "embedding_model":
        return "the packaged all-MiniLM-L6-v2"
    return "" if field.default in (None, "", False) else f"`{field.default}`"


def command_page() -> str:
    """Return the page of the command, from its own help."""
    group = get_command(cli)
    assert isinstance(group, TyperGroup)
    return "\n".join(
        [_COMMAND, *(_command(path, one) for path, one in _commands(group, "bothways"))]
    )


def _commands(group: TyperGroup, path: str) -> Iterator[tuple[str, TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{path} {name}")
        elif isinstance(command, TyperCommand):
            yield f"{path} {name}", command


def _command(path: str, command: TyperCommand) -> str:
    context = command.context_class(command)
    usage = " ".join((path, *command.collect_usage_pieces(context)))
    rows = [row for param in command.params if (row := param.get_help_record(context))]
    told = [f"| `{name}` | {about} |" for name, about in rows if name != "--help"]
    table = ["", "| | |", "| --- | --- |", *told] if told else []
    words = " ".join((command.help or "").split())
    return "\n".join([f"## {path}", "", f"`{usage}`", "", words, *table, ""])


def main() -> None:
    """Write the pages."""
    (HERE / "settings.md").write_text(settings_page(), encoding="utf-8")
    (HERE / "command-line.md").write_text(command_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
