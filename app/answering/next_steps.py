"""Where to go from an answer: questions that are sure to be answered, and covered topics."""

from app.answering.answer import Nearby
from app.answering.asking import question_for
from app.answering.reader import Reading
from app.answering.route import Route
from corpus.framework import Decision
from corpus.library import Corpus
from indexing.retriever import Retrieval

_NEAREST = 3


def examples_question(decision: Decision) -> str:
    """Return the question that shows a decision's examples."""
    return question_for("examples", decision.topic)


def follow_ups(corpus: Corpus, route: Route, decisions: tuple[str, ...]) -> tuple[str, ...]:
    """Return questions that go on from an answer; each is answered from the texts."""
    if not decisions:
        return tuple(examples_question(d) for d in corpus.framework.decisions[:_NEAREST])
    topic = corpus.decision(decisions[0]).topic
    offers = {
        "examples": examples_question(corpus.decision(decisions[0])),
        "lessons": question_for("lessons", topic),
        "survey": question_for("survey", topic),
        "benefits": question_for("benefits", topic, " for teachers"),
        "reflection": question_for("reflection", topic),
    }
    names_asked = bool(route.mentions)
    return tuple(text for want, text in offers.items() if want != route.want or names_asked)[:4]


def nearest_topics(corpus: Corpus, route: Route, retrieval: Retrieval) -> tuple[Nearby, ...]:
    """Return the covered topics that come closest to a question, the nearest first."""
    found = [f.passage.decision for f in retrieval.passages if f.passage.decision]
    everything = [d.id for d in corpus.framework.decisions]
    ids = tuple(dict.fromkeys((*route.decisions, *found, *everything)))[:_NEAREST]
    nearest = map(corpus.decision, ids)
    return tuple(Nearby(f"{d.short}: {d.topic}", examples_question(d)) for d in nearest)


def alternatives(corpus: Corpus, reading: Reading) -> tuple[Nearby, ...]:
    """Return the next likeliest decisions for a question that names none itself."""
    route = reading.route
    if route.named or route.mentions or route.folded or not route.decisions:
        return ()
    others = [d for d in reading.likely if d not in route.decisions][:2]
    return tuple(Nearby(d.short, examples_question(d)) for d in map(corpus.decision, others))
