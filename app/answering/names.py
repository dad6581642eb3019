"""Names in a question that no text holds."""

import re

from app.answering.reading import Reading
from app.understanding.spelling import Speller

_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_POSSESSIVE = re.compile(r"[’']s$")


def unknown_names(reading: Reading, speller: Speller) -> tuple[str, ...]:
    """Return what is written like a name and holds a word of no text."""
    found = (_POSSESSIVE.sub("", m.group()) for m in _NAME.finditer(reading.turn.text))
    return tuple(dict.fromkeys(name for name in found if speller.is_unknown(name)))
