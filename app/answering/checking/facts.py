"""What a sentence states that its passages must hold: figures, names, and whether it denies."""

import re
from collections.abc import Iterable

from app.answering.checking.quotes import negations, numbers

_UP_TO_TWENTY = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(re.findall(r"\w+", _UP_TO_TWENTY), 2)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12",
    "half": "1/2", "third": "1/3", "quarter": "1/4", "twice": "2",
}  # fmt: skip
# "a second reason" counts nothing.
_ORDINALS = frozenset({"third", "quarter"})
_NAME = re.compile(r"\b[A-Z][\w’'&-]*")
_WORD = re.compile(r"[\w’'-]+")
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
    return _figures(sentence) - _figures(passages)


def strange_names(sentence: str, passages: str, is_common: frozenset[str]) -> tuple[str, ...]:
    """Return the capitalized words of a sentence that its passages don't hold.

    `is_common` holds words, in lower case, that are no name when they begin a sentence.
    """
    held = {word.casefold() for word in _words(passages)}
    strange = []
    for match in _NAME.finditer(sentence):
        word = _base(match.group())
        starts = not sentence[: match.start()].strip(" \"“‘'(—–-")
        if word.casefold() in held or (starts and word.casefold() in is_common) or word == "I":
            continue
        strange.append(word)
    return tuple(strange)


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


def _figures(text: str) -> frozenset[str]:
    words = (word.casefold() for part in _words(text) for word in part.split("-"))
    spelled = (_NUMBER_WORDS[w] for w in words if w in _NUMBER_WORDS and w not in _ORDINALS)
    return numbers(text) | frozenset(spelled)


def _words(text: str) -> Iterable[str]:
    return (_base(match.group()) for match in _WORD.finditer(text))


def _base(word: str) -> str:
    """Return a word without the ending that shows whose a thing is."""
    return re.sub(r"[’']s?$", "", word)
