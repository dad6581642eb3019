"""Addresses of databases as people have them, into one that can be opened."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.addresses import unquoted
from corpus.errors import SettingsError

_POSTGRES = "postgresql+psycopg"


def read_url(text: str) -> URL:
    """Return an address without the blanks and marks around it, with the driver that is installed.

    `postgres://` and other drivers' names are read as PostgreSQL's. Raises SettingsError, which
    never tells the address itself: it may hold a password.
    """
    try:
        read = make_url(unquoted(text))
        if read.drivername.partition("+")[0] in {"postgres", "postgresql", "pgsql"}:
            read = read.set(drivername=_POSTGRES)
        elif read.get_backend_name() == "sqlite":
            read = read.set(drivername="sqlite")
        read.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise _unreadable() from error
    # A password with unencoded marks puts its end into the name of the database.
    if "@" in (read.database or "") or "@" in (read.host or ""):
        raise _unreadable()
    return read


def file_in(text: str) -> str | None:
    """Return the file that an address names; None for a server's."""
    url = read_url(text)
    return url.database if url.get_backend_name() == "sqlite" else None


def _unreadable() -> SettingsError:
    return SettingsError(
        "BOTHWAYS_DATABASE_URL is no address of a database.",
        "Nothing can be kept.",
        "Unset it to keep everything in a file, or write postgresql://user:password@host/name; in "
        "a password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25.",
    )
