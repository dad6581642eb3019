"""Labelled questions that ask for a whole collection, or for none."""

from app.training.examples import Labelled
from corpus.asked import load_asked, read_rows
from corpus.library import Corpus
from corpus.situations import Situation

NONE = "none"
# Turns of these acts ask for one thing, or for nothing that is in the texts.
_OF_ONE_THING = frozenset(
    {"why", "define", "one", "advise", "courtesy", "about", "shorter", "again"}
)
# The kinds of thing that older labelled sentences ask for, by the collection that holds it.
_BY_WANT = {
    "examples": "examples", "lessons": "lessons", "reflection": "reflections",
    "benefits": "benefits", "survey": "survey", "rationale": "rationale",
}  # fmt: skip


def collection_examples(corpus: Corpus) -> list[Labelled]:
    """Return turns with the collection that they ask for."""
    asked = [Labelled(r["text"], r["collection"]) for r in read_rows("training/collections.jsonl")]
    told = [found for s in corpus.framework.situations if (found := _of_situation(s))]
    single = [
        Labelled(text, NONE)
        for group in load_asked()
        if len(group.questions) == 1 and len(group.evidence) == 1
        for text in group.questions
    ]
    acts = read_rows("training/acts.jsonl")
    other = [Labelled(row["text"], NONE) for row in acts if row["act"] in _OF_ONE_THING]
    return [*asked, *told, *single, *other]


def _of_situation(situation: Situation) -> Labelled | None:
    """Return what a labelled sentence asks for; None where that depends on its side."""
    if situation.topic is None or "/" not in situation.topic:
        return None
    if situation.want is None:
        return Labelled(situation.text, NONE)
    if situation.narrow or not situation.topic.endswith("any"):
        return None
    name = _BY_WANT.get(situation.want)
    return Labelled(situation.text, name) if name else None
