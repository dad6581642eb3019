"""Notes are met with questions that fit, and with what they ask for; nothing said is cut."""

import pytest

from app.coaching.notes import told_notes
from app.coaching.replying import Guide
from app.coaching.summary import draft_summary, edited
from app.coaching.talk import Exchange, Talk, Wish
from app.wiring import Ready
from prompts import load_list

OPENING = "We want to move, and I fear that we lose the teachers."


@pytest.fixture(scope="module")
def guide(ready: Ready) -> Guide:
    return ready.guide


def _talk(
    guide: Guide, decision: str, *said: str | tuple[str, Wish], opening: str = OPENING
) -> tuple[Talk, list[Exchange]]:
    talk = Talk(decision, opening)
    turns = [guide.open(talk)]
    for one in said:
        text, wish = one if isinstance(one, tuple) else (one, "")
        turns.append(Exchange(text, guide.reply(talk, turns, text, wish), wish))
    return talk, turns


@pytest.mark.parametrize("decision", ["", *(f"Q{n}" for n in range(1, 8))])
def test_every_note_is_met_with_three_new_questions_of_three_kinds(
    guide: Guide, decision: str
) -> None:
    notes = (f"The principals of school {n} wait for what the board says." for n in range(6))
    _, turns = _talk(guide, decision, *notes)
    offered = [turn.asked for turn in turns]
    assert all(len(three) == 3 for three in offered)
    flat = [text for three in offered for text in three]
    assert len(set(flat)) == len(flat)
    assert all(text.count("?") == 1 for text in flat)
    kinds = [{q.kind for q in turn.reply.questions} for turn in turns]
    assert all(own == {"closer", "other", "on"} for own in kinds)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Can you summarize what I've said so far?", "summarize"),
        ("Push me harder on this.", "challenge"),
        ("Give me a different question.", "another"),
        ("Has anyone else been through this? Tell me a story.", "example"),
        ("I want to stop now.", "stop"),
        ("Are you a real person?", "real"),
        ("What can you do?", "can_do"),
        ("What should I do?", "advice"),
        ("I don't know.", "unsure"),
        ("You're not listening, I already told you that.", "objection"),
        ("We want to stop the rollout in May, and the union knows.", "note"),
        ("One of them cried in my office last week.", "note"),
    ],
)
def test_requests_are_heard_in_the_box(guide: Guide, said: str, heard: str) -> None:
    _, turns = _talk(guide, "Q2", "We have twelve schools.", said)
    assert turns[-1].reply.heard_as == heard


@pytest.mark.parametrize(
    ("told", "asked", "heard"),
    [
        ("The chair wants a number by January.", "Push me harder on this.", "challenge"),
        ("He left it to us.", "Do you have an example of a district that took it back?", "example"),
        ("I may be unfair to her.", "Can you give me the other side?", "other_side"),
        ("We bought it in May.", "Does the report say anything about buying?", "texts"),
    ],
)
def test_a_request_is_heard_in_a_longer_note_and_the_rest_is_a_note(
    guide: Guide, told: str, asked: str, heard: str
) -> None:
    talk, turns = _talk(guide, "Q4", f"{told} {asked}")
    reply = turns[-1].reply
    assert (reply.heard_as, reply.tells, reply.asks) == (heard, told, asked)
    assert told in told_notes(talk, turns)
    assert asked not in " ".join(told_notes(talk, turns))


def test_the_other_side_is_never_told_twice(guide: Guide) -> None:
    said = "We can't wait. Every school goes at once in the fall, and we fix it as we go."
    wishes: list[tuple[str, Wish]] = [("", "other_side"), ("", "challenge"), ("", "other_side")]
    _, turns = _talk(guide, "Q2", *wishes, opening=said)
    claims = [c.text for t in turns for told in t.reply.found for c in told.section.claims]
    assert len(claims) >= 3
    assert len(set(claims)) == len(claims)
    _, turns = _talk(guide, "Q2", *wishes, ("", "other_side"), opening=said)
    assert turns[-1].reply.found == ()
    assert turns[-1].reply.notice == load_list("reflection")["side_told"]


def test_who_leans_to_no_side_is_told_so(guide: Guide) -> None:
    _, turns = _talk(guide, "", ("", "other_side"), opening="")
    assert turns[-1].reply.found == ()
    assert turns[-1].reply.notice == load_list("reflection")["no_side"]


def test_a_summary_that_is_asked_for_gives_back_whole_sentences(guide: Guide) -> None:
    said = "We keep one page of things that never move, and invite changes to the rest."
    _, turns = _talk(guide, "Q1", said, "Can you sum up where we are?")
    assert turns[-1].reply.recap == (OPENING, said)
    assert turns[-1].reply.questions == ()


@pytest.mark.parametrize("decision", ["Q1", "Q4", "Q7"])
def test_the_example_that_is_offered_is_the_one_that_is_told(guide: Guide, decision: str) -> None:
    wishes: list[tuple[str, Wish]] = [("", "example")] * 9
    _, turns = _talk(guide, decision, "We have twelve schools.", *wishes)
    told = [turn.reply.told.case for turn in turns if turn.reply.told]
    offered = [turn.reply.offered for turn in turns if turn.reply.offered]
    assert offered[1 : len(told) + 1] == told
    assert sorted(told) == sorted(c.id for c in guide.book.corpus.cases_of(decision))
    assert turns[-1].reply.offer == ""
    assert "told" in turns[-1].reply.notice
    assert all(c.verified for turn in turns if turn.reply.told for c in turn.reply.told.citations)


def test_a_system_that_is_named_is_told_of(guide: Guide) -> None:
    _, turns = _talk(guide, "Q3", ("What did Fulton County do?", "example"))
    told = turns[-1].reply.told
    assert told is not None
    assert "fulton-county" in guide.book.corpus.case(told.case).all_systems


def test_where_somebody_leans_to_one_side_the_other_is_told_first(guide: Guide) -> None:
    said = "We can't wait. Every school goes at once in the fall, and we fix it as we go."
    _, turns = _talk(guide, "Q2", ("", "example"), opening=said)
    assert turns[-1].reply.told is not None
    assert turns[-1].reply.told.pole == "right"


def test_a_boast_meets_what_the_other_side_is_good_for(guide: Guide) -> None:
    said = "Speed is everything. We went all in and it is a triumph, anybody slower is just scared."
    _, turns = _talk(guide, "Q2", said, opening=said)
    reply = turns[-1].reply
    assert reply.heard_as == "boast"
    assert [told.pole for told in reply.found] == ["right"]
    text = guide.book.corpus.document("look-both-ways").text
    assert all(c.quote in text for told in reply.found for c in told.citations)


def test_a_question_of_fact_is_answered_in_place_or_told_to_be_untold(guide: Guide) -> None:
    asked = (
        "Does the report say how Fulton County scaled?",
        "Does the report say who won the war?",
    )
    _, turns = _talk(guide, "Q3", *asked)
    first, second = (turn.reply for turn in turns[1:])
    assert first.found
    assert first.found[0].citations
    assert second.found == ()
    assert second.notice


def test_what_is_written_beside_a_button_is_a_note(guide: Guide) -> None:
    talk, turns = _talk(guide, "Q3", ("The board waits for a sign.", "another"))
    assert "The board waits for a sign." in draft_summary(talk, turns).insights


def test_a_draft_holds_the_leader_s_sentences_and_no_request_and_nothing_set_aside(
    guide: Guide,
) -> None:
    talk, turns = _talk(
        guide, "Q3", "Twelve schools, and two are ready to go.", "Push me harder.", ("", "example")
    )
    turns.append(Exchange("I cried in the garage.", turns[0].reply, aside=True))
    summary = draft_summary(talk, turns)
    said = {talk.started_from, "Twelve schools, and two are ready to go."}
    assert {line.removeprefix("- ") for line in summary.insights.split("\n")} == said
    assert len(summary.examples) == 1
    kept = edited(summary, {"what": "Visit one school."})
    assert (kept.what, kept.insights, kept.examples) == ("Visit one school.", "", summary.examples)
