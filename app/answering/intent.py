"""What a question asks for: the kind of thing, and whether one pole alone."""

from typing import cast

from app.answering.vocabulary import Vocabulary, Want
from app.answering.wording import Wording, poles_named
from corpus.framework import PoleName
from corpus.library import Corpus
from indexing.topics import Topics

# Frozen on the development questions.
_WORD_BONUS = 0.8
_EXAMPLES_BONUS = 0.3
_NARROW = 0.75
_SURE_OF_POLE = 0.55
_SURE_OF_MIDDLE = 0.65
# What only words tell: the topic model knows nothing of these.
_BY_WORDS: frozenset[Want] = frozenset({"quote", "about", "guide"})


def asked_want(wording: Wording, topics: Topics) -> Want:
    """Return the kind of thing that a question asks for, by its meaning and its words."""
    if wording.want and wording.want in _BY_WORDS:
        return wording.want
    shares = dict(topics.wants)
    if wording.want:
        shares[wording.want] += _WORD_BONUS
    elif wording.examples:
        shares["examples"] += _EXAMPLES_BONUS
    return cast(Want, max(shares, key=lambda want: shares[want]))


def asked_poles(
    asked: tuple[Wording, Want], topics: Topics, decision: str, corpus: Corpus, words: Vocabulary
) -> tuple[tuple[PoleName, ...], bool]:
    """Return the poles that a question speaks of, and whether it asks for one alone.

    `asked` is the question's wording with the kind of thing that it asks for.
    """
    wording, want = asked
    if wording.both:
        return ("combine",), True
    named = poles_named(wording, decision, corpus, words)
    if topics.narrow < _NARROW:
        return named, False
    pole = _one_pole(named, topics.pole(decision), has_middle=want == "examples")
    return ((pole,), True) if pole else (named, False)


def _one_pole(
    named: tuple[PoleName, ...], likely: tuple[str, float], *, has_middle: bool
) -> PoleName | None:
    """Return the one pole that is asked for, by what is named and what is likely.

    Who names one side may ask for both ("partners, but also their own people"); only examples
    have a middle.
    """
    if len(named) == 2:
        return "combine" if has_middle else None
    pole, share = likely
    if named and not (has_middle and pole == "combine" and share >= _SURE_OF_MIDDLE):
        return named[0]
    return cast(PoleName, pole) if share >= _SURE_OF_POLE else None
