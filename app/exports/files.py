"""What is kept, as files: for Word, as slides, as text, as a table, for a calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from app.answering.answer import Answer
from app.auditing.known import Known
from app.auditing.since import lines_since
from app.coaching.client import Client
from app.coaching.journal import Journal
from app.coaching.pathway import Pathway
from app.coaching.plan import Plan
from app.coaching.talk import Exchange, Talk
from app.evidence.passages import PassageIndex
from app.exports.calendar import commitment_calendar, log_calendar, session_calendar
from app.exports.document import Document
from app.exports.file import File
from app.exports.markdown import as_markdown
from app.exports.papers import chat_paper, client_paper, foundation_paper, path_paper, talk_paper
from app.exports.plan_papers import plan_paper, plan_slides
from app.exports.sheet import LOG_COLUMNS, Sheet, log_rows
from app.exports.slides import as_slides
from app.exports.word import as_word
from app.records.chat import ChatTurn
from app.records.store import Heading, Records
from corpus.errors import NotKeptError

B = TypeVar("B")


@dataclass(frozen=True)
class Papers:
    """Makes files of what is kept for people."""

    records: Records
    book: PassageIndex
    known: Callable[[], Known]

    def file(self, owner: str, id_: str, ending: str, *, notes: bool = False, at: str = "") -> File:
        """Return one kept thing as a file.

        `notes` adds those of a reflection to its summary, `at` is when a session will be. Raises
        NotKeptError where there is no such thing, or no such file of it.
        """
        heading = self.records.heading(owner, id_)
        made: dict[tuple[str, str], Callable[[], bytes]] = {
            ("plan", "pptx"): lambda: self._slides(owner, heading),
            ("plan", "ics"): lambda: session_calendar(
                id_, heading.title, self._body(owner, heading, Plan), at
            ),
            ("talk", "ics"): lambda: commitment_calendar(
                id_, heading.title, self._body(owner, heading, Talk), heading.changed.date()
            ),
            ("client", "ics"): lambda: log_calendar(id_, self._body(owner, heading, Client)),
            ("client", "csv"): lambda: _table(self._body(owner, heading, Client)),
            (heading.kind, "docx"): lambda: as_word(self.document(owner, heading, notes=notes)),
            (heading.kind, "md"): lambda: as_markdown(
                self.document(owner, heading, notes=notes)
            ).encode("utf-8", "replace"),
        }
        make = made.get((heading.kind, ending))
        if make is None:
            raise NotKeptError(
                "There is no such file of this.",
                "Nothing was made.",
                "Word (docx) and text (md) are there for everything, slides (pptx) for plans, a "
                "calendar file (ics) for plans, reflections and logs, a table (csv) for logs.",
            )
        return File(make(), heading.title, ending)

    def document(self, owner: str, heading: Heading, *, notes: bool = False) -> Document:
        """Return one kept thing as a document; `notes` adds a reflection's to its summary."""
        corpus, title = self.book.corpus, heading.title

        def body(kind: type[B]) -> B:
            return self._body(owner, heading, kind)

        def turns(kind: type[B]) -> tuple[B, ...]:
            return self.records.turns(owner, heading.id, kind)

        papers: dict[str, Callable[[], Document]] = {
            "foundation": lambda: foundation_paper(corpus, title, body(Journal)),
            "path": lambda: path_paper(corpus, title, body(Pathway)),
            "client": lambda: client_paper(corpus, title, body(Client)),
            "plan": lambda: plan_paper(self.book, title, body(Plan)),
            "talk": lambda: talk_paper(corpus, title, body(Talk), turns(Exchange), notes=notes),
            "chat": lambda: chat_paper(corpus, title, turns(ChatTurn), self._since),
        }
        return papers[heading.kind]()

    def _body(self, owner: str, heading: Heading, kind: type[B]) -> B:
        return self.records.get(owner, heading.id, kind).body

    def _slides(self, owner: str, heading: Heading) -> bytes:
        plan = self._body(owner, heading, Plan)
        return as_slides(heading.title, plan_slides(self.book, heading.title, plan))

    def _since(self, answer: Answer) -> tuple[str, ...]:
        return lines_since(answer, self.known, self.book.corpus.hash)


def _table(client: Client) -> bytes:
    file = StringIO()
    Sheet(file, LOG_COLUMNS).add(log_rows(client))
    # The mark in front lets a spreadsheet know the encoding.
    return f"\ufeff{file.getvalue()}".encode("utf-8", "replace")
