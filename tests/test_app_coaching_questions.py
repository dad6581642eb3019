"""The open questions keep to what makes a question good; the conversation keeps to its manner."""

import re

import pytest

from app.answering.quoting import QuotingAnswerer
from app.coaching.listening import heard_in, weightiest
from app.coaching.mood import mood_of
from app.coaching.questions import open_questions, report_questions
from app.coaching.replying import open_talk, reply_to
from app.coaching.summary import draft_summary, edited
from app.coaching.talk import Exchange, Talk, Wish
from app.evidence.nearness import Nearness
from app.evidence.passages import PassageIndex
from corpus.side_words import SideWords, load_side_words
from prompts import load_list

OURS = [(stage, text) for stage, texts in open_questions().items() for text in texts]
_OPEN = re.compile(r"^(?:What|How|Who|Whose|Where|When|Which|By what)\b")
_ADVICE = re.compile(
    r"\b(?:should|ought|must|need to|have you (?:considered|thought)|don't you|isn't|wouldn't|"
    r"could you|why not|why don't|better|best|obviously|surely|try to)\b",
    re.IGNORECASE,
)
_STACKED = re.compile(r"\?.*\?|\b(?:and|or)\s+(?:what|how|who|where|when|why|which)\b", re.I)


@pytest.mark.parametrize(("stage", "text"), OURS)
def test_our_questions_are_open_single_short_and_no_advice(stage: str, text: str) -> None:
    assert _OPEN.match(text), "answered by yes or no"
    assert text.endswith("?")
    assert not _STACKED.search(text)
    assert not _ADVICE.search(text)
    assert len(text.split()) <= 18


def test_no_question_of_ours_stands_twice() -> None:
    texts = [text for _, text in OURS]
    assert len(set(texts)) == len(texts)
    assert all(len(texts) >= 2 for texts in open_questions().values())


@pytest.fixture(scope="module")
def book(quoting: QuotingAnswerer) -> PassageIndex:
    return quoting.book


@pytest.fixture(scope="module")
def sides() -> SideWords:
    return load_side_words()


def _talk(
    book: PassageIndex,
    near: Nearness,
    sides: SideWords,
    decision: str,
    *said: str | tuple[str, Wish],
) -> tuple[Talk, list[Exchange]]:
    talk = Talk(decision, "We want to move, and I fear that we lose the teachers.")
    turns = [open_talk(book, near, talk)]
    for one in said:
        text, wish = one if isinstance(one, tuple) else (one, "")
        turns.append(Exchange(text, reply_to(book, near, sides, talk, turns, text, wish), wish))
    return talk, turns


@pytest.mark.parametrize("decision", [f"Q{n}" for n in range(1, 8)])
def test_a_conversation_asks_one_new_question_a_turn_and_settles_only_when_asked(
    book: PassageIndex, near: Nearness, sides: SideWords, decision: str
) -> None:
    said = (f"I see it like this, number {n}." for n in range(8))
    settling: list[tuple[str, Wish]] = [("", "commit"), *((f"Answer {n}.", "") for n in range(4))]
    _, turns = _talk(book, near, sides, decision, *said, *settling)
    asked = [turn.reply.question.text for turn in turns if turn.reply.question]
    assert len(set(asked)) == len(asked) == len(turns)
    assert all(text.count("?") == 1 for text in asked)
    stages = [turn.reply.stage for turn in turns]
    assert stages == [
        "begin", "matter", "sides", *["sides"], *["possibilities"] * 5,
        "commit_what", "commit_when", "commit_who", "commit_know", "close",
    ]  # fmt: skip
    report = {q.text for q in report_questions(book, decision)}
    assert report & set(asked)
    assert [turn.reply.invites for turn in turns[:5]] == [False] * 4 + [True]


MOODS = [
    ("I just feel like everyone would be better off without me.", "distress"),
    ("stop", "stop"), ("I want to stop now.", "stop"), ("Please end this conversation.", "stop"),
    ("bye", "stop"), ("That's all.", "stop"), ("Stop asking me questions.", "protest"),
    ("I already told you, he went behind my back!", "protest"), ("What should I do?", "advice"),
    ("Give me your opinion.", "advice"), ("I don’t know, that’s why I’m here", "unsure"),
    ("We want to stop the rollout in May.", None), ("It should end with this program.", None),
    ("I'm not sure that the principals will follow me there.", None),
    ("One of them cried in my office last week.", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "name"), MOODS)
def test_what_is_said_to_the_conversation_itself_is_heard(said: str, name: str | None) -> None:
    mood = mood_of(said)
    assert (mood.name if mood else None) == name


@pytest.mark.parametrize("said", [said for said, name in MOODS if name in {"stop", "protest"}])
def test_it_asks_nothing_of_who_wants_to_stop_and_no_summary_takes_that_for_a_step(
    book: PassageIndex, near: Nearness, sides: SideWords, said: str
) -> None:
    _, turns = _talk(book, near, sides, "Q3", ("", "commit"), "Visit a school.", said)
    assert turns[-1].reply.question is None
    assert turns[-1].reply.notice
    assert turns[-1].reply.heard == ""
    summary = draft_summary(turns)
    assert summary.what == "Visit a school."
    assert said not in (summary.when, summary.who, summary.next_question)


def test_somebody_in_distress_is_pointed_to_people(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    _, turns = _talk(book, near, sides, "Q3", MOODS[0][0])
    assert "988" in turns[-1].reply.notice
    assert turns[-1].reply.question is None
    assert turns[-1].reply.offer == ""


def test_who_asks_for_advice_is_told_that_there_is_none_and_offered_an_example(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    _, turns = _talk(book, near, sides, "Q3", "We have twelve schools.", "What should I do?")
    assert "won’t give advice" in turns[-1].reply.notice
    assert turns[-1].reply.offer
    assert turns[-1].reply.question is not None


def test_a_system_that_the_leader_names_is_told_of_first(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    _, turns = _talk(book, near, sides, "Q1", "Greeley sounds like us.", ("", "example"))
    assert "Greeley" in turns[1].reply.offer
    _, turns = _talk(book, near, sides, "Q3", "What did Fulton County and others do?")
    told = turns[-1].reply.told
    assert told is not None
    assert "fulton-county" in book.corpus.case(told.case).all_systems


def test_it_ends_after_the_last_question(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    said = ("Visit a school.", "On Monday.", "My deputy.", "They call.", "What holds us back?")
    _, turns = _talk(book, near, sides, "Q3", ("", "commit"), *said)
    assert turns[-1].reply.question is None
    assert "summary" in turns[-1].reply.notice
    assert draft_summary(turns).next_question == "What holds us back?"


def test_another_question_is_another_until_a_stage_has_none_left(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    wishes: list[tuple[str, Wish]] = [("", "commit"), ("", "another"), ("", "another")]
    _, turns = _talk(book, near, sides, "Q3", *wishes)
    asked = [turn.reply.question.text for turn in turns if turn.reply.question]
    assert len(set(asked)) == len(asked) == 3
    assert turns[-1].reply.question is None


def test_examples_come_only_when_wished_for_and_from_every_side(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    wishes: list[tuple[str, Wish]] = [("", "example")] * 3
    _, turns = _talk(book, near, sides, "Q3", "We have twelve schools.", *wishes)
    assert turns[1].reply.told is None
    assert turns[1].reply.offer
    told = [turn.reply.told for turn in turns[2:]]
    assert {one.pole for one in told if one} == {"left", "right", "combine"}
    assert all(c.verified for one in told if one for c in one.citations)
    assert [turn.reply.stage for turn in turns[2:]] == ["example"] * 3


def test_all_examples_told_leaves_a_question_and_no_offer(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    wishes: list[tuple[str, Wish]] = [("", "example")] * 8
    _, turns = _talk(book, near, sides, "Q7", *wishes)
    told = [turn.reply.told.case for turn in turns if turn.reply.told]
    assert sorted(told) == sorted(c.id for c in book.corpus.cases_of("Q7"))
    assert turns[-1].reply.told is None
    assert turns[-1].reply.offer == ""
    assert turns[-1].reply.question is not None


def test_where_a_leader_leans_the_other_way_is_told_first(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    talk = Talk("Q2", "We want to go fast and furious.")
    turns = [open_talk(book, near, talk)]
    told = reply_to(book, near, sides, talk, turns, "", "example").told
    assert told is not None
    assert told.pole == "right"


def test_a_yes_takes_up_the_offer_and_a_question_for_others_is_answered(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    _, turns = _talk(book, near, sides, "Q3", "We have twelve schools.", "Yes, please")
    assert turns[-1].reply.told
    _, turns = _talk(book, near, sides, "Q3", "Do you have an example of others who began small?")
    assert turns[-1].reply.told


def test_what_is_given_back_is_the_leader_s_own_words() -> None:
    said = (
        "We tried a pilot in two of our schools last year, and the others fear that they are next."
    )
    assert weightiest(said) in said
    assert weightiest(said) == "the others fear that they are next"
    assert heard_in("My deputy.", 1) == ""
    assert heard_in(said, 0) != heard_in(said, 1)
    odd = "A {words} and a {0} in braces, as engineers write them, is no template."
    assert weightiest(odd) in heard_in(odd, 0)
    assert len(heard_in("word " * 5000, 0)) < 300


def test_every_opening_says_whose_words_they_are() -> None:
    assert all(opening.count("{words}") == 1 for opening in load_list("listening")["openings"])


def test_a_summary_holds_nothing_but_what_was_said(
    book: PassageIndex, near: Nearness, sides: SideWords
) -> None:
    _, turns = _talk(
        book,
        near,
        sides,
        "Q3",
        "Twelve schools, and two of them are ready to go.",
        "Every child ought to have a fair chance at this.",
        ("", "example"),
        "They waited for proof, and we never did that.",
        ("", "commit"),
        "I will visit the two schools.",
        "Before the holidays.",
        "My deputy.",
        "If the teachers ask me back.",
        "What would make the others ask to be next?",
    )
    summary = draft_summary(turns)
    assert (summary.what, summary.when) == ("I will visit the two schools.", "Before the holidays.")
    assert (summary.who, summary.know) == ("My deputy.", "If the teachers ask me back.")
    assert summary.next_question == "What would make the others ask to be next?"
    said = " ".join(turn.said for turn in turns)
    assert summary.insights
    assert all(line.removeprefix("- ") in said for line in summary.insights.split("\n"))
    assert len(summary.examples) == 1
    kept = edited(summary, {"what": "Visit one school."})
    assert (kept.what, kept.insights, kept.examples) == ("Visit one school.", "", summary.examples)
