"""What a question's own words say, before anything is looked up."""

import re
from dataclasses import dataclass

from app.answering.vocabulary import Vocabulary, Want
from corpus.framework import PoleName, Role
from corpus.library import Corpus
from corpus.names import Mentions

_NOT_ASKED = re.compile(r"\b(?:instead of|rather than|as opposed to)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:did|does|do|was|were|is|are|has|have|isn[’']t|didn[’']t)\b", re.IGNORECASE
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
    "1st": 1, "2nd": 2, "3rd": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """A question read by its words alone.

    `named` counts the words that name each decision. `claims` says that something is put forward
    to be confirmed, `of_speech` that it is what somebody said, `boasts` that it is one-sided.
    `overview` says that it asks what the report covers.
    """

    text: str
    named: dict[str, int]
    mentions: Mentions
    want: Want | None
    role: Role | None
    words: int
    refers_back: bool
    other_side: bool
    both: bool
    shorter: bool
    pick: int | None
    why: bool
    examples: bool
    claims: bool
    boasts: bool
    of_speech: bool
    overview: bool


def read_wording(text: str, corpus: Corpus, vocabulary: Vocabulary) -> Wording:
    """Return what the words of a question say."""
    plain = corpus.finder.without_names(text)
    cues = vocabulary.cues
    lowered = plain.lower()
    return Wording(
        text=text,
        named=vocabulary.decisions_named(plain),
        mentions=corpus.finder.find(text),
        want=vocabulary.want(plain),
        role=vocabulary.role(plain),
        words=len(text.split()),
        refers_back=bool(cues["refers_back"].search(lowered)),
        other_side=bool(cues["other_side"].search(lowered)),
        both=bool(cues["both"].search(lowered)),
        shorter=bool(cues["shorter"].search(lowered)),
        pick=_pick(lowered) if cues["pick"].search(lowered) else None,
        why=bool(cues["why"].search(lowered)),
        claims=bool(
            cues["claims"].search(lowered) or (text.endswith("?") and _YES_OR_NO.match(text))
        ),
        boasts=not text.endswith("?") and bool(cues["boasts"].search(lowered)),
        overview=bool(cues["overview"].search(lowered)),
        of_speech=bool(cues["of_speech"].search(lowered)),
        examples=bool(cues["examples"].search(lowered) or cues["narrow"].search(lowered)),
    )


def poles_named(
    wording: Wording, decision: str, corpus: Corpus, vocabulary: Vocabulary
) -> tuple[PoleName, ...]:
    """Return the poles of a decision that the words name.

    What stands behind "instead of" or "rather than" is what was not asked for.
    """
    if wording.both:
        return ("combine",)
    asked = _NOT_ASKED.split(corpus.finder.without_names(wording.text), maxsplit=1)[0]
    return vocabulary.poles_named(asked, decision)


def _pick(lowered: str) -> int | None:
    found = [_ORDINALS[word] for word in re.findall(r"\w+", lowered) if word in _ORDINALS]
    return found[0] if found else None
