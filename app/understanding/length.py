"""How long an answer is asked to be: "in two sentences", "3 bullets", "one line"."""

from indexing.stems import stem_all, words_of

# What a text is counted in; of the second kind one alone is no length ("a starting point").
_LINES = frozenset(stem_all(["sentence", "line", "bullet", "liner"]))
_POINTS = frozenset(stem_all(["point", "takeaway", "highlight"]))
_COUNTS = {
    "a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
} | {str(n): n for n in range(1, 10)}  # fmt: skip
# Between the count and the part may stand two words: "three short bullets", "a couple of lines".
_NEAR = 3


def asked_length(text: str) -> int | None:
    """Return the number of lines that a turn asks for; None where it asks for no length."""
    words = words_of(text.replace("-", " "))
    stems = stem_all(words)
    for place, word in enumerate(words):
        count = _COUNTS.get(word, 0)
        near = stems[place + 1 : place + 1 + (_NEAR if count > 1 else 1)]
        parts = _LINES | _POINTS if count > 1 else _LINES
        if count and any(stem in parts for stem in near):
            return count
    return None
