"""The labelled questions that the ranker, the classifiers and coverage are fitted to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.evidence.index import EvidenceTexts
from app.evidence.matching import PlaceFinder
from corpus.asked import load_asked, read_rows

# The questions of these files are many for one place; the others have labels of their own.
_SINGLE = 1
JUDGED = "training/judged.jsonl"
FILES = ("training/acts.jsonl", "training/turns.jsonl", "training/collections.jsonl", JUDGED)


@dataclass(frozen=True)
class Labelled:
    """A text with the label that a classifier is to give it."""

    text: str
    label: str


@dataclass(frozen=True)
class RankExample:
    """A turn and the rows of the units that belong in its answer.

    `entry` is the group of hypothetical questions that it is one of, None for none. `previous`
    and `previous_rows` are the turn before and what answered it; `leans` whether it needs them.
    """

    text: str
    rows: tuple[int, ...]
    entry: int | None = None
    previous: str | None = None
    previous_rows: tuple[int, ...] = ()
    leans: bool = False


def acts() -> list[Labelled]:
    """Return turns with what they ask for."""
    rows = chain(read_rows("training/acts.jsonl"), _turns_with("act"), read_rows(JUDGED))
    return [Labelled(row.get("text") or row["question"], row["act"]) for row in rows]


def kinds() -> list[Labelled]:
    """Return turns with the kind of answer that they ask for."""
    rows = chain(read_rows("training/acts.jsonl"), read_rows(JUDGED))
    return [
        Labelled(row.get("text") or row["question"], row["kind"]) for row in rows if row["kind"]
    ]


def leaning() -> list[Labelled]:
    """Return turns with whether they lean on an earlier one."""
    said = [Labelled(r["text"], _yes(r["follow"])) for r in read_rows("training/acts.jsonl")]
    said += [Labelled(r["question"], _yes(r["leans"])) for r in _turns_with("act")]
    return said + [Labelled(text, "no") for group in load_asked()
                   if len(group.questions) == _SINGLE for text in group.questions]  # fmt: skip


def rank_examples(texts: EvidenceTexts) -> list[RankExample]:
    """Return the questions that the ranker is fitted to: single ones, and second or later turns."""
    finder = PlaceFinder(texts.units, texts.book.passages)
    found = chain(_single(finder), _following(finder), _judged(finder))
    return [example for example in found if example.rows]


def _single(finder: PlaceFinder) -> Iterator[RankExample]:
    for entry, group in enumerate(load_asked()):
        if len(group.questions) != _SINGLE:
            continue
        yield RankExample(group.questions[0], finder.find_all(group.evidence).units, entry)
        if group.near_miss and group.near_evidence:
            yield RankExample(group.near_miss, finder.find(group.near_evidence).units, entry)


def _following(finder: PlaceFinder) -> Iterator[RankExample]:
    for row in read_rows("training/turns.jsonl"):
        yield RankExample(
            row["question"],
            finder.find_all(row["evidence"]).units,
            None,
            row["previous"][-1],
            finder.find_all(row["previous_evidence"]).units,
            row["leans"],
        )


def _judged(finder: PlaceFinder) -> Iterator[RankExample]:
    for row in read_rows(JUDGED):
        yield RankExample(row["question"], finder.find_all(row["evidence"]).units)


def _turns_with(name: str) -> Iterator[dict[str, str]]:
    yield from (dict(row) for row in read_rows("training/turns.jsonl") if row.get(name))


def _yes(leans: object) -> str:
    return "yes" if leans else "no"
