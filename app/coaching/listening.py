"""Giving back what somebody said, in their own words and no others."""

import re

from indexing.sentences import sentence_spans
from prompts import load_list

_CLAUSES = re.compile(r"(?<=[,;:–—])\s+|\s+(?=(?:and|but|because|so|while|yet)\s)")
_FEW_WORDS = 4
_SHORT = 14
_MANY_WORDS = 24
# Who writes more than this is given back something of the beginning.
_MOST_HEARD = 5000
_LEADING = re.compile(r"^(?:and|but|because|so|while|yet)\s+", re.IGNORECASE)


def heard_in(said: str, turn: int) -> str:
    """Return a line that gives back the weightiest part of what was said.

    Empty where that was only a few words: saying these again would be an echo. `turn` counts the
    turns before, so that the line does not begin alike each time.
    """
    words = weightiest(said)
    if not words:
        return ""
    openings = load_list("listening")["openings"]
    return str(openings[turn % len(openings)]).format(words=words)


def weightiest(said: str) -> str:
    """Return the part of a sentence that tells most of what weighs on somebody, word for word.

    Empty for a few words.
    """
    text = " ".join(said[:_MOST_HEARD].split())
    if len(text.split()) <= _FEW_WORDS:
        return ""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    parts = [part for sentence in sentences for part in _parts(sentence)]
    best = max(parts, key=_weight)
    words = best.split()
    return best if len(words) <= _MANY_WORDS else f"{' '.join(words[:_MANY_WORDS])} …"


def _parts(sentence: str) -> list[str]:
    """Return the clauses of a long sentence that can stand alone, or else the sentence whole."""
    if len(sentence.split()) <= _SHORT:
        return [sentence.rstrip(".!")]
    clauses = [_LEADING.sub("", part).strip(" ,;:–—") for part in _CLAUSES.split(sentence)]
    whole = [clause for clause in clauses if len(clause.split()) > _FEW_WORDS]
    return [clause.rstrip(".!") for clause in whole or [sentence]]


def _weight(part: str) -> tuple[int, int]:
    words = re.findall(r"[\w’']+", part.lower().replace("’", "'"))
    weighty = set(load_list("listening")["weighty"])
    return sum(word in weighty for word in words), len({w for w in words if len(w) > 3})
