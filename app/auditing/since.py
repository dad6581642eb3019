"""What has changed in the texts since an answer was given; the answer itself never changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.answering.answer import Answer
from app.auditing.known import Known
from app.auditing.quotations import check_quote
from app.auditing.stated import StatedAnswer, StatedCitation, stated

ChangeKind = Literal["same", "moved", "around", "words", "gone"]


@dataclass(frozen=True)
class Change:
    """How the words of a citation stand in the texts of today, and where they differ."""

    marker: int
    kind: ChangeKind
    now: str = ""


@dataclass(frozen=True)
class Since:
    """How an answer's citations stand in the texts of today, if these are others than then."""

    then: str
    today: str
    changes: tuple[Change, ...]

    @property
    def count_same(self) -> int:
        """Return how many citations stand word for word, wherever that is now."""
        return sum(change.kind in {"same", "moved"} for change in self.changes)

    def lines(self) -> tuple[str, ...]:
        """Return what has changed, in plain sentences."""
        first = (
            f"The texts have changed since this answer was given (version {self.then[:12]} then, "
            f"{self.today[:12]} now). What it cited is shown as it stood then; "
            f"{self.count_same} of its {len(self.changes)} citations stand word for word today."
        )
        told = (c for c in self.changes if c.kind not in {"same", "moved"})
        return (first, *(f"[{c.marker}] {_TOLD[c.kind]}{c.now}".rstrip(": ") + "." for c in told))


_TOLD: dict[ChangeKind, str] = {
    "same": "", "moved": "", "around": "The words stand; around them the passage has changed: ",
    "words": "The words have changed: ", "gone": "The texts hold these words no longer",
}  # fmt: skip


def lines_since(answer: Answer, known: Callable[[], Known], corpus_hash: str) -> tuple[str, ...]:
    """Return what has changed since an answer of ours was given, in plain sentences; mostly none.

    `known` is asked for only where the texts are others than then.
    """
    if answer.corpus_hash == corpus_hash:
        return ()
    since = changed_since(stated(answer), known())
    return since.lines() if since else ()


def changed_since(answer: StatedAnswer, known: Known) -> Since | None:
    """Return how an answer's citations stand today; None where the texts are the same."""
    if answer.corpus_hash == known.corpus.hash or not answer.corpus_hash:
        return None
    changes = tuple(_change(citation, known) for citation in answer.citations)
    return Since(answer.corpus_hash, known.corpus.hash, changes)


def _change(citation: StatedCitation, known: Known) -> Change:
    sources = {document.source.id: document for document in known.corpus.documents}
    document = sources.get(citation.source_id)
    if citation.is_own:
        # Its document changes by itself; the texts of ours have no say in it.
        return Change(citation.marker, "same")
    if document is None:
        return Change(citation.marker, "gone")
    text, quote = document.text, citation.quote
    if citation.passage_text in text:
        in_place = text[citation.start : citation.end] == quote
        return Change(citation.marker, "same" if in_place else "moved")
    is_kept = quote in text
    told = "; ".join(_differences(citation.passage_text if is_kept else quote, citation, known))
    kind: ChangeKind = "around" if is_kept else "words" if told else "gone"
    return Change(citation.marker, kind, told)


def _differences(words: str, citation: StatedCitation, known: Known) -> Sequence[str]:
    """Return where words of then differ from the nearest passage of the same source today."""
    today = known.nearest(words)
    if today is None or today.source_id != citation.source_id:
        return ()
    return check_quote(words, today.text).departures
