"""The plain layouts: one direct sentence, then what supports it."""

from app.answering.draft import Draft
from app.answering.kit import Kit
from app.answering.layouts.example import is_of_one_example, tells_example, whole_example
from app.answering.reading import Reading
from app.evidence import thresholds

_ONE = 6


def find(reading: Reading, kit: Kit) -> Draft:
    """Answer from the best passages, or tell one example whole where that is what is asked."""
    if tells_example(reading):
        return whole_example(reading, kit)
    chosen = kit.choose(reading)
    return kit.plain(chosen, kit.lead(chosen))


def one(reading: Reading, kit: Kit) -> Draft:
    """Answer with the one example or quotation that fits best, and a few that come near."""
    chosen = kit.choose(reading, most=_ONE)
    return kit.plain(chosen, kit.frame.say("one"), kit.frame.say("others"))


def define(reading: Reading, kit: Kit) -> Draft:
    """Answer what a word means by the sentences that use it."""
    chosen = kit.choose(reading)
    return kit.plain(chosen, kit.frame.say("define"))


def several(reading: Reading, kit: Kit) -> Draft:
    """Answer a question for all of something that is no known collection: more of what ranks."""
    if is_of_one_example(reading):
        return whole_example(reading, kit)
    chosen = kit.choose(reading, fewest=5, least_share=thresholds.SHOWN_SHARE_OF_ALL)
    return kit.plain(chosen, kit.lead(chosen))
