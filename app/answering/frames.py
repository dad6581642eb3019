"""The assistant's own words around what it cites, in the language that was asked in."""

from dataclasses import dataclass
from string import Template

from app.understanding.language import Language
from prompts import load_list

_WRITTEN: frozenset[Language] = frozenset({"en", "es"})


@dataclass(frozen=True)
class Frame:
    """The words of one language; English where a language has none of its own."""

    language: Language

    def say(self, name: str, **values: str) -> str:
        """Return a phrase by its name, its placeholders filled."""
        return Template(self._words("frames")[name]).substitute(values)

    def missing(self, kind: str) -> str:
        """Return what the texts don't give where a kind of answer was asked for."""
        words = self._words("missing")
        return words.get(kind, words["other"])

    @property
    def notice(self) -> str:
        """Return the line that tells of the texts' language; empty for English."""
        return str(load_list("frames")[self.language]["elsewhere"])

    def _words(self, file: str) -> dict[str, str]:
        words: dict[str, dict[str, str]] = load_list(file)
        return words[self.language if self.language in _WRITTEN else "en"]
