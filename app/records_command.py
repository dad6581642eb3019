"""The commands that look after what is kept: copies, repairs, a new beginning."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.settings import load_settings
from corpus.errors import SettingsError

records_cli = typer.Typer(
    name="records", help="Look after what is kept.", no_args_is_help=True, rich_markup_mode=None
)


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; a new file in the folder backups if none.")
    ] = None,
) -> None:
    """Copy everything that is kept into a file, while the page may run."""
    from app.records.copies import make_copy

    made = make_copy(_file(), file)
    _say(f"Copied to {made}. Whoever has this file can read it.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that bothways backup has made.")],
) -> None:
    """Put a copy in place of what is kept; what was there is put aside."""
    from app.records.copies import put_back

    aside = put_back(_file(), file)
    _say(f"Restored from {file}." + (f" What was there is in {aside}." if aside else ""))


@records_cli.command()
def check() -> None:
    """Look at every page of the file, and count what is kept."""
    from app.records.copies import look_at

    path = _file()
    if not path.exists():
        from app.records.presence import check_presence

        check_presence(path)
        _say("Nothing is kept yet.")
        return
    state = look_at(path)
    _say(f"{path.name} is sound. {state.line()}")
    if any(state.unreadable.values()):
        _say("The others can be read; an export holds what is left of these.")
        raise typer.Exit(1)


@records_cli.command()
def repair() -> None:
    """Save what can be read of a damaged file; stop the page first."""
    from app.records.salvage import repair as save

    aside, counts = save(_file())
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    _say(f"Saved: {told or 'nothing'}. The damaged file is in {aside}.")


@records_cli.command()
def new() -> None:
    """Begin with nothing kept; what was there is put aside. Stop the page first."""
    from app.records.copies import begin_anew

    aside = begin_anew(_file())
    _say("Nothing is kept now." + (f" What was there is in {aside}." if aside else ""))


def add_to(cli: typer.Typer) -> None:
    """Add the commands to those of `bothways`."""
    commands: tuple[Callable[..., None], ...] = (backup, restore)
    for command in commands:
        cli.command()(command)
    cli.add_typer(records_cli)


def _file() -> Path:
    """Return the file of records; SettingsError where they are in another database."""
    from app.records.addresses import read_url

    url = read_url(load_settings().records_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise SettingsError(
            "What is kept is in a PostgreSQL database, not in a file.",
            "Nothing was done.",
            "Use its own tools: pg_dump --format=custom for a copy, pg_restore to put it back.",
        )
    return Path(url.database).absolute()


def _say(line: str) -> None:
    typer.echo(line, err=True)
