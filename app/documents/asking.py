"""The documents that somebody has chosen to ask, beside the report or instead of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.documents.searching import DocumentSearch
from app.evidence.documents import Floats, RankedPassage
from app.records.document import Kept, Viewer
from corpus.documents import Document

_FOUND = 12


@dataclass(frozen=True)
class Choice:
    """What somebody has chosen to ask: the report or not, and documents by their ids."""

    report: bool = True
    documents: frozenset[str] = frozenset()


Pick = Callable[[Sequence[str]], Choice]


@dataclass(frozen=True)
class ChosenTexts:
    """Some documents, searched together; `report` says that the report is asked as well.

    `owner` is who asks: the copies of pages that they have added stand in for our notes on these.
    """

    searching: DocumentSearch
    chosen: tuple[Kept, ...]
    report: bool = True
    owner: str | None = None

    @property
    def replaced(self) -> frozenset[str]:
        """Return the ids of the sources of ours that a whole copy stands in for."""
        mine = (d for d in self.chosen if d.owner == self.owner)
        return frozenset(d.about.stands_for for d in mine if d.about.stands_for)

    def search(self, question: str, vector: Floats) -> Sequence[RankedPassage]:
        """Return the best passages for a question, best first."""
        return self.searching.search(question, vector, self.chosen, _FOUND)

    def document(self, source_id: str) -> Document:
        """Return a document by its source's id."""
        return self.searching.document(source_id)


def choose(searching: DocumentSearch, viewer: Viewer, pick: Pick | None) -> ChosenTexts | None:
    """Return the documents that somebody asks; None where only the report is asked.

    `pick` chooses among the ids of what they may see; without it all of that is asked.
    """
    visible = searching.visible(viewer)
    if pick is None:
        return ChosenTexts(searching, visible, owner=viewer.owner or None) if visible else None
    choice = pick([document.id for document in visible])
    chosen = tuple(document for document in visible if document.id in choice.documents)
    if not chosen and choice.report:
        return None
    return ChosenTexts(searching, chosen, choice.report, viewer.owner or None)
