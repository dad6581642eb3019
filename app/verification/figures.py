"""What a sentence states that its passages must hold: figures, names, and whether it denies."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.verification.quotes import negations, numbers
from indexing.normalizing import one_shape
from indexing.stems import stem_all

_UP_TO_TWENTY = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(re.findall(r"\w+", _UP_TO_TWENTY), 2)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12",
    "half": "1/2", "twice": "2",
}  # fmt: skip
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_UNITS = {"one": "1"} | {w: n for w, n in _NUMBER_WORDS.items() if n.isdigit() and int(n) < 20}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COMPOUND = re.compile(
    rf"\b({_TENS})[- ]({'|'.join(w for w, n in _UNITS.items() if len(n) == 1)})\b"
)
_SCALED = re.compile(rf"\b({'|'.join(_UNITS)})[- ](hundred|thousand|million)\b")
# "two thirds" counts no two; nor does "in two ways", which says that something is told unlike.
_PARTS = re.compile(r"\b(?:one|two|three|four|five)[- ](?:third|quarter|fifth)s?\b|\bin two ways\b")
_HALF = re.compile(r"\b50 ?(?:%|percent\b)")
_NAME = re.compile(r"\b[A-Z][\w’'&-]*")
_WORD = re.compile(r"[\w’'-]+")
# A word stands first in a text, in a sentence, or behind the name of what a line is about; what may
# stand between is looked at for so many letters.
_OPENING, _BEFORE = " \t\n\"“‘'(—–-", 80
_SENTENCE_ENDS = (".", "?", "!", ":")
# Endings of words that are no name when a sentence begins with them.
_PLAIN_ENDING = re.compile(r"(?:ing|ed|ly|ic|ous|ive|ful|less|able)$")
# Words that say the most that can be said; a sentence may say so only where its passages do.
_EXTREMES = (
    frozenset({"all", "every", "each", "everyone", "everybody", "entire", "whole", "always"}),
    frozenset({"only", "solely", "exclusively", "merely"}),
    frozenset({"never", "none", "nobody", "nothing"}),
    frozenset({"most", "majority", "best", "largest", "greatest"}),
)
_NEAR_A_FIGURE = 4
_SHORT = 3
_LINK = re.compile(r"https?:|www\.|\]\(|!\[|<\s*/?\s*[a-z!]|\bjavascript:", re.IGNORECASE)
# From this overlap on, a sentence speaks of the very thing that its quotation does.
_SHARED = 0.5
# Words that carry a denial without a "not".
_DENYING_WORDS = (
    "avoid avoided avoiding refuse refused instead rather free unable fail failed lack lacked "
    "hardly barely stop stopped few little unlike against"
)
_DENYING = frozenset(re.findall(r"\w+", _DENYING_WORDS))


def strange_numbers(sentence: str, passages: str) -> frozenset[str]:
    """Return the figures of a sentence, in digits or words, that its passages don't hold."""
    return figures_in(sentence) - figures_in(passages)


def misplaced_figures(sentence: str, passages: str) -> frozenset[str]:
    """Return the figures of a sentence that count other things there than in its passages.

    What a figure counts stands within a few words behind it.
    """
    said, held = _counted(sentence), _counted(passages)
    return frozenset(
        figure
        for figure, things in said.items()
        if things and held.get(figure) and not things & held[figure]
    )


def exaggerates(sentence: str, passages: str) -> bool:
    """Return whether a sentence says all, only, never or most where its passages don't."""
    said, held = _word_set(sentence), _word_set(passages)
    return any(said & extreme and not held & extreme for extreme in _EXTREMES)


def strange_names(sentence: str, passages: str, is_common: frozenset[str]) -> tuple[str, ...]:
    """Return the capitalized words of a sentence that its passages don't hold.

    `is_common` holds stems of words, in lower case, that are no name when they begin a sentence.
    """
    held = _word_set(passages)
    strange = []
    for match in _NAME.finditer(one_shape(sentence)):
        word = _base(match.group())
        starts = _begins(sentence, match.start())
        [stem] = stem_all([word.casefold()])
        plain = stem in is_common or _PLAIN_ENDING.search(word)
        if word.casefold() in held or (starts and plain) or word == "I":
            continue
        strange.append(word)
    return tuple(strange)


def _begins(sentence: str, at: int) -> bool:
    """Return whether a word stands first in a sentence."""
    first = max(0, at - _BEFORE)
    before = sentence[first:at].rstrip(_OPENING)
    return before.endswith(_SENTENCE_ENDS) or (not before and first == 0)


def denies_otherwise(sentence: str, quote: str, shared: float) -> bool:
    """Return whether a sentence denies what its quotation says, or the other way round.

    `shared` is the share of content words of the shorter that the other holds.
    """
    said, meant = negations(sentence) > 0, negations(quote) > 0
    if said == meant:
        return False
    if said:
        return shared >= _SHARED and not _has_denial(quote)
    return shared >= _SHARED and not _has_denial(sentence)


def has_link(text: str) -> bool:
    """Return whether a text holds an address, a link, an image or a tag."""
    return bool(_LINK.search(text))


def _has_denial(text: str) -> bool:
    return any(word.casefold() in _DENYING for word in _words(text))


@lru_cache(maxsize=4096)
def figures_in(text: str) -> frozenset[str]:
    """Return the figures of a text, in digits or in words, as digits."""
    plain = _SCALED.sub(_product, _COMPOUND.sub(_sum, text.casefold()))
    parts = _PARTS.findall(plain)
    whole = _PARTS.sub(" ", plain)
    spelled = (_NUMBER_WORDS[word] for word in _NUMBER_WORD.findall(whole))
    halves = ("1/2",) if _HALF.search(whole) else ()
    fractions = (part for part in parts if not part.startswith("in "))
    return numbers(whole) | frozenset((*spelled, *fractions, *halves))


def _sum(match: re.Match[str]) -> str:
    """Return "eighty-seven" in digits."""
    return str(int(_NUMBER_WORDS[match[1]]) + int(_UNITS[match[2]]))


def _product(match: re.Match[str]) -> str:
    """Return "nine thousand" in digits."""
    return str(int(_UNITS[match[1]]) * int(_NUMBER_WORDS[match[2]]))


@lru_cache(maxsize=4096)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(word.casefold().strip("'’") for word in _words(text))


@lru_cache(maxsize=4096)
def _counted(text: str) -> Mapping[str, set[str]]:
    """Return, for each figure, the stems of the words that stand close behind it.

    Remembered, since the same passages are looked at for every sentence.
    """
    words = re.findall(r"\d[\d,.]*|[\w’'-]+", text)
    counted: dict[str, set[str]] = {}
    for place, word in enumerate(words):
        figures = figures_in(word)
        behind = [w for w in words[place + 1 : place + 1 + _NEAR_A_FIGURE] if len(w) > _SHORT]
        for figure in figures:
            counted.setdefault(figure, set()).update(stem_all([w.casefold() for w in behind]))
    return counted


def _words(text: str) -> Iterable[str]:
    return (_base(match.group()) for match in _WORD.finditer(one_shape(text)))


def _base(word: str) -> str:
    """Return a word without the ending that shows whose a thing is."""
    return word.removesuffix("'s") if word.endswith("'s") else word.removesuffix("'")
