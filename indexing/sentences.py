"""Cutting a text into sentences and into pieces of a bounded length, keeping their places."""

import re
from collections.abc import Callable

Span = tuple[int, int]

_END = re.compile(r"[.?!][\"”’')]*\s+(?=[\"“‘'(A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:Dr|Mr|Ms|Mrs|St|vs|etc|e\.g|i\.e|[A-Z]))\.$")
_LONGEST_ABBREVIATION = 6
_TOKEN = re.compile(r"\w+|[^\w\s]")


Count = Callable[[str], int]


def count_tokens(text: str) -> int:
    """Return how many words and marks `text` has: a floor for its number of word pieces."""
    return len(_TOKEN.findall(text))


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of `text`, without the white space between them."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if _ABBREVIATION.search(text[max(start, stop - _LONGEST_ABBREVIATION) : stop]):
            continue
        spans.append((start, match.end() - _trailing_space(match.group())))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return tuple(spans)


def sentences_in(text: str) -> list[str]:
    """Return the sentences of `text`, in order."""
    return [text[a:b] for a, b in sentence_spans(text)]


def chunk_spans(
    text: str, max_tokens: int, max_chars: int, count: Count = count_tokens
) -> tuple[Span, ...]:
    """Cut `text` into as few pieces as fit the limits, of about equal length, at sentence ends.

    A quotation that fits into a piece is not cut in two. A single sentence over the limits
    is cut between words. `count` tells how many tokens a text has.
    """

    def fits(piece: str) -> bool:
        return len(piece) <= max_chars and count(piece) <= max_tokens

    if fits(text):
        return ((0, len(text)),)
    units = _keep_quotations_whole(text, sentence_spans(text), fits)
    units = tuple(part for unit in units for part in _cut_words(text, unit, fits, max_chars))
    pieces = 2
    while True:
        chunks = _spread(text, units, pieces)
        if all(fits(text[a:b]) for a, b in chunks) or pieces >= len(units):
            return chunks
        pieces += 1


def _trailing_space(text: str) -> int:
    return len(text) - len(text.rstrip())


def _keep_quotations_whole(
    text: str, spans: tuple[Span, ...], fits: Callable[[str], bool]
) -> tuple[Span, ...]:
    units: list[Span] = []
    for start, end in spans:
        if units:
            first = units[-1][0]
            before = text[first:start]
            is_open = before.count("“") > before.count("”")
            if is_open and fits(text[first:end]):
                units[-1] = (first, end)
                continue
        units.append((start, end))
    return tuple(units)


def _cut_words(
    text: str, span: Span, fits: Callable[[str], bool], max_chars: int
) -> tuple[Span, ...]:
    start, end = span
    if fits(text[start:end]):
        return (span,)
    pieces: list[Span] = []
    begin = last = start
    for word in re.finditer(r"\S+", text[start:end]):
        stop = start + word.end()
        if not fits(text[begin:stop]) and last > begin:
            pieces.append((begin, last))
            begin = start + word.start()
        last = min(stop, begin + max_chars)
    return (*pieces, (begin, last))


def _spread(text: str, units: tuple[Span, ...], pieces: int) -> tuple[Span, ...]:
    total = sum(count_tokens(text[a:b]) for a, b in units)
    chunks: list[Span] = []
    used = 0
    for start, end in units:
        size = count_tokens(text[start:end])
        if chunks and used + size / 2 <= total * len(chunks) / pieces:
            chunks[-1] = (chunks[-1][0], end)
        else:
            chunks.append((start, end))
        used += size
    return tuple(chunks)
