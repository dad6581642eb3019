"""All kinds of faults, by how sure a plain function can be of them."""

from collections.abc import Iterator, Sequence
from random import Random

from app.answering.answer import Answer
from corpus.library import Corpus
from tests.auditing.mutant import Change, Mutant
from tests.auditing.mutations import SAID
from tests.auditing.structure import (
    behind_a_marker,
    citation_field,
    citation_side,
    lost_marker,
    moved_marker,
    moved_place,
    moved_side,
    no_marker,
    swapped_headings,
    uncited,
    untold_conflict,
)  # fmt: skip

PLAIN: tuple[Change, ...] = (*SAID, moved_side, swapped_headings, citation_side)
# Faults in markers and records: a plain function can be sure of them too.
FORMAL: tuple[Change, ...] = (
    lost_marker, no_marker, uncited, untold_conflict, moved_place,
    citation_field("licence left out", licence=""),
    citation_field("pages left out", pages=None),
    citation_field("another passage's id", passage_id="look-both-ways/none/case-1"),
)  # fmt: skip
# Faults of meaning: words alone can only raise a doubt.
OF_MEANING: tuple[Change, ...] = (moved_marker, behind_a_marker)


def mutants(
    changes: Sequence[Change], answers: Sequence[Answer], corpus: Corpus, most: int
) -> Iterator[Mutant]:
    """Yield up to `most` mutants of each change, from different answers."""
    whole = [a for a in answers if a.claims]
    for place, change in enumerate(changes):
        made = 0
        order = Random(place).sample(whole, len(whole))
        for seed, answer in enumerate(order):
            mutant = change(answer, corpus, seed)
            if mutant and made < most:
                made += 1
                yield mutant
