"""Sharing cases: kept for their teller, reviewed by somebody else, and only then seen by others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from app.documents.cases import CASE, OwnCase, dump_case, load_case
from app.records.document import ONLY_ME, About, Kept, Viewer
from app.records.documents import Documents
from corpus.errors import FormError

DUE, PASSED = "due", "passed"


@dataclass(frozen=True)
class SharedCase:
    """A case with the document that it is kept as."""

    kept: Kept
    case: OwnCase

    @property
    def waits(self) -> bool:
        """Return whether others are to see it, and nobody has reviewed it yet."""
        return self.kept.about.review == DUE


@dataclass(frozen=True)
class Cases:
    """The cases that people have told."""

    documents: Documents

    def add(self, viewer: Viewer, case: OwnCase, wanted: str) -> str:
        """Keep a case for its teller, and have it reviewed where others are to see it."""
        content = dump_case(case)
        about = _told(About(case.title), case, wanted)
        digest = sha256(content).hexdigest()
        return self.documents.add(viewer.owner or None, CASE, about, digest, content)

    def change(self, viewer: Viewer, id_: str, case: OwnCase, wanted: str) -> None:
        """Put other words in a case's place; what others saw of it is reviewed anew."""
        kept = self.documents.get(viewer, id_)
        content = dump_case(case)
        about = _told(kept.about, case, wanted)
        self.documents.tell(viewer, id_, about, ONLY_ME)
        self.documents.replace(viewer, id_, about, sha256(content).hexdigest(), content)

    def get(self, viewer: Viewer, id_: str, *, reviews: bool = False) -> SharedCase:
        """Return a case that somebody may see; one that waits for a review, who reviews too."""
        found = next((c for c in self.waiting() if c.kept.id == id_), None) if reviews else None
        return found or self._with_words(self.documents.get(viewer, id_))

    def list(self, viewer: Viewer) -> tuple[SharedCase, ...]:
        """Return the cases that somebody may see, the latest change first."""
        return tuple(self._with_words(d) for d in self.documents.list(viewer) if d.kind == CASE)

    def waiting(self) -> tuple[SharedCase, ...]:
        """Return the cases that wait for a review, the oldest first."""
        due = (d for d in self.documents.of_kind(CASE) if d.about.review == DUE)
        return tuple(self._with_words(d) for d in sorted(due, key=lambda d: d.changed))

    def review(self, reviewer: Viewer, id_: str, *, passes: bool, why: str = "") -> None:
        """Let others see a case, or tell its teller why they may not.

        Raises FormError where the reviewer is the teller.
        """
        case = next((c for c in self.waiting() if c.kept.id == id_), None)
        if case is None:
            raise FormError(
                "This case waits for no review any more.", "Nothing was changed.",
                "Somebody else has reviewed it, or its teller has taken it back.",
            )  # fmt: skip
        if reviewer.owner and case.kept.owner == reviewer.owner:
            raise FormError(
                "This case is your own.", "It still waits.", "Somebody else has to review it."
            )
        teller = Viewer(case.kept.owner or "")
        review = PASSED if passes else why.strip()[:500] or "No reason was given."
        seen_by = case.kept.about.wanted if passes else ONLY_ME
        self.documents.tell(teller, id_, replace(case.kept.about, review=review), seen_by)

    def _with_words(self, kept: Kept) -> SharedCase:
        return SharedCase(kept, load_case(self.documents.content(kept.number)))


def fitting(
    cases: Sequence[SharedCase], decision: str = "", side: str = "", size: str = "", kind: str = ""
) -> tuple[SharedCase, ...]:
    """Return the cases that are what is wanted; an empty wish takes any."""
    return tuple(
        c
        for c in cases
        if decision in ("", c.case.decision)
        and side in ("", c.case.side)
        and size in ("", c.case.size)
        and kind in ("", c.case.kind)
    )


def _told(about: About, case: OwnCase, wanted: str) -> About:
    review = DUE if wanted != ONLY_ME else ""
    return replace(about, title=case.title, author=case.name, wanted=wanted, review=review)
