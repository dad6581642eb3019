"""Any wording, follow-ups, look-ups, silence: kinds of questions on the real model and index."""

from collections.abc import Callable

import pytest

from app.answering.answer import Answer
from app.answering.contract import answer_text, as_json
from app.answering.privacy import LEFT_OUT, leave_out_records
from app.answering.spelling import Speller
from corpus.library import Corpus

Ask = Callable[..., Answer]


def test_mistyped_words_are_set_right_and_names_are_not(corpus: Corpus) -> None:
    speller = Speller({"hello", "cabinet"}, [d.text for d in corpus.documents])
    assert speller.correct("shoud we centrlize, or give autonmy?") == (
        "should we centralize, or give autonomy?"
    )
    assert speller.correct("Ask Mekhitarian, Smyth and the cabinet.") == (
        "Ask Mekhitarian, Smyth and the cabinet."
    )
    assert speller.is_strange("zzyzx")
    assert not speller.is_strange("rediness")


@pytest.mark.parametrize(
    ("previous", "question", "decision", "want", "poles"),
    [
        ("What are the benefits of centralizing?", "and the other side?", "Q1", "benefits",
         ("right",)),
        ("how did others handle need vs. readiness?", "what did they learn?", "Q3", "lessons", ()),
        ("fast or slow?", "did anyone do both?", "Q2", "examples", ("combine",)),
        ("build or buy?", "any questions for my team on that?", "Q4", "reflection", ()),
        ("lessons on need vs. readiness", "ok and pace?", "Q2", "lessons", ()),
        ("benefits of going slow for teachers", "and for principals?", "Q2", "benefits",
         ("right",)),
    ],
)  # fmt: skip
def test_follow_ups_fold_the_earlier_turn_in(
    previous: str, question: str, decision: str, want: str, poles: tuple[str, ...], ask: Ask
) -> None:
    answer = ask(question, previous)
    assert answer.route.decisions == (decision,)
    assert answer.route.want == want
    assert answer.route.poles == poles
    assert answer.standalone_question != question
    shown = {c.passage.pole for c in answer.citations if c.passage.pole}
    assert not poles or shown == set(poles)


def test_a_system_is_swapped_and_the_topic_kept(ask: Ask) -> None:
    answer = ask("what about Dallas?", "How did Chicago handle need vs. readiness?")
    assert {c.passage.case for c in answer.citations} == {"q3-feeder-patterns"}


def test_a_new_topic_is_new(ask: Ask) -> None:
    answer = ask("Which districts picked their first schools by readiness?", "fast or slow?")
    assert answer.route.decisions == ("Q3",)
    assert not answer.route.folded


def test_a_complaint_after_another_question_is_new(ask: Ask) -> None:
    earlier = "how did others handle need vs. readiness?"
    answer = ask("My board wants all 22 schools by fall and my teachers are exhausted", earlier)
    assert answer.route.decisions == ("Q2",)
    assert not answer.route.folded


@pytest.mark.parametrize(
    "question",
    ["how did Houston ISD decide?", "who won the world cup", "how much did Dallas spend?",
     "did it raise graduation rates?", "what's the weather like, and will it rain?"],
)  # fmt: skip
def test_silence_holds_in_a_conversation(question: str, ask: Ask) -> None:
    assert ask(question, "What did the survey find about build or buy?").abstained


def test_shorter_and_only_the_second(ask: Ask) -> None:
    first = ask("how did others handle need vs. readiness?")
    short = ask("shorter please", "how did others handle need vs. readiness?")
    second = ask("only the second one", "how did others handle need vs. readiness?")
    assert len(short.claims) == 3
    assert {s.pole for s in short.sections} == {"left", "right", "combine"}
    assert [c.text for c in second.claims] == [first.claims[1].text]


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("who said that pedagogy is more than technology?", "Ken Eastwood", "Pedagogy trumps"),
        ("Whose words are these: micro changes add up", "Michael Fauteux", "Micro-changes add up"),
        ("who said the goal is to never force a school?", "Deagan Andrews", "We’ll never force"),
    ],
)
def test_a_quotation_is_found_from_a_fragment(
    question: str, speaker: str, words: str, ask: Ask
) -> None:
    answer = ask(question)
    assert speaker in (answer.claims[0].subject or "")
    assert answer.citations[0].quote.startswith(words)


@pytest.mark.parametrize(
    "question",
    [
        "how did zorbington unified decide on pace?",
        "What did Quabbin County Public Schools do about need vs. readiness?",
        "How much did Chicago pay its coaches?",
        "What were graduation rates in Henry County in 2023?",
        "which laptop should we order for grade 5",
        "translate good morning into french",
    ],
)
def test_silence(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.abstained, answer_text(answer)
    assert len(answer.nearest) == 3


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what does CMO mean?", "charter management organizations"),
        ("what is an uber coach", "who do 1:1 coaching"),
        ("What are guard rails?", "guard rails"),
    ],
)
def test_a_term_is_explained_by_the_sentences_that_use_it(
    question: str, words: str, ask: Ask
) -> None:
    answer = ask(question)
    assert any(words in c.quote for c in answer.citations), answer_text(answer)
    assert len(answer.citations) <= 2


def test_a_system_is_told_of_in_other_words_than_the_texts(ask: Ask) -> None:
    answer = ask("how did Somerville spread good ideas?")
    assert "q7-central-coordinator" in {c.passage.case for c in answer.citations}


def test_a_complaint_is_reflected_back_before_the_examples(ask: Ask) -> None:
    text = answer_text(
        ask("The board wants this in every school by fall and my staff is exhausted")
    )
    assert text.startswith("It sounds as if you are weighing moving fast vs. slow and steady.")
    assert text.index("> ") < text.index("###")
    assert text.count("?") == 1


def test_other_readings_are_offered_for_what_names_no_topic(ask: Ask) -> None:
    vague = ask("The board wants this in every school by fall and my staff is exhausted")
    assert len(vague.alternatives) == 2
    assert ask("fast or slow?").alternatives == ()


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("My student Dana Whitfield fails. Who goes first?", "Whitfield"),
        ("a pupil named Ana Ruiz-Lee", "Ruiz"),
        ("Joe Bloggs is a 7th grader here", "Bloggs"),
        ("write to jo@school.example or 555-201-3344", "555-201"),
        ("student ID 4481223, born 04/05/2010", "4481223"),
    ],
)
def test_personal_records_are_left_out(typed: str, gone: str) -> None:
    assert gone not in leave_out_records(typed)
    assert LEFT_OUT in leave_out_records(typed)


def test_public_leaders_are_no_personal_records(corpus: Corpus) -> None:
    for document in corpus.documents:
        assert leave_out_records(document.text).count(LEFT_OUT) <= 1


def test_a_question_with_a_record_is_answered_without_it(ask: Ask) -> None:
    body = as_json(ask("Our student named Maria Lopez fails. Should struggling schools go first?"))
    assert "Lopez" not in str(body)
    assert body["decisions"] == ["Q3"]
    assert "left out" in body["notice"]
    assert body["text"].startswith(body["notice"])
