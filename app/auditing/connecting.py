"""The words of an answer that link its claims and state nothing themselves."""

import re
from collections.abc import Iterator
from functools import cache

from app.auditing.stated import StatedAnswer
from prompts import load_prompt

# What is said where nothing is cited.
_WITHOUT_SOURCES = ("not_covered", "not_covered_name", "courtesy", "about", "statement", "language")
# What fills a template's placeholder: a few names, not a sentence.
_FILLED = r"[^.?!\n]{1,120}"


def connecting_words(answer: StatedAnswer) -> list[str]:
    """Return the assistant's own words that link an answer, the longest first.

    Words that are told to be unsupported count only where they are struck out; the lead of a
    silence only where it is one of ours, since nothing else stands there.
    """
    return sorted(filter(str.strip, _all(answer)), key=len, reverse=True)


def is_abstention(words: str) -> bool:
    """Return whether words are what the assistant says where the texts don't cover a thing."""
    return any(pattern.fullmatch(words.strip()) for pattern in _templates())


def _all(answer: StatedAnswer) -> Iterator[str]:
    yield from (answer.notice, answer.opening, answer.paraphrase)
    if answer.sections or not answer.abstained or is_abstention(answer.lead):
        yield answer.lead
    yield from (section.heading for section in answer.sections)
    if answer.nearest:
        yield from (load_prompt("nearest").fill(), *answer.nearest)
    if answer.unsupported:
        yield load_prompt("unsupported_heading").fill()
        yield from (text for text in answer.unsupported if f"~~{text}~~" in answer.text)
    if answer.reflection:
        heading = load_prompt("reflection_heading").fill()
        yield from (f"{heading}: {answer.reflection.question}", answer.reflection.question)


@cache
def _templates() -> tuple[re.Pattern[str], ...]:
    made = []
    for name in _WITHOUT_SOURCES:
        prompt = load_prompt(name)
        filled = prompt.fill(**dict.fromkeys(prompt.placeholders, "\0"))
        made.append(re.compile(re.escape(filled).replace("\0", _FILLED).replace("\\\0", _FILLED)))
    return tuple(made)
