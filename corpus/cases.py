"""The examples: what real systems did, who spoke about it, and every name that they go by."""

from dataclasses import dataclass

from corpus.documents import REPORT
from corpus.files import read_typed, read_yaml
from corpus.framework import PoleName

# The states of the systems, by their postal codes.
STATES = {
    "CA": "California", "CO": "Colorado", "GA": "Georgia", "IL": "Illinois", "MA": "Massachusetts",
    "MD": "Maryland", "NY": "New York", "TX": "Texas",
}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large a system is, as far as the texts tell, with the words that tell it."""

    schools: int | None
    students: int | None
    quote: str


@dataclass(frozen=True)
class SchoolSystem:
    """A district, network or school. `names` are printed, `aliases` are what people type."""

    id: str
    name: str
    short: str
    state: str | None
    sample: bool
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    cased_aliases: tuple[str, ...] = ()
    source: str = REPORT
    size: Size | None = None

    @property
    def label(self) -> str:
        """Return the short name with the state, such as `Chicago, IL`."""
        return f"{self.short}, {self.state}" if self.state else self.short


@dataclass(frozen=True)
class Organization:
    """Any other body that the texts name."""

    id: str
    name: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    cased_aliases: tuple[str, ...] = ()
    source: str = REPORT


@dataclass(frozen=True)
class Person:
    """A person whom the texts name, with every role as printed."""

    id: str
    name: str
    system: str | None
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    cased_aliases: tuple[str, ...] = ()
    sample: bool = True
    author: bool = False
    source: str = REPORT


@dataclass(frozen=True)
class Statement:
    """A sentence of ours and the exact words of the text that it rests on.

    `lead` marks the sentence that stands for its systems in an overview.
    """

    text: str
    quote: str
    systems: tuple[str, ...] = ()
    lead: bool = False


@dataclass(frozen=True)
class Quotation:
    """Words that the report puts in a person's mouth; `pull` marks a pull-quote."""

    speaker: str
    text: str
    pull: bool = False


@dataclass(frozen=True)
class Case:
    """One example: what systems did and why, in our words, each tied to the text's."""

    id: str
    title: str
    decision: str | None
    pole: PoleName | None
    systems: tuple[str, ...]
    people: tuple[str, ...]
    statements: tuple[Statement, ...]
    quotes: tuple[Quotation, ...]
    organizations: tuple[str, ...] = ()
    source: str = REPORT

    @property
    def summary(self) -> str:
        """Return what they did and why, in one or two sentences of ours."""
        leads = [s for s in self.statements if s.lead]
        others = [s for s in self.statements if not s.lead]
        return " ".join(s.text for s in (*leads, *others)[: max(2, len(leads))])

    @property
    def pull_quote(self) -> Quotation | None:
        """Return the pull-quote, or None where the example has none."""
        return next((quote for quote in self.quotes if quote.pull), None)

    @property
    def all_systems(self) -> frozenset[str]:
        """Return the ids of every system that the example tells of, if only in one statement."""
        return frozenset((*self.systems, *(s for t in self.statements for s in t.systems)))

    def systems_of(self, statement: Statement) -> tuple[str, ...]:
        """Return the ids of the systems that a statement speaks of."""
        return statement.systems or self.systems


@dataclass(frozen=True)
class Names:
    """All systems, organizations and people."""

    systems: tuple[SchoolSystem, ...]
    organizations: tuple[Organization, ...]
    people: tuple[Person, ...]


def load_cases() -> tuple[Case, ...]:
    """Return every example in the order of the report, then those of the web pages."""
    files = ("cases-q1-q3.yaml", "cases-q4-q7.yaml", "cases-web.yaml")
    return read_typed(tuple[Case, ...], [case for name in files for case in read_yaml(name)])


def load_names() -> Names:
    """Return every name that the texts hold."""
    return read_typed(Names, read_yaml("systems.yaml"))


def load_remarks() -> tuple[Quotation, ...]:
    """Return what people say outside the examples."""
    return read_typed(tuple[Quotation, ...], read_yaml("remarks.yaml"))
