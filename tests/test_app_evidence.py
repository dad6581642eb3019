"""Units, their index, the ranker and coverage, each by itself."""

import random
from pathlib import Path

import numpy as np
import pytest

from app.answering.chips import Chips
from app.evidence.choose import choose
from app.evidence.learned import SHIPPED, read_learned, save_learned
from app.evidence.matching import PlaceFinder
from app.evidence.ranker import RankedUnit
from app.evidence.units import Unit
from app.services import Services
from app.training.fit import training_key
from app.understanding.question import read_question
from app.wiring import Library, Ready
from corpus.asked import load_asked
from indexing.normalizing import normalize


@pytest.fixture(scope="module")
def library(services: Services) -> Library:
    return services.library


def test_units_are_the_words_of_their_documents(ready: Ready) -> None:
    units = ready.index.units
    assert [u.row for u in units] == list(range(len(units)))
    for unit in units:
        text = ready.corpus.document(unit.passage.source_id).text
        assert text[unit.start : unit.end] == unit.text == unit.evidence.quote
        assert unit.passage.kind in {"lesson", "reflection", "guide"} or "\n" not in unit.text


def test_every_statement_of_an_example_is_a_unit_s(ready: Ready) -> None:
    told = {u.statement.text for u in ready.index.units if u.statement}
    every = [s.text for case in ready.corpus.cases for s in case.statements]
    assert len([text for text in every if text not in told]) <= len(every) // 10


def test_hypothetical_questions_have_a_place(ready: Ready, library: Library) -> None:
    assert len(ready.index.texts.questions) >= 8000
    finder = PlaceFinder(library.texts.units, library.book.passages)
    groups = [g for g in load_asked() if g.evidence]
    lost = [g for g in groups if not finder.find_all(g.evidence).passages]
    assert len(lost) <= len(groups) // 50


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("who said pedagogy is more than technology?", "Pedagogy trumps technology"),
        ("whose line is it that small changes add up", "Micro-changes add up"),
        ("what does CMO mean?", "charter management organizations"),
        ("what is an uber coach", "uber coaches"),
        ("was it voluntary at first in middletown", "voluntary for the first two years"),
        ("how did Somerville spread good ideas?", "passing along what he sees"),
        ("share of respondents who called pace a top priority", "45%"),
    ],
)  # fmt: skip
def test_the_ranker_finds_what_is_asked(question: str, words: str, ready: Ready) -> None:
    best = ready.rank(question).best(5)
    assert any(normalize(words) in normalize(f.unit.passage.text) for f in best)


def test_scores_are_probabilities_and_best_first(ready: Ready) -> None:
    ranking = ready.rank("how did others handle need vs. readiness?")
    assert ranking.scores.shape == (len(ready.index.units),)
    assert ranking.scores.min() >= 0
    assert ranking.scores.max() <= 1
    scores = [found.score for found in ranking.best(20)]
    assert scores == sorted(scores, reverse=True)
    only = ranking.only(lambda unit: unit.passage.kind == "lesson")
    assert {f.unit.passage.kind for f in only.best(3)} == {"lesson"}


def test_langchain_gets_units_as_documents(ready: Ready) -> None:
    documents = ready.retriever(3).invoke("Which leader looked at equity data?")
    assert len(documents) == 3
    assert documents[0].metadata["source"] == "look-both-ways"
    text = ready.corpus.document("look-both-ways").text
    start = documents[0].metadata["start_index"]
    assert text[start:].startswith(documents[0].page_content)


def test_choosing_keeps_few_where_few_are_right(ready: Ready) -> None:
    units = _of_different_passages(ready.index.units)
    clear = [RankedUnit(u, s) for u, s in zip(units, (0.9, 0.5, 0.02, 0.01), strict=False)]
    assert len(choose(clear, 1, 12)) == 2
    assert len(choose(clear, 3, 12)) == 3
    assert len(choose(clear, 1, 1)) == 1
    assert choose([], 3, 12) == ()


def _of_different_passages(units: tuple[Unit, ...]) -> list[Unit]:
    return list({unit.passage.id: unit for unit in units}.values())[:4]


def test_what_is_shipped_was_fitted_to_the_shipped_questions(library: Library) -> None:
    key = training_key(library.texts, library.embeddings.identity)
    assert read_learned(SHIPPED, key) is not None, "run: make train"
    assert library.recipe.shipped().keys() == {entry.text for entry in library.recipe.entries}


def test_what_is_learned_is_read_as_it_was_written(tmp_path: Path, library: Library) -> None:
    key = training_key(library.texts, library.embeddings.identity)
    learned = read_learned(SHIPPED, key)
    assert learned is not None
    save_learned(learned, "other", tmp_path / "learned.safetensors")
    again = read_learned(tmp_path / "learned.safetensors", "other")
    assert again is not None
    assert np.array_equal(again.rank_weights, learned.rank_weights)
    assert again.doubt == learned.doubt
    assert again.classifiers.words.words == learned.classifiers.words.words
    assert read_learned(tmp_path / "learned.safetensors", key) is None
    assert read_learned(tmp_path / "none.safetensors", key) is None


def test_five_hundred_chips_are_answered(ready: Ready) -> None:
    chips = Chips(ready.index)
    offered = [n for numbers in chips._by_unit.values() for n in numbers]
    sample = random.Random(0).sample(offered, 500)
    silent = []
    for number in sample:
        answer = ready.answer(read_question(chips._text(number)))
        if answer.abstained:
            silent.append(answer.question)
    assert len(silent) <= 5, silent


def test_chips_are_particular_and_new(ready: Ready) -> None:
    first = ready.answer(read_question("how did others handle need vs. readiness?"))
    second = ready.answer(read_question(first.more_questions[0], (first.question,)))
    assert len(first.more_questions) == len(set(first.more_questions)) == 4
    assert first.more_questions[0] not in second.more_questions
    assert set(first.more_questions) != set(second.more_questions)
