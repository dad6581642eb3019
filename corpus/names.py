"""Finding the systems, organizations and people that a piece of text names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.cases import Names, Organization, Person, SchoolSystem


@dataclass(frozen=True)
class Mentions:
    """Ids of what a text names, each once, in order of appearance."""

    systems: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ids)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all that is named, of whatever kind."""
        return frozenset((*self.systems, *self.organizations, *self.people))


@dataclass(frozen=True)
class _Entry:
    kind: str
    id: str


class NameFinder:
    """Finds names by their aliases; the longest alias wins where several would fit."""

    def __init__(self, names: Names) -> None:
        self._any_case: dict[str, _Entry] = {}
        self._cased: dict[str, _Entry] = {}
        for kind, group in _groups(names):
            for item in group:
                self._add(_Entry(kind, item.id), item)
        aliases = (*self._any_case, *map(str.lower, self._cased))
        ordered = sorted(set(aliases), key=len, reverse=True)
        self._pattern = re.compile(
            r"(?<![\w-])(" + "|".join(map(re.escape, ordered)) + r")(?![\w-])", re.IGNORECASE
        )

    def find(self, text: str) -> Mentions:
        """Return the mentions in `text`; straight and curly apostrophes count as one."""
        found: dict[str, list[str]] = {"systems": [], "organizations": [], "people": []}
        for entry in self._entries(text.replace("’", "'")):
            if entry.id not in found[entry.kind]:
                found[entry.kind].append(entry.id)
        return Mentions(**{kind: tuple(ids) for kind, ids in found.items()})

    def without_names(self, text: str) -> str:
        """Return `text` with every name taken out, for looking at the words that remain."""
        return self._pattern.sub(lambda m: "" if self._entry(m.group()) else m.group(), text)

    def _entries(self, text: str) -> Iterator[_Entry]:
        for match in self._pattern.finditer(text):
            entry = self._entry(match.group())
            if entry is not None:
                yield entry

    def _entry(self, written: str) -> _Entry | None:
        return self._cased.get(written) or self._any_case.get(written.lower())

    def _add(self, entry: _Entry, item: SchoolSystem | Organization | Person) -> None:
        for alias in item.aliases:
            self._any_case.setdefault(alias.lower(), entry)
        for alias in item.cased_aliases:
            self._cased.setdefault(alias, entry)


def _groups(
    names: Names,
) -> Iterable[tuple[str, tuple[SchoolSystem | Organization | Person, ...]]]:
    yield "systems", names.systems
    yield "organizations", names.organizations
    yield "people", names.people
