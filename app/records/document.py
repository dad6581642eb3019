"""A document of people's own as it is kept: what is told of it, its state, and who may see it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

State = Literal["waiting", "reading", "ready", "failed"]
# Who may see a document: a team's id, or one of these.
ONLY_ME, EVERYBODY = "me", "all"


@dataclass(frozen=True)
class About:
    """What is told of a document. `problem` says why it could not be read, `notes` what of it.

    `asked_ahead` counts the passages that a model has written hypothetical questions for. Of a
    case, `wanted` says who is to see it once it was reviewed, and `review` what became of
    that: "due", "passed", or why it was not.
    """

    title: str
    author: str = ""
    published: str = ""
    licence: str = ""
    url: str = ""
    file_name: str = ""
    page_unit: str = ""
    pages: int = 0
    passages: int = 0
    embedded: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""
    stands_for: str = ""
    wanted: str = ""
    review: str = ""
    asked_ahead: int = 0


@dataclass(frozen=True)
class Kept:
    """A document as lists show it. `owner` is None for one that was added by the command."""

    number: int
    id: str
    owner: str | None
    seen_by: str
    kind: str
    state: State
    about: About
    digest: str
    letters: int
    revision: int
    created: datetime
    changed: datetime


@dataclass(frozen=True)
class Viewer:
    """Who asks: an owner's id, empty for the command and for nobody in particular."""

    owner: str = ""
    teams: tuple[str, ...] = ()

    def owns(self, document: Kept) -> bool:
        """Return whether a document is theirs; the command's are nobody's."""
        return document.owner == (self.owner or None)


# A visitor whom nobody can tell: they see what everybody sees, and nothing else.
NOBODY = Viewer("-")


_ABOUT = TypeAdapter(About)


def dump_about(about: About) -> str:
    """Return what is told of a document, as it is kept."""
    return json.dumps(asdict(about), ensure_ascii=False)


def load_about(text: str) -> About:
    """Return what is told of a document, as it was kept."""
    return _ABOUT.validate_json(text)
