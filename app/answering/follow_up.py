"""Folding the earlier turns into a question that leans on them."""

from dataclasses import replace

from app.answering.asking import question_for
from app.answering.intent import asked_want
from app.answering.route import Route
from app.answering.vocabulary import Vocabulary, Want
from app.answering.wording import Wording, poles_named
from corpus.framework import Decision, PoleName, opposite
from corpus.library import Corpus
from corpus.names import Mentions
from indexing.topics import Topics

# A question with more words than this stands by itself, unless it points back.
SHORT = 7
_LONG = 16
_OUTSIDE = 0.85
_SURE_OF_WANT = 0.7
_LOOK_UPS: frozenset[Want] = frozenset({"lessons", "reflection", "survey"})


def leans_on_earlier(wording: Wording, previous: Route, outside: float) -> bool:
    """Return whether a question needs the turn before it to be understood.

    `outside` is the probability that its own words ask for what the texts don't hold: a pronoun
    alone does not bring such a question in.
    """
    if not (previous.decisions or previous.mentions) or wording.words > _LONG:
        return False
    own_topic = bool(wording.named or wording.mentions) and wording.words > SHORT
    if own_topic and not wording.other_side:
        return False
    return _says_what_changes(wording) or (wording.refers_back and outside < _OUTSIDE)


def _says_what_changes(wording: Wording) -> bool:
    """Return whether a few words say what is to be different from the turn before."""
    if wording.other_side or wording.shorter or wording.pick is not None:
        return True
    if wording.words > SHORT:
        return False
    asks = wording.named or wording.want or wording.role or wording.both or wording.why
    return bool(asks) or (bool(wording.mentions) and (wording.refers_back or wording.words <= 3))


def fold(
    wording: Wording, topics: Topics, previous: Route, corpus: Corpus, vocabulary: Vocabulary
) -> Route:
    """Return the route of a question that leans on an earlier one.

    What the question says replaces what was said before; the rest is kept.
    """
    if wording.named:
        decisions = tuple(wording.named)
        route = replace(previous, decisions=decisions, mentions=Mentions(), poles=())
    else:
        route = replace(previous, mentions=_mentions(wording, previous))
    want = _new_want(wording, topics) or _kept_want(wording, previous)
    if want in _LOOK_UPS:
        route = replace(route, mentions=Mentions())
    return replace(
        route,
        want=want,
        role=wording.role or (previous.role if want == "benefits" else None),
        poles=() if want in _LOOK_UPS else _poles(wording, route, previous, corpus, vocabulary),
        named=True,
        folded=True,
        limit=3 if wording.shorter else None,
        pick=wording.pick,
        why=wording.why,
        outside=0.0,
    )


def standalone_question(route: Route, corpus: Corpus) -> str:
    """Return a folded question in words that stand alone."""
    subject = " and ".join(
        [corpus.person(p).name for p in route.mentions.people]
        or [corpus.system(s).label for s in route.mentions.systems]
    )
    topic = " and ".join(_topic(corpus.decision(d), route.poles) for d in route.decisions)
    if subject:
        about = f" about {topic}" if topic else ""
        return f"{'Why did' if route.why else 'What did'} {subject} do{about}?"
    role = f" for {route.role.replace('_', ' ')}s" if route.role else ""
    return question_for(route.want, topic, f"{role}{', in short' if route.limit else ''}")


def _new_want(wording: Wording, topics: Topics) -> Want | None:
    """Return the kind of thing that a few words ask for beside the topic; None for any."""
    want = asked_want(wording, topics)
    plain = want == "examples" or wording.mentions or wording.why
    return wording.want if plain or topics.wants[want] < _SURE_OF_WANT else want


def _kept_want(wording: Wording, previous: Route) -> Want:
    if wording.mentions or wording.why or wording.examples:
        return "examples"
    return "benefits" if wording.role else previous.want


def _mentions(wording: Wording, previous: Route) -> Mentions:
    return wording.mentions or previous.mentions


def _poles(
    wording: Wording, route: Route, previous: Route, corpus: Corpus, vocabulary: Vocabulary
) -> tuple[PoleName, ...]:
    if not route.decisions:
        return ()
    named = poles_named(wording, route.decisions[0], corpus, vocabulary)
    if named:
        return named if len(named) == 1 else ()
    if wording.other_side:
        return tuple(opposite(p) for p in previous.poles) if len(previous.poles) == 1 else ()
    keeps = not (wording.named or wording.mentions) and len(previous.poles) == 1
    return previous.poles if keeps else ()


def _topic(decision: Decision, poles: tuple[PoleName, ...]) -> str:
    if len(poles) == 1:
        return f"{decision.topic}: {decision.heading(poles[0]).lower()}"
    return decision.topic
