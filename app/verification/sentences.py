"""A model's marked text into sentences with the passages that each points to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexing.sentences import sentence_spans

_OPEN, _CLOSE = "[", "]"
# Models write brackets of other scripts and of mathematics for ours.
_BRACKETS = str.maketrans("【】［］〔〕⟦⟧", "[][][][]")
# "id: quote", and where the next such pair begins.
_POINTER = re.compile(r"(?P<id>[\w.-]+)\s*(?:[:=：,]\s*)?(?P<quote>.*)", re.DOTALL)
_NEXT = re.compile(r"[;,|]\s*(?=[\w.-]+\s*(?:[:=：]\s*[\"“]|$))")
_IDS_ALONE = re.compile(r"[\w.-]+(?:[;,|\s]+[\w.-]+)*")
_LIST_MARK = re.compile(r"^(?:[#>*•–-]+|\d{1,2}[.)])\s+")
# Emphasis, and brackets without a partner.
_STRAY = re.compile(r"\*\*|__|[`\[\]]")
# Characters for private use, one for each pointer, so that a text can be cut around them.
_FIRST_MARK = 0xE000
_MOST_MARKS = 6000
_AFTER_END = re.compile(r"([.?!][\"”’')]*)(\s*[\ue000-\uf700]+(?:\s*[\ue000-\uf700]+)*)")
_MARKS = re.compile(r"[\ue000-\uf700]")


@dataclass(frozen=True)
class Pointer:
    """A passage's id as the model wrote it, and the words that it says stand there."""

    id: str
    quote: str = ""


@dataclass(frozen=True)
class Sentence:
    """What a model claims, and what it rests that on."""

    text: str
    pointers: tuple[Pointer, ...] = ()


def read_sentences(text: str, *, whole: bool) -> tuple[Sentence, ...]:
    """Return the sentences of a text that may still be growing.

    While it grows (`whole` false) the last sentence is held back: its marks may be on their way.
    How the text was cut up on its way makes no difference.
    """
    bare, pointers = _take_out_pointers(text, whole=whole)
    lines = (_AFTER_END.sub(r"\2\1", line.strip()) for line in bare.splitlines())
    sentences = tuple(
        _sentence(line[start:end], pointers)
        for line in lines
        for start, end in sentence_spans(line)
    )
    kept = tuple(s for s in sentences if re.search(r"\w", s.text))
    return kept if whole else kept[:-1]


def visible_text(text: str) -> str:
    """Return a growing text without its marks, for reading while it comes."""
    bare, _ = _take_out_pointers(text, whole=False)
    return re.sub(r"(?<![ \t])[ \t]+([.,;!?])", r"\1", _MARKS.sub("", bare)).strip()


def _sentence(text: str, pointers: list[tuple[Pointer, ...]]) -> Sentence:
    found = [p for mark in _MARKS.findall(text) for p in pointers[ord(mark) - _FIRST_MARK]]
    plain = _STRAY.sub("", _MARKS.sub("", text))
    plain = re.sub(r"(?<!\s)\s+([.,;!?])", r"\1", _LIST_MARK.sub("", plain.strip()))
    return Sentence(re.sub(r"\s+", " ", plain).strip(), tuple(dict.fromkeys(found)))


def _take_out_pointers(text: str, *, whole: bool) -> tuple[str, list[tuple[Pointer, ...]]]:
    """Return a text with one mark for each bracket, and what each bracket points to."""
    # A model's own private characters would be taken for our marks.
    text = _MARKS.sub("", text).translate(_BRACKETS)
    parts: list[str] = []
    pointers: list[tuple[Pointer, ...]] = []
    place = 0
    for start, end in _brackets(text):
        parts.append(text[place:start])
        if end is None:
            # A bracket that never closes is a mark that was cut off, or still comes.
            place = len(text)
            break
        if len(pointers) < _MOST_MARKS:
            parts.append(chr(_FIRST_MARK + len(pointers)))
            pointers.append(_pointers(text[start:end]))
        place = end
    parts.append(text[place:])
    bare = "".join(parts)
    return (bare if whole else bare.rstrip(" \t")), pointers


def _brackets(text: str) -> Iterator[tuple[int, int | None]]:
    """Yield the spans of outermost brackets; the end is None for one that never closes."""
    place = 0
    while (start := text.find(_OPEN, place)) >= 0:
        end = _end_of_bracket(text, start)
        yield start, end
        if end is None:
            return
        place = end


def _end_of_bracket(text: str, start: int) -> int | None:
    """Return where a bracket ends; brackets within quotation marks don't count."""
    depth, curly, straight = 0, 0, False
    for place in range(start, len(text)):
        letter = text[place]
        if letter in "“”" and not straight:
            curly = max(0, curly + (1 if letter == "“" else -1))
        elif letter == '"' and not curly:
            straight = not straight
        elif curly or straight:
            continue
        elif letter == _OPEN:
            depth += 1
        elif letter == _CLOSE:
            depth -= 1
            if depth == 0:
                return place + 1
    # A quotation that never closes hides the bracket's end: then the next bracket is the end.
    plain = text.find(_CLOSE, start)
    return plain + 1 if (curly or straight) and plain >= 0 else None


def _pointers(bracket: str) -> tuple[Pointer, ...]:
    inside = bracket.strip("[] \t\n")
    if _IDS_ALONE.fullmatch(inside):
        return tuple(Pointer(id_) for id_ in re.findall(r"[\w.-]+", inside))
    return tuple(_pointer(part.strip("[] \t\n")) for part in _NEXT.split(inside))


def _pointer(part: str) -> Pointer:
    match = _POINTER.match(part)
    if match is None:
        return Pointer(part[:40])
    quote = match["quote"].strip()
    if len(quote) > 1 and quote[0] in '“"' and quote[-1] in '”"':
        quote = quote[1:-1].strip()
    return Pointer(match["id"], quote)
