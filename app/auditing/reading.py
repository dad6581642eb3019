"""The text of an answer into its statements: its claims, and what stands there besides."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.auditing.stated import StatedAnswer, StatedSection
from corpus.framework import PoleName
from indexing.sentences import sentence_spans
from prompts import load_prompt

_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_LINE_MARKS = re.compile(r"^(?:\s*(?:#{1,6}|>|[-*•–]|\d{1,2}[.)])\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s.*|\*\*[^*]+\*\*:?)\s*$")
# A marker may stand before or behind the mark that ends its sentence.
_BEFORE_END = re.compile(r"((?:\s*\[\d{1,3}\])+)([.?!][\"”’')]*)")
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

    @property
    def pole(self) -> PoleName | None:
        """Return the side that it stands under, if any."""
        return self.section.pole if self.section else None


def statements_of(answer: StatedAnswer) -> tuple[Statement, ...]:
    """Return the claims of an answer, then the sentences of its text that are none of them.

    Headings, questions and the assistant's own connecting words state nothing.
    """
    text = _plain(answer.text)
    claims: list[Statement] = []
    places = _sections(answer)
    for number, claim in enumerate(answer.claims):
        shown, text = _take(text, claim.text)
        claims.append(Statement(claim.text, claim.citations, shown, True, places.get(number)))
    for words in _connecting(answer):
        text = text.replace(words, _TAKEN, 1)
    return (*claims, *_besides(text))


def plain_line(line: str) -> str:
    """Return a line of Markdown without its marks."""
    return _EMPHASIS.sub("", _LINE_MARKS.sub("", line)).strip()


def _plain(markdown: str) -> str:
    """Return a text a line a paragraph or item, without marks and headings."""
    lines = (line for line in markdown.splitlines() if line.strip() and not _HEADING.match(line))
    return "\n".join(map(plain_line, lines))


def _connecting(answer: StatedAnswer) -> Iterable[str]:
    """Yield the assistant's own words that link an answer, the longest first."""
    words = [answer.notice, answer.opening, answer.paraphrase, answer.lead, *answer.nearest]
    words += [load_prompt("nearest").fill(), load_prompt("unsupported_heading").fill()]
    words += answer.unsupported
    if answer.reflection:
        heading = load_prompt("reflection_heading").fill()
        words += [f"{heading}: {answer.reflection.question}", answer.reflection.question]
    pieces = (plain_line(line) for text in words for line in text.splitlines())
    return sorted(filter(None, pieces), key=len, reverse=True)


def _sections(answer: StatedAnswer) -> dict[int, StatedSection]:
    """Return the section of each claim by its place; both stand in the same order."""
    order = [section for section in answer.sections for _ in section.claims]
    return dict(enumerate(order)) if len(order) == len(answer.claims) else _by_text(answer)


def _by_text(answer: StatedAnswer) -> dict[int, StatedSection]:
    of_text = {text: section for section in answer.sections for text in section.claims}
    claims = enumerate(claim.text for claim in answer.claims)
    return {number: of_text[text] for number, text in claims if text in of_text}


def _take(text: str, claim: str) -> tuple[tuple[int, ...] | None, str]:
    """Return the markers behind a claim in a text, and the text with that claim taken out."""
    wanted = "\n".join(map(plain_line, filter(str.strip, claim.splitlines())))
    at = text.find(wanted) if wanted else -1
    if at < 0:
        return None, text
    end = at + len(wanted)
    behind = _MARKERS.match(text, end)
    stop = behind.end() if behind else end
    return _numbers(text[end:stop]), f"{text[:at]}{_TAKEN}{text[stop:]}"


def _besides(text: str) -> Iterable[Statement]:
    """Yield the sentences of a text that are left; questions state nothing."""
    for line in text.splitlines():
        for piece in line.split(_TAKEN):
            moved = _BEFORE_END.sub(r"\2\1", piece)
            for sentence, markers in _cut(moved):
                if re.search(r"\w", sentence) and not sentence.endswith("?"):
                    yield Statement(sentence, markers, markers, False)


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
