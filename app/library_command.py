"""The commands that add documents, and that look after what was added."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.progress import terminal_watcher
from app.services import Services
from app.settings import load_settings
from app.terminal import dumps
from corpus.errors import DocumentError

if TYPE_CHECKING:
    from app.documents.adding import Told
    from app.documents.taking import Offer
    from app.records.document import About

library_cli = typer.Typer(
    name="library", help="Look after documents that were added.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
_JSON = typer.Option("--json", help="Print JSON.")


def add(
    places: Annotated[list[str], typer.Argument(help="Files, folders or links.")],
    title: Annotated[str, typer.Option(help="Its title; the file's own if none.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote it.")] = "",
    published: Annotated[str, typer.Option("--date", help="When it was published.")] = "",
    licence: Annotated[str, typer.Option(help="What one may do with it.")] = "",
    workers: Annotated[
        int, typer.Option(min=0, max=1000, help="Workers on Ray; none for this process alone.")
    ] = 0,
) -> None:
    """Add documents: everybody who uses this page can then ask them beside the report.

    What is there already is left as it is; of what has changed only the new is embedded.
    """
    from app.documents.taking import take
    from app.records.document import About, Viewer

    services = _services()
    shelf = services.shelf()
    about = About(title, author, published, licence)
    _tell_room(places)
    failed = False
    for name, offer in _offers(places, about):
        try:
            if isinstance(offer, DocumentError):
                raise offer
            outcome = take(shelf.documents, Viewer(), offer).outcome
            _say(f"{name}: {outcome}")
        except DocumentError as error:
            failed = True
            _say(f"{name}: {error}")
    run = shelf.adder.run
    if workers:
        from app.documents.bulk import BulkAdder

        run = BulkAdder(
            shelf.passages, services.settings.embedding_model, workers, shelf.adder.lock
        ).run
    problems = _make_ready(run)
    if failed or problems:
        raise typer.Exit(DocumentError.exit_code)


@library_cli.command(name="list")
def list_(as_json: Annotated[bool, _JSON] = False) -> None:
    """List what was added, with its state."""
    from app.documents.listing import line_of, row_of
    from app.records.document import Viewer

    found = _services().shelf().documents.list(Viewer())
    if as_json:
        typer.echo(dumps([row_of(document) for document in found], indent=2))
    else:
        typer.echo("\n".join(map(line_of, found)) or "Nothing was added yet.")


@library_cli.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many passages.")] = 5,
    in_: Annotated[str, typer.Option("--in", help="The id of one document; all if none.")] = "",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Show the passages of added documents that answer best, best first."""
    from app.documents.listing import found_row, found_text
    from app.records.document import Viewer

    services = _services()
    searching = services.shelf().search
    chosen = [d for d in searching.visible(Viewer()) if in_ in ("", d.id)]
    vector = services.library.embeddings.embed_questions([question])[0]
    found = searching.search(question, vector, chosen, k)
    if as_json:
        rows = [found_row(n, one, searching.document) for n, one in enumerate(found, 1)]
        typer.echo(dumps(rows, indent=2))
    else:
        typer.echo("\n\n".join(found_text(one, searching.document) for one in found))


@library_cli.command()
def remove(id_: Annotated[str, typer.Argument(metavar="ID", help="A document's id.")]) -> None:
    """Take a document out: its words are found no more."""
    from app.records.document import Viewer

    _services().shelf().documents.take_out(Viewer(), id_)
    _say("Taken out. Answers that were kept keep what they quote.")


@library_cli.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder to write to.")],
) -> None:
    """Write the files that were added, and what is told of them, to a folder."""
    from app.documents.exporting import export_to
    from app.records.document import Viewer

    count = export_to(_services().shelf().documents, Viewer(), folder)
    _say(f"{count} documents written to {folder}.")


def add_to(cli: typer.Typer) -> None:
    """Add the commands to a program's others."""
    cli.command()(add)
    cli.add_typer(library_cli)


def _offers(places: Sequence[str], about: "About") -> Iterator[tuple[str, "Offer | DocumentError"]]:
    """Yield what is to be added with its name, or why it can't be had."""
    from app.documents.fetching import fetch
    from app.documents.taking import Offer, files_in
    from app.records.document import EVERYBODY

    for place in places:
        if place.startswith(("http://", "https://")):
            try:
                name, content = fetch(place)
                yield place, Offer(name, content, replace(about, url=place), EVERYBODY)
            except DocumentError as error:
                yield place, error
            continue
        for name, path in files_in(Path(place)):
            try:
                yield str(path), Offer(name, path.read_bytes(), about, EVERYBODY)
            except OSError as error:
                yield str(path), _unreadable(path, error)


def _tell_room(places: Sequence[str]) -> None:
    """Say what the files will take, and raise DocumentError where the disk has no room for it."""
    from shutil import disk_usage

    from app.documents.taking import files_in, room_for

    found = [p for place in places if "://" not in place for _, p in files_in(Path(place))]
    sizes = {path: path.stat().st_size for path in found if path.is_file()}
    disk, memory = room_for(sizes)
    folder = load_settings().data_dir
    free = disk_usage(folder if folder.exists() else Path.home()).free
    if disk > free:
        raise DocumentError(
            f"These files need about {disk / 1e6:,.0f} MB on the disk; {free / 1e6:,.0f} are free.",
            "Nothing was added.",
            "Make room, set BOTHWAYS_DATA_DIR to another disk, or add fewer at once.",
        )
    if len(sizes) > 1:
        on_disk, held = (max(1, round(size / 1e6)) for size in (disk, memory))
        _say(f"{len(sizes)} files: about {on_disk:,} MB on the disk, {held:,} MB of memory later.")


def _unreadable(path: Path, error: OSError) -> DocumentError:
    return DocumentError(
        f"{path} can't be read ({type(error).__name__}).", "It was not added; the others were.",
        "Check its name and who may read it.",
    )  # fmt: skip


def _make_ready(run: Callable[["Told"], int]) -> int:
    """Make what waits ready, telling how far it is; return how many could not be."""
    from app.records.document import Kept

    failed: set[str] = set()

    def told(document: Kept) -> None:
        about = document.about
        if document.state == "failed":
            failed.add(document.id)
            _say(f"{about.file_name}: {about.problem}")
        elif document.state == "ready":
            _say(f"“{about.title}” is ready: {about.passages} passages.")

    run(told)
    return len(failed)


def _services() -> Services:
    return Services(load_settings(), terminal_watcher())


def _say(line: str) -> None:
    typer.echo(line, err=True)
