"""Turns that only change what was said before: shorter, longer, again, one of it in full."""

import re
from dataclasses import replace

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import MOST, Kit
from app.answering.layouts.example import whole_example
from app.answering.layouts.summary import cut
from app.answering.reading import Reading
from app.evidence.choose import choose
from app.understanding.length import asked_length

_SHORT = 3
_MORE = 6
_SEARCHED = 60
_NUMBERED = (
    ("first", "1st", "one", "1"),
    ("second", "2nd", "two", "2"),
    ("third", "3rd", "three", "3"),
    ("fourth", "4th", "four", "4"),
    ("fifth", "5th", "five", "5"),
    ("sixth", "6th", "six", "6"),
)
_ORDINALS = {word: number for number, words in enumerate(_NUMBERED, 1) for word in words}


def shorter(draft: Draft, asked: Reading, kit: Kit) -> Draft:
    """Return the first lines of what was said, as many as are asked for."""
    count = asked_length(asked.turn.text) or _SHORT
    return Draft(draft.lead or kit.frame.say("shorter"), cut(draft, count).sections)


def longer(reading: Reading, kit: Kit) -> Draft:
    """Return what ranks next for the earlier question and was not shown."""
    marked = reading.marked(lambda unit: unit.row not in reading.shown)
    chosen = choose(reading.ranking.best(_SEARCHED, marked), _MORE, MOST)
    return Draft(kit.frame.say("longer"), (DraftSection("", kit.of(chosen)),))


def again(draft: Draft, asked: Reading, kit: Kit) -> Draft:
    """Return what was said with the exact words of the texts in place of ours."""
    length = asked_length(asked.turn.text)
    draft = cut(draft, length) if length else draft
    sections = tuple(
        replace(section, claims=tuple(_in_their_words(claim, kit) for claim in section.claims))
        for section in draft.sections
    )
    return Draft(kit.frame.say("again"), sections)


def nth(reading: Reading, draft: Draft, asked: Reading, kit: Kit) -> Draft:
    """Return one of the things that were said, with all that the texts tell of it.

    `reading` is that of the turn before, `asked` that of the turn that points at one thing.
    """
    claims = [claim for section in draft.sections for claim in section.claims]
    claim = claims[_place(asked.turn.text, len(claims))]
    case = claim.evidence[0].passage.case
    if case is None:
        more = kit.plain(kit.choose(asked), "").sections
        return Draft(kit.frame.say("nth"), (DraftSection("", (claim,), kind="prose"), *more))
    alone = Reading(
        reading.turn,
        reading.act,
        "",
        reading.ranking.only(lambda u: u.passage.case == case),
        "full",
    )
    return whole_example(alone, kit, kit.frame.say("nth"))


def _place(text: str, count: int) -> int:
    """Return the index of what an ordinal points at, from 0; the last where it is beyond."""
    words = re.findall(r"\w+", text.lower())
    found = [_ORDINALS[word] for word in words if word in _ORDINALS]
    place = found[0] if found and "last" not in words else count
    return min(place, count) - 1


def _in_their_words(claim: DraftClaim, kit: Kit) -> DraftClaim:
    return kit.claims.quotation(claim.evidence[0])
