"""Every invariant of the contract, over many questions, on the real model and index."""

import json
import re
from collections.abc import Callable

import pytest

from app.answering.answer import Answer
from app.answering.contract import answer_text, as_json
from corpus.library import Corpus

Ask = Callable[..., Answer]

QUESTIONS = (
    "how did others handle need vs. readiness?",
    "central control or school autonomy?",
    "half my schools invent everything for themselves and the rest wait for an order",
    "How did districts decide on pace?",
    "should we build or buy?",
    "fixed plan or adapt as we go",
    "prix fixe or a la carte",
    "best practices or failures",
    "What did Dallas do?",
    "Henry County",
    "what did Henry County and Fulton County do about a fixed strategy?",
    "What did Rebecca Midles say?",
    "what did Holli Brown say",
    "lessons on tight vs. loose",
    "what reflection questions are there on pace",
    "benefits of building for principals",
    "benefits of a fixed strategy",
    "what did the survey find about centralizing?",
    "What did the survey find about buying or building?",
    "how was the survey done: how many respondents",
    "why prioritize need, and what are the risks?",
    "what is in reflection guide 1",
    "show me guide 2, charting your path",
    "who wrote the report",
    "Tell me about Yuma",
    "how should we set up district teams for personalized learning",
    "what conditions must be met to scale staffing models",
    "need vs readiness and fast vs slow",
    "What is the capital of France?",
    "How did Houston ISD handle need vs. readiness?",
    "¿Qué hicieron otros distritos?",
    "<img src=x onerror=alert(1)> need or readiness",
    "[click](javascript:alert(1)) pace",
)


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, ask: Ask) -> Answer:
    return ask(request.param)


def test_every_quote_stands_at_its_place(answer: Answer, corpus: Corpus) -> None:
    for citation in as_json(answer)["citations"]:
        text = corpus.document(citation["source_id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"] in citation["passage_text"]
        assert citation["passage_text"] in text
        assert citation["verified"] is True
        assert len(citation["passage_text"]) <= 1200


def test_markers_count_from_one_and_are_all_used(answer: Answer) -> None:
    body = as_json(answer)
    in_text = [int(m) for m in re.findall(r"\[(\d+)\]", body["text"])]
    cited = [c["marker"] for c in body["citations"]]
    assert cited == list(range(1, len(cited) + 1))
    assert list(dict.fromkeys(in_text)) == cited
    assert {m for claim in body["claims"] for m in claim["citations"]} == set(cited)
    assert len(cited) <= 12 or answer.route.collection


def test_every_claim_is_cited_and_stands_in_the_text(answer: Answer) -> None:
    text = answer_text(answer).replace("**", "")
    for claim in as_json(answer)["claims"]:
        assert claim["citations"]
        assert claim["text"] in text


def test_an_abstention_claims_and_cites_nothing(answer: Answer) -> None:
    assert answer.abstained == (answer.coverage == "none")
    assert bool(answer.missing) == (answer.coverage == "partial")
    if answer.abstained:
        assert not answer.claims
        assert not answer.citations
        assert answer.reflection is None
        assert len(answer.nearest) == 3
    else:
        assert answer.claims
        assert answer.nearest == ()


def test_the_same_question_gets_the_same_answer(answer: Answer, ask: Ask) -> None:
    again = as_json(ask(answer.question))
    before = as_json(answer)
    again.pop("timings_ms")
    assert set(before.pop("timings_ms")) == {"route", "retrieve", "compose", "total"}
    assert json.dumps(again) == json.dumps(before)


def test_the_object_has_every_name_of_the_contract(answer: Answer) -> None:
    body = json.loads(json.dumps(as_json(answer)))
    assert {
        "id", "question", "standalone_question", "decisions", "systems", "act", "coverage",
        "missing", "abstained", "nearest",
        "text", "claims", "citations", "reflection", "more_questions", "conflicts", "answerer",
        "corpus_hash", "timings_ms",
    } <= set(body)  # fmt: skip
    for citation in body["citations"]:
        assert {
            "marker", "passage_id", "source_id", "source_title", "heading_path", "pages",
            "pages_are", "passage_text", "quote", "start", "end", "decision", "pole", "systems",
            "people", "url", "licence", "verified",
        } <= set(citation)  # fmt: skip
    assert body["answerer"] == "quoting"


def test_numbers_in_our_sentences_stand_in_their_passages(answer: Answer) -> None:
    passages = {c.marker: c.passage.text for c in answer.citations}
    for section in answer.sections:
        if section.kind == "conflict":
            continue
        for claim in section.claims:
            held = " ".join(passages[m] for m in claim.citations)
            for number in re.findall(r"\d[\d,.]*\d|\d", claim.text):
                if number not in {"1", "5"}:
                    assert number in held, (claim.text, number)


def test_follow_ups_are_answered(answer: Answer, ask: Ask) -> None:
    for question in answer.more_questions:
        assert not ask(question).abstained, question
    for near in answer.nearest:
        assert not ask(near.question).abstained, near.question
