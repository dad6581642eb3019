"""The `bothways` command. JSON goes to stdout, everything else to stderr."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app import library_command, people_command, records_command
from app.lines import bounded_lines
from app.logs import causes, set_up_logs
from app.progress import terminal_watcher
from app.services import Services
from app.settings import load_settings
from app.terminal import dumps, set_up_terminal
from corpus.errors import AnswerFormatError, BothWaysError, QuestionError

if TYPE_CHECKING:
    from app.assistant.protocol import Assistant

# The exit code of a fault of ours (sysexits.h, EX_SOFTWARE).
_UNFORESEEN = 70

_Server = Annotated[
    str,
    typer.Option(
        help="Address of a running page that is asked instead; its token lies in BOTHWAYS_TOKEN."
    ),
]

cli = typer.Typer(
    name="bothways",
    help="Cited, two-sided answers from the report “Look Both Ways”. No key, no account, "
    "no network.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


records_command.add_to(cli)
library_command.add_to(cli)
people_command.add_to(cli)


def main() -> NoReturn:
    """Run the command; an error of ours becomes one line and an exit code."""
    set_up_terminal()
    set_up_logs()
    try:
        cli(prog_name="bothways")
    except BothWaysError as error:
        typer.echo(f"bothways: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except ImportError as error:
        typer.echo(
            f"bothways: The package {error.name} is missing or broken. Nothing more was done. "
            "Install it again: pip install --force-reinstall both-ways; bothways doctor looks "
            "for more.",
            err=True,
        )
        sys.exit(_UNFORESEEN)
    except Exception as error:
        typer.echo(
            f"bothways: Something failed that we had not foreseen ({causes(error)}). Nothing more "
            "was done. bothways doctor may tell why; if not, please report this line.",
            err=True,
        )
        sys.exit(_UNFORESEEN)
    sys.exit(0)


@cli.command()
def chat(
    host: Annotated[str | None, typer.Option(help="Address to serve on (loopback).")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port (7860).")] = None,
) -> None:
    """Open the chat page on this machine."""
    from app.tracing import set_up_tracing
    from app.ui.serving.opening import site_of
    from app.ui.serving.server import serve

    settings = load_settings()
    set_up_logs(as_json=settings.logs == "json")
    set_up_tracing(settings)
    site = site_of(settings, host, port)
    serve(Services(settings, terminal_watcher()), site, _say)


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    batch: Annotated[
        Path | None, typer.Option(help="A file with one JSON question a line; - for stdin.")
    ] = None,
    quotes_only: Annotated[
        bool, typer.Option("--quotes-only", help="Answer without the model that is set.")
    ] = False,
    server: _Server = "",
) -> None:
    """Answer a question, or a file of questions, with sources."""
    assistant = _assistant(server)
    if batch is not None:
        _ask_batch(assistant, batch, quotes_only)
        return
    answer = assistant.ask(question or "", quotes_only=quotes_only)
    typer.echo(dumps(answer.as_json(), indent=2) if as_json else answer.as_text())


@cli.command()
def search(
    question: Annotated[str, typer.Argument(help="Words to look for.")],
    k: Annotated[int, typer.Option("--k", min=1, max=50, help="How many.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    server: _Server = "",
) -> None:
    """Show what ranks highest, best first: units of the report, passages of what was added."""
    from app.reports import search_json, search_text

    found = _assistant(server).search(question, k)
    typer.echo(dumps(search_json(found), indent=2) if as_json else search_text(found))


@cli.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it afresh.")] = False,
) -> None:
    """Build the index, or check that it is sound."""
    services = _services()
    ready = services.ready(rebuild=rebuild)
    _say(f"The index holds {len(ready.index.units)} units and is sound.")


@cli.command(name="eval")
def evaluate_command(
    questions: Annotated[
        Path | None, typer.Option(help="A JSONL file of gold questions; the shipped ones if none.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", help="metric=value; exit code 1 where it is missed."),
    ] = None,
    compare: Annotated[str | None, typer.Option(help="`stock`: a plain pipeline beside.")] = None,
    against: Annotated[
        str | None, typer.Option(help="An earlier run: its name, its file, or `last`.")
    ] = None,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Answers as the model that is set words them.")
    ] = False,
) -> None:
    """Measure answers against questions whose right evidence is known; the run is kept."""
    from app.evaluation.command import Wish, run_evaluation

    wish = Wish(questions, minimum or (), compare, against, with_model)
    report = run_evaluation(_services(), wish)
    typer.echo(dumps(report.as_json(), indent=2) if as_json else report.as_text())
    _say(f"This run is kept as {report.run}.")
    for line in report.missed:
        _say(f"bothways: {line}.")
    if report.missed:
        raise typer.Exit(1)


@cli.command(name="audit")
def audit_command(
    file: Annotated[Path, typer.Argument(help="A file with one JSON answer a line; - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one object an answer.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print one row a claim.")] = False,
) -> None:
    """Check each claim of many answers against the words that it cites."""
    from app.audit_command import print_audits

    known = _services().library.known
    with _open_lines(file) as lines:
        tally = print_audits(lines, known, "json" if as_json else "csv" if as_csv else "text")
    _say(tally.line())
    if tally.unreadable:
        raise typer.Exit(AnswerFormatError.exit_code)
    if tally.faulty:
        raise typer.Exit(1)


@cli.command()
def mcp(server: _Server = "") -> None:
    """Answer other assistants by the Model Context Protocol, over standard input and output."""
    from app.mcp_server.server import make_server

    assistant = _assistant(server)
    made = make_server(lambda headers: assistant, assistant)
    # The model is loaded while the other side still looks at what there is.
    Thread(target=assistant.warm_up, daemon=True).start()
    made.run()


@cli.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what is installed, loaded and indexed, and what to do about what isn't."""
    from app.doctor import examine

    findings = examine(load_settings())
    if as_json:
        typer.echo(dumps([finding.as_json() for finding in findings], indent=2))
    else:
        typer.echo("\n".join(finding.line() for finding in findings))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _services() -> Services:
    return Services(load_settings(), terminal_watcher())


def _assistant(server: str) -> "Assistant":
    """Return the assistant behind an address, or that of this machine where there is none."""
    from app.assistant import connect

    return connect(server or None, services=_services)


def _ask_batch(assistant: "Assistant", path: Path, quotes_only: bool) -> None:
    from app.batch import answer_lines
    from app.reports import json_line

    failed = False
    with _open_lines(path) as lines:
        for row in answer_lines(lines, assistant, quotes_only=quotes_only):
            failed = failed or "error" in row
            typer.echo(json_line(row))
    if failed:
        raise typer.Exit(QuestionError.exit_code)


@contextmanager
def _open_lines(path: Path) -> Iterator[Iterable[bytes]]:
    """Give the lines of a file, or of standard input, one by one as they are."""
    try:
        if str(path) == "-":
            yield bounded_lines(sys.stdin.buffer)
            return
        with path.open("rb") as file:
            yield bounded_lines(file)
    except OSError as error:
        raise QuestionError(
            f"The file {path} can't be read ({type(error).__name__}).",
            "Nothing more was done.",
            "Check its name; it has to be UTF-8 text with one JSON object a line.",
        ) from error


def _say(line: str) -> None:
    typer.echo(line, err=True)
