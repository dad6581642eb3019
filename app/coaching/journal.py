"""Answers to a guide's prompts, one at a time, with nothing written over unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from corpus.errors import ChangedError, FormError
from corpus.framework import Guide
from corpus.library import Corpus

MAX_ANSWER = 100_000


@dataclass(frozen=True)
class Prompt:
    """One question of a guide; `key` names it for good, `group` is the heading it stands under."""

    key: str
    group: str
    text: str


@dataclass(frozen=True)
class Journal:
    """Free answers to the prompts of the first guide, by the prompts' keys."""

    answers: Mapping[str, str] = field(default_factory=dict)


def prompts_of(guide: Guide) -> tuple[Prompt, ...]:
    """Return a guide's prompts in order; keys such as `1.3` count groups and prompts from 1."""
    return tuple(
        Prompt(f"{g}.{n}", group.name, text)
        for g, group in enumerate(guide.groups, 1)
        for n, text in enumerate(group.prompts, 1)
    )


def guide_of(corpus: Corpus, id_: str) -> Guide:
    """Return a guide by its id, `guide-1` or `guide-2`."""
    return next(g for g in corpus.framework.guides if g.id == id_)


def team_prompts(corpus: Corpus) -> tuple[Prompt, ...]:
    """Return the second guide's questions for a team."""
    return tuple(p for p in prompts_of(guide_of(corpus, "guide-2")) if p.key.startswith("2."))


def with_answer(answers: Mapping[str, str], key: str, text: str, was: str) -> Mapping[str, str]:
    """Return answers with one of them changed.

    `was` is the mark of the text that the writer saw before. Raises ChangedError where another
    text stands there by now, FormError where the answer is too long.
    """
    kept = tidy(text)
    current = answers.get(key, "")
    if mark(current) != was and current != kept:
        raise ChangedError(
            "This answer was changed in another tab or window meanwhile.",
            "Yours is still in the box and has not been kept.",
            "Save again to put yours in its place, or copy from the other one below it.",
            current,
        )
    others = {k: v for k, v in answers.items() if k != key}
    return {**others, key: kept} if kept.strip() else others


def tidy(text: str) -> str:
    """Return a free text as it is kept: line ends of one kind, no blanks at the end."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(kept) > MAX_ANSWER:
        raise FormError(
            f"This has {len(kept):,} characters; {MAX_ANSWER:,} can be kept.",
            "It is still in the box and has not been kept.",
            f"Take out {len(kept) - MAX_ANSWER:,} characters, or keep a part of it elsewhere.",
        )
    return kept


def mark(text: str) -> str:
    """Return a short mark of a text, by which a form tells what its writer saw."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_journal_answer(journal: Journal, key: str, text: str, was: str) -> Journal:
    """Return a journal with one answer changed; raises as `with_answer` does."""
    return replace(journal, answers=with_answer(journal.answers, key, text, was))
