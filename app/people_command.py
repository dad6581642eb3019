"""The commands that look after people: who there is, and invitations."""

from typing import Annotated

import typer

from app.progress import terminal_watcher
from app.services import Services
from app.settings import load_settings
from corpus.errors import SettingsError

people_cli = typer.Typer(
    name="people", help="Look after people who sign in.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip


@people_cli.command()
def invite(
    role: Annotated[str, typer.Option(help="What they may do.")] = "leader",
    group: Annotated[str, typer.Option(help="Their district or cohort.")] = "",
) -> None:
    """Print the link of an invitation to an account of the page's own."""
    from app.records.people import ROLES

    if role not in ROLES:
        raise SettingsError(
            f"There is no role “{role}”.", "Nobody was invited.", f"Choose from {', '.join(ROLES)}."
        )
    people = Services(load_settings(), terminal_watcher()).kept().people
    secret = people.invite("the command", frozenset({role}), group)
    typer.echo(f"/sign-in/invited/{secret}")
    typer.echo(
        "Put the page's address before it and send it to one person; it holds for two weeks.",
        err=True,
    )


@people_cli.command(name="list")
def list_people() -> None:
    """Print everybody who has signed in, with roles and group."""
    for person in Services(load_settings(), terminal_watcher()).kept().people.all():
        typer.echo("\t".join((person.name, ",".join(sorted(person.roles)), person.group)))


def add_to(cli: typer.Typer) -> None:
    """Add these commands."""
    cli.add_typer(people_cli)
