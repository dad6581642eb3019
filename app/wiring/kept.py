"""What is kept for people, in the database that the settings name."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    from app.records.audits import Audits
    from app.records.grants import Grants
    from app.records.keys import Keys
    from app.records.notices import Notices
    from app.records.people import People
    from app.records.purging import Purging
    from app.records.ratings import Rating
    from app.records.requests import Requests
    from app.records.sharing import Sharing
    from app.records.store import Records
    from app.records.teams import Teams
    from app.records.tokens import Tokens
    from app.records.usage import UsageCounts


@dataclass(frozen=True)
class Kept:
    """What is kept for people."""

    keys: "Keys"
    records: "Records"
    teams: "Teams"
    audits: "Audits"
    rating: "Rating"
    sharing: "Sharing"
    purging: "Purging"
    people: "People"
    grants: "Grants"
    usage: "UsageCounts"
    notices: "Notices"
    tokens: "Tokens"
    requests: "Requests"


def has_records(settings: Settings) -> bool:
    """Return whether there is a database already; a server's is taken to be there."""
    from app.records.addresses import file_in

    path = file_in(settings.records_url)
    return path is None or Path(path).exists()


def open_kept(settings: Settings) -> Kept:
    """Return what is kept, in a database that is up to date; raises RecordsError."""
    from app.records.audits import Audits
    from app.records.database import open_database
    from app.records.grants import Grants
    from app.records.keys import Keys
    from app.records.notices import Notices
    from app.records.people import People
    from app.records.purging import Purging
    from app.records.ratings import Rating
    from app.records.requests import Requests
    from app.records.sharing import Sharing
    from app.records.store import Records
    from app.records.teams import Teams
    from app.records.tokens import Tokens
    from app.records.usage import UsageCounts

    engine = open_database(settings.records_url)
    return Kept(
        Keys(engine),
        Records(engine),
        Teams(engine),
        Audits(engine),
        Rating(engine),
        Sharing(engine),
        Purging(engine),
        People(engine),
        Grants(engine),
        UsageCounts(engine),
        Notices(engine),
        Tokens(engine),
        Requests(engine),
    )
