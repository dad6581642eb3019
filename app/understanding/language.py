"""The language of a turn, told by the share of its words that each language's dictionary has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from corpus.files import read_yaml

Language = Literal["en", "es", "fr", "de", "pt", "it"]
LANGUAGES: tuple[Language, ...] = ("en", "es", "fr", "de", "pt", "it")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A turn of fewer words is taken for English: one word is a word of many languages.
_FEWEST_WORDS = 3
# From this share of English words on, a turn is English and no other dictionary is looked at.
_SURELY_ENGLISH = 0.75
# Another language needs this much more of the words than English: names are in no dictionary.
_MARGIN = 0.15


@cache
def words_of(language: Language) -> frozenset[str]:
    """Return the words of a language in lower case, from pyspellchecker's list; read once."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language=language).word_frequency.dictionary)


def language_of(text: str) -> Language:
    """Return the language that most words of a text belong to; English where in doubt."""
    said = [word.lower() for word in _WORD.findall(text)]
    english = _share(said, "en")
    if len(said) < _FEWEST_WORDS or english >= _SURELY_ENGLISH:
        return "en"
    shares = {language: _share(said, language) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: shares[language])
    return best if shares[best] >= english + _MARGIN else "en"


def _share(said: Sequence[str], language: Language) -> float:
    own = words_of(language)
    return sum(word in own for word in said) / max(1, len(said))


# What people ask an answer to be given in, by the language's name.
_NAMES: dict[str, Language] = {
    "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "french": "fr",
    "français": "fr", "german": "de", "deutsch": "de", "portuguese": "pt", "português": "pt",
    "italian": "it", "italiano": "it", "english": "en", "inglés": "en",
}  # fmt: skip


def language_named(text: str) -> Language | None:
    """Return the language that a text names; None where it names none."""
    said = (word.lower() for word in _WORD.findall(text))
    return next((_NAMES[word] for word in said if word in _NAMES), None)


@dataclass(frozen=True)
class Glossary:
    """Spanish words and phrases of the field with English ones, to search an English text with."""

    entries: dict[str, str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.entries, key=len, reverse=True)
        return re.compile(
            rf"(?<!\w)(?=\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE
        )

    def to_english(self, text: str) -> str:
        """Return a Spanish text with every known word or phrase in English, for search only."""
        english = self._pattern.sub(lambda m: self.entries[m.group().lower()], text)
        return english.replace("¿", "").replace("¡", "")


def load_glossary() -> Glossary:
    """Return the shipped glossary."""
    return Glossary(read_yaml("spanish.yaml"))
