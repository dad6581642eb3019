"""The text of an answer into its statements: its claims, and what stands there besides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.auditing.connecting import connecting_words
from app.auditing.stated import StatedAnswer, StatedSection
from indexing.normalizing import one_shape
from indexing.sentences import sentence_spans

# Begun only where white space begins: else a run of it is tried from each of its letters.
_MARKERS = re.compile(r"(?<!\s)(?:\s*\[\d{1,3}\])+")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_LINE_MARKS = re.compile(r"^(?:\s*(?:#{1,6}|>|[-*•–]|\d{1,2}[.)])\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s.*|\*\*[^*]+\*\*:?)\s*$")
_ENDS = re.compile(r"[.?!][\"”’')]*")
_TAKEN = "\ue000"


@dataclass(frozen=True)
class Statement:
    """One thing that an answer states, and the section that it stands in.

    `shown` are the markers that its text carries where it is read, None where it is not found
    there. `is_claim` says whether the answer lists it as a claim.
    """

    text: str
    markers: tuple[int, ...]
    shown: tuple[int, ...] | None
    is_claim: bool
    section: StatedSection | None = None


def statements_of(answer: StatedAnswer) -> tuple[Statement, ...]:
    """Return the claims of an answer, then the sentences of its text that are none of them.

    The assistant's own connecting words state nothing, nor do headings and questions of an
    answer from elsewhere. Where an answer tells its sections, any other heading is a statement.
    """
    text = _Text(_plain(answer.text, keep_headings=bool(answer.sections)))
    places = _sections(answer)
    claims: list[Statement] = []
    for number, claim in enumerate(answer.claims):
        shown = text.take(claim.text)
        claims.append(Statement(claim.text, claim.citations, shown, True, places[number]))
    for words in connecting_words(answer):
        text.cut_out(words)
    return (*claims, *_besides(text.words, is_ours=bool(answer.sections)))


def plain_line(line: str) -> str:
    """Return a line of Markdown without its marks."""
    return _EMPHASIS.sub("", _LINE_MARKS.sub("", line)).strip()


def _plain(markdown: str, *, keep_headings: bool) -> str:
    """Return a text a line a paragraph or item, without marks."""
    return "\n".join(_lines(markdown, keep_headings))


def _lines(markdown: str, keep_headings: bool) -> Iterator[str]:
    """Yield paragraphs and items, each on one line however it was wrapped."""
    held = ""
    for line in markdown.splitlines():
        is_heading = bool(_HEADING.match(line))
        begins = is_heading or bool(_LINE_MARKS.match(line))
        if held and (begins or not line.strip()):
            yield held
            held = ""
        if is_heading:
            if keep_headings:
                yield plain_line(line)
        elif line.strip():
            held = f"{held} {plain_line(line)}".strip()
    if held:
        yield held


def _sections(answer: StatedAnswer) -> list[StatedSection | None]:
    """Return the section that lists each claim; of the same words, one section after the other."""
    listed = [(text, section) for section in answer.sections for text in section.claims]
    found: list[StatedSection | None] = []
    for claim in answer.claims:
        place = next((n for n, (text, _) in enumerate(listed) if text == claim.text), None)
        found.append(None if place is None else listed.pop(place)[1])
    return found


class _Text:
    """A text that words are taken out of.

    Shapes of quotation marks, dashes and spaces make no difference: `_shape` is the text with one
    shape of each, letter for letter.
    """

    def __init__(self, words: str) -> None:
        self.words = words
        self._shape = one_shape(words)

    def take(self, claim: str) -> tuple[int, ...] | None:
        """Take out a claim and the markers behind it; return these, None where it is not there."""
        end = self.cut_out(claim)
        if end is None:
            return None
        behind = _MARKERS.match(self.words, end)
        stop = behind.end() if behind else end
        markers = _numbers(self.words[end:stop])
        self._replace(end, stop, "")
        return markers

    def cut_out(self, words: str) -> int | None:
        """Take words out; return where the text goes on behind them, None where it has none."""
        wanted = one_shape(_plain(words, keep_headings=True))
        at = self._shape.find(wanted) if wanted else -1
        if at < 0:
            return None
        self._replace(at, at + len(wanted), _TAKEN)
        return at + len(_TAKEN)

    def _replace(self, start: int, end: int, by: str) -> None:
        self.words = f"{self.words[:start]}{by}{self.words[end:]}"
        self._shape = f"{self._shape[:start]}{by}{self._shape[end:]}"


def _besides(text: str, *, is_ours: bool) -> Iterable[Statement]:
    """Yield the sentences of a text that are left; a stranger's questions state nothing."""
    for line in text.splitlines():
        for piece in line.split(_TAKEN):
            for sentence, markers in _cut(_behind_ends(piece)):
                is_question = sentence.endswith("?") and not is_ours
                if re.search(r"\w", sentence) and not is_question:
                    yield Statement(sentence, markers, markers, False)


def _behind_ends(text: str) -> str:
    """Return a line with every marker behind the mark that ends its sentence, not before it."""
    parts, place = [], 0
    for markers in _MARKERS.finditer(text):
        end = _ENDS.match(text, markers.end())
        if end:
            parts += [text[place : markers.start()], end.group(), markers.group()]
            place = end.end()
    return "".join((*parts, text[place:]))


def _cut(text: str) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Yield the sentences of a line, each with the markers that follow it."""
    place = 0
    for match in _MARKERS.finditer(text):
        *earlier, last = _sentences(text[place : match.start()]) or [""]
        yield from ((sentence, ()) for sentence in earlier)
        yield last, _numbers(match.group())
        place = match.end()
    yield from ((sentence, ()) for sentence in _sentences(text[place:]))


def _sentences(text: str) -> Sequence[str]:
    stripped = text.strip(" :;,–—-")
    return [stripped[a:b] for a, b in sentence_spans(stripped)]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(text)))
