"""Everything that the texts hold on one school system."""

from dataclasses import dataclass

from app.answering.cases import case_section
from app.answering.draft import DraftClaim, DraftSection
from app.evidence.passages import PassageIndex
from app.exploring.cited import Cited, cite
from corpus.cases import Case, Person, SchoolSystem


@dataclass(frozen=True)
class SystemView:
    """A system with its people and examples; `cases` go with the sections of `examples`."""

    system: SchoolSystem
    people: tuple[Person, ...]
    cases: tuple[Case, ...]
    cited: Cited

    @property
    def decisions(self) -> tuple[str, ...]:
        """Return the ids of the decisions across which the texts tell of the system."""
        return tuple(dict.fromkeys(c.decision for c in self.cases if c.decision))


def view_system(book: PassageIndex, id_: str) -> SystemView:
    """Return a system with all that is known of it, cited; KeyError for an unknown id."""
    corpus = book.corpus
    system = corpus.system(id_)
    pairs = [(case, case_section(book, case, (id_,))) for case in corpus.cases_with(id_)]
    told = [(case, section) for case, section in pairs if section.claims]
    people = tuple(p for p in corpus.names.people if p.system == id_)
    parts = {
        "size": [DraftSection("", _size(book, system))],
        "examples": [section for _, section in told],
    }
    return SystemView(system, people, tuple(case for case, _ in told), cite(corpus, parts))


def _size(book: PassageIndex, system: SchoolSystem) -> tuple[DraftClaim, ...]:
    size = system.size
    if size is None:
        return ()
    parts = []
    if size.schools:
        parts.append("1 school" if size.schools == 1 else f"{size.schools} schools")
    if size.students:
        parts.append(f"about {size.students:,} students")
    return (DraftClaim(" and ".join(parts), (book.find(size.quote, system.source),)),)
