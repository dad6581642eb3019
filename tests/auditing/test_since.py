"""An answer stays as it was given when the texts change, and says what has changed."""

from dataclasses import replace

import pytest

from app.auditing.known import Known
from app.auditing.since import changed_since
from app.auditing.stated import StatedAnswer
from app.evidence.passages import PassageIndex
from corpus.library import Corpus
from corpus.side_words import load_side_words
from indexing.keywords import KeywordIndex
from indexing.passages import embedded_text, split_corpus


def _known_with(corpus: Corpus, old: str, new: str) -> Known:
    """Return what is known after one text has changed in one place."""
    documents = tuple(
        replace(d, text=d.text.replace(old, new)) if d.source.id == "look-both-ways" else d
        for d in corpus.documents
    )
    changed = replace(corpus, documents=documents)
    passages = split_corpus(changed)
    keywords = KeywordIndex(tuple(embedded_text(p, changed) for p in passages))
    return Known(PassageIndex(changed, passages, keywords), load_side_words())


def test_nothing_is_said_where_nothing_has_changed(need: StatedAnswer, known: Known) -> None:
    assert changed_since(need, known) is None


def test_words_that_changed_are_told(need: StatedAnswer, corpus: Corpus) -> None:
    quote = need.citations[0].quote
    today = _known_with(corpus, quote, quote.replace("students", "all learners"))
    since = changed_since(need, today)
    assert since is not None
    assert since.changes[0].kind == "words"
    first, second, *others = since.lines()
    assert "6 of its 7 citations stand word for word" in first
    assert second.startswith("[1] The words have changed: it says “students” where the text has")
    assert others == []
    assert {c.kind for c in since.changes[1:]} <= {"same", "moved"}


def test_a_passage_that_changed_around_the_words_is_told(
    need: StatedAnswer, corpus: Corpus
) -> None:
    today = _known_with(corpus, "“We have a small but mighty team,”", "“We have a large team,”")
    since = changed_since(need, today)
    assert since is not None
    assert since.changes[0].kind == "around"
    assert since.count_same == 6
    assert (
        "around them the passage has changed: it says “small but mighty” where"
        in (since.lines()[1])
    )


def test_what_is_gone_is_told(need: StatedAnswer, known: Known) -> None:
    lost = replace(need.citations[0], source_id="a page of then")
    old = replace(need, citations=(lost,), corpus_hash="0" * 64)
    since = changed_since(old, known)
    assert since is not None
    assert since.lines()[1] == "[1] The texts hold these words no longer."


@pytest.mark.parametrize("shift", [0, 7])
def test_a_passage_may_move(need: StatedAnswer, known: Known, shift: int) -> None:
    first = need.citations[0]
    moved = replace(first, start=first.start + shift, end=first.end + shift)
    old = replace(need, citations=(moved,), corpus_hash="0" * 64)
    since = changed_since(old, known)
    assert since is not None
    assert since.changes[0].kind == ("moved" if shift else "same")
    assert len(since.lines()) == 1
