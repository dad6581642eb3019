"""Faults in what a good answer quotes and says."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.answering.answer import Answer, Claim
from app.auditing.stated import stated
from corpus.library import Corpus
from tests.auditing.mutant import Change, Mutant, numbers, rotated, with_citation, with_claim

_PERSON_PLACE = 7


def _in_quote(kind: str, change: Callable[[str], str | None]) -> Change:
    """Return a fault in the quoted words, told alike in the citation and in the claim."""

    def make(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
        for number in rotated(range(len(answer.citations)), seed):
            citation = answer.citations[number]
            quote = change(citation.quote)
            if quote is None or quote == citation.quote:
                continue
            # Its length must not give it away.
            told = replace(citation, quote=quote, end=citation.start + len(quote))
            made = with_citation(answer, citation.marker, told)
            for place, claim in enumerate(answer.claims):
                if citation.quote in claim.text:
                    text = claim.text.replace(citation.quote, quote)
                    made = with_claim(made, place, replace(claim, text=text))
            return Mutant(kind, stated(made), marker=citation.marker)
        return None

    return make


def _in_claim(kind: str, change: Callable[[str, int], str | None]) -> Change:
    """Return a fault in what a claim says, beside a citation that is as it was."""

    def make(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
        for number in numbers(answer, seed):
            claim = answer.claims[number]
            text = change(claim.text, seed)
            if text is None or text == claim.text:
                continue
            new = replace(claim, text=text)
            return Mutant(kind, stated(with_claim(answer, number, new)), (new.full_text,))
        return None

    return make


def _sub(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Callable[[str], str | None]:
    found = re.compile(pattern)
    return lambda text: found.sub(by, text, count=1) if found.search(text) else None


def _other_digit(match: re.Match[str]) -> str:
    return str((int(match.group()) + 3) % 9 + 1)


def _joined(quote: str) -> str | None:
    """Return a quotation whose middle is left out without saying so."""
    words = quote.split(" ")
    return " ".join([*words[:5], *words[-5:]]) if len(words) >= 14 else None


def _without_a_word(quote: str) -> str | None:
    words = quote.split(" ")
    return " ".join([*words[:4], *words[5:]]) if len(words) >= 9 else None


_PAST = {"is": "was", "are": "were", "has": "had", "have": "had", "can": "could", "will": "would"}
_COUNTS = {"two": "six", "three": "seven", "four": "nine", "five": "eight", "ten": "twelve"}


def _to_past(match: re.Match[str]) -> str:
    return _PAST[match.group()]


_other_count = _sub(r"\b(?:two|three|four|five|ten)\b", lambda m: _COUNTS[m.group()])


def _quote_of_another(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    for number in rotated(range(len(answer.citations)), seed):
        own = answer.citations[number]
        others = [c for c in answer.citations if c.passage.id != own.passage.id]
        if others:
            other = others[seed % len(others)]
            told = replace(own, quote=other.quote, end=own.start + len(other.quote))
            made = with_citation(answer, own.marker, told)
            return Mutant("quote of another passage", stated(made), marker=own.marker)
    return None


def _quoted_otherwise(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer whose claim quotes otherwise than its citation does."""
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        found = re.search(r"“([^”]{40,})”", claim.text)
        if found:
            words = found.group(1).split(" ")
            words[3:5] = ["hardly", "anybody"]
            new = replace(claim, text=claim.text.replace(found.group(1), " ".join(words)))
            made = with_claim(answer, number, new)
            return Mutant("quoted otherwise in the claim", stated(made), (new.full_text,))
    return None


def _systems_named(claim: Claim, corpus: Corpus) -> tuple[str, ...]:
    return corpus.finder.find(claim.full_text).systems


def _other_system(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer in which a line is told of another system that the texts know."""
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        named = _systems_named(claim, corpus)
        if claim.subject and len(named) == 1 and claim.subject == corpus.system(named[0]).label:
            others = [s for s in corpus.names.systems if s.id not in named and s.sample]
            new = replace(claim, subject=others[seed % len(others)].label)
            made = with_claim(answer, number, new)
            return Mutant("name of another system", stated(made), (new.full_text,))
    return None


def _unknown_system(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        if claim.subject and len(_systems_named(claim, corpus)) == 1:
            name = ("Houston ISD, TX", "Denver, CO", "Fairfax County, VA")[seed % 3]
            new = replace(claim, subject=name)
            made = with_claim(answer, number, new)
            return Mutant("name that the texts don't know", stated(made), (new.full_text,))
    return None


def _other_person(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer in which a sentence of ours names another person."""
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        people = corpus.finder.find(claim.text).people
        if len(people) == 1 and "“" not in claim.text:
            name = corpus.person(people[0]).name
            others = [p for p in corpus.names.people if p.id not in people and p.sample]
            text = claim.text.replace(name, others[seed % len(others)].name)
            if text != claim.text:
                new = replace(claim, text=text)
                made = with_claim(answer, number, new)
                return Mutant("name of another person", stated(made), (new.full_text,))
    return None


def _other_speaker(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        people = corpus.finder.find(claim.subject or "").people
        if len(people) == 1 and claim.text.startswith("“"):
            others = [p for p in corpus.names.people if p.id not in people and p.sample]
            new = replace(claim, subject=others[(seed * _PERSON_PLACE) % len(others)].name)
            made = with_claim(answer, number, new)
            return Mutant("another speaker", stated(made), (new.full_text,))
    return None


def _speaker_in_prose(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer that puts a quotation into another mouth in the middle of a sentence."""
    spoken = {q.text: q.speaker for case in corpus.cases for q in case.quotes}
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        quote = next((c.quote for c in answer.citations if c.marker in claim.citations), "")
        if quote in spoken and "“" not in quote:
            others = [p for p in corpus.names.people if p.id != spoken[quote] and p.sample]
            name = others[(seed * _PERSON_PLACE) % len(others)].name
            new = replace(claim, text=f"“{quote}”, as {name} put it.", subject=None)
            made = with_claim(answer, number, new)
            return Mutant("another speaker in prose", stated(made), (new.full_text,))
    return None


# Faults in quotations, figures, names, speakers and sides: these have to be caught.
SAID: tuple[Change, ...] = (
    _in_quote("dropped not", _sub(r"(?:\bnot |\bnever |\bno |n[’']t\b)", "")),
    _in_quote("digit in a quotation", _sub(r"\d", _other_digit)),
    _in_quote("tense in a quotation", _sub(r"\b(?:is|are|has|have|can|will)\b", _to_past)),
    _in_quote("other tense in a quotation", _sub(r"(?<=[a-z]{3})ed\b", "ing")),
    _in_quote("word of a quotation changed", _sub(r"\b(?:schools|teachers|leaders)\b", "offices")),
    _in_quote("word of a quotation left out", _without_a_word),
    _in_quote("trimmed without an ellipsis", _joined),
    _quote_of_another,
    _quoted_otherwise,
    _in_claim("digit in a claim", lambda t, s: None if "“" in t else _sub(r"\d", _other_digit)(t)),
    _in_claim(
        "count in a claim",
        lambda t, s: None if "“" in t else _other_count(t),
    ),
    _in_claim(
        "added year", lambda t, s: None if "“" in t else f"{t.rstrip('.')}, in {2009 + s % 5}."
    ),
    _in_claim("added month", lambda t, s: None if "“" in t else f"{t.rstrip('.')}, by October."),
    _other_system, _unknown_system, _other_person, _other_speaker, _speaker_in_prose,
)  # fmt: skip
