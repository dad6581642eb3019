"""My things: what is kept, exported and deleted; and the chat when nothing can be kept."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.coaching.journal import mark
from app.doctor import examine
from app.exports.papers import chat_paper
from app.records.chat import ChatTurn
from app.records.owners import new_key, owner_of
from app.services import Services
from app.settings import Settings
from app.ui.chats import Chats
from app.ui.render import Turn, render_conversation, render_sources
from app.understanding.question import read_question
from app.wiring import Ready
from corpus.errors import NotKeptError
from corpus.names import Mentions
from indexing.watcher import Watcher
from tests.screens.conftest import Person, id_in, words


@pytest.fixture
def turn(ready: Ready) -> Turn:
    question = "how did others handle need vs. readiness?"
    return Turn(1, question, ready.answer(read_question(question)))


def test_a_chat_comes_back_letter_for_letter(alone: Services, turn: Turn) -> None:
    owner = owner_of(new_key())
    chats = Chats(alone)
    kept = chats.keep(owner, None, turn)
    assert "Kept" in kept.kept
    [again] = Chats(Services(alone.settings, Watcher())).open(owner, kept.chat)
    assert again.answer == turn.answer
    assert again.question == turn.question
    with pytest.raises(NotKeptError):
        chats.open(owner_of(new_key()), kept.chat)
    with pytest.raises(NotKeptError):
        chats.open(None, kept.chat)


def test_an_answer_is_shown_even_if_it_can_t_be_kept(tmp_path: Path, turn: Turn) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{blocked / 'records.db'}")
    kept = Chats(Services(settings, Watcher())).keep(owner_of(new_key()), None, turn)
    assert kept.answer is turn.answer
    assert not kept.chat
    assert "can't be reached" in kept.kept
    found = {finding.name: finding for finding in examine(settings)}
    assert not found["records"].ok
    assert "BOTHWAYS_DATABASE_URL" in found["records"].remedy


def test_nothing_is_kept_of_a_chat_that_is_not_to_be_kept(alone: Services, turn: Turn) -> None:
    assert Chats(alone).keep(None, None, turn) == turn


def test_everything_is_exported_renamed_and_deleted(leader: Person) -> None:
    plan = id_in(leader.send("/prepare", decision="Q2", minutes="45", situation="Scale soon"))
    talk = id_in(leader.send("/talk", decision="Q3", about="We wait for a sign."))
    leader.send(f"/kept/{plan}/rename", title="For <Tuesday>")
    archive = ZipFile(BytesIO(leader.see("/kept/all.zip").content))
    names = archive.namelist()
    assert len(names) == 3
    assert any("for-tuesday" in name for name in names)
    everything = json.loads(archive.read("everything.json"))
    assert {item["kind"] for item in everything} == {"plan", "talk"}
    assert [len(item["turns"]) for item in everything] == [0, 1]
    leader.send(f"/kept/{talk}/delete")
    assert leader.see(f"/talk/{talk}").status_code == 404
    leader.send("/kept/delete", sure="yes")
    assert "Nothing is kept yet" in words(leader.see("/kept"))


def test_a_session_is_taken_out_of_a_log(leader: Person) -> None:
    log = leader.send("/clients", name="Client A").url.path
    for day in ("2026-11-01", "2026-11-08"):
        leader.send(f"{log}/session", held=day, successes="", obstacles="", next_steps=f"On {day}")
    leader.fill(leader.see(log), f"{log}/goal", goal="Trust")
    mark = re.findall(r'name="entry" value="([^"]+)"', leader.see(log).text)[-1]
    for _ in range(2):
        shown = leader.send(f"{log}/remove", entry=mark)
        assert "On 2026-11-01" not in words(shown)
        assert "On 2026-11-08" in words(shown)
    assert "Trust" in shown.text


def test_a_day_that_is_none_keeps_the_words(leader: Person) -> None:
    log = leader.send("/clients", name="Client A").url.path
    shown = leader.send(f"{log}/session", held="yesterday", successes="They came to us.")
    assert shown.status_code == 422
    assert "They came to us." in shown.text


def test_things_go_by_themselves_when_one_wishes_so(leader: Person) -> None:
    shown = leader.send("/kept/days", days="30")
    assert 'value="30"' in shown.text
    assert 'value="30"' not in leader.send("/kept/days", days="").text


def test_a_situation_that_is_clear_needs_no_choice_and_another_is_asked_about(
    leader: Person,
) -> None:
    about = "my superintendent wants to scale to all schools next year"
    plan = leader.send("/prepare", situation=about, minutes="60", decision="")
    assert "Pace" in words(plan)
    assert about not in words(leader.see("/kept"))
    unclear = leader.send("/prepare", situation="", minutes="60", decision="")
    assert "Please choose a decision" in words(unclear)
    vague = leader.send("/talk", about="It is all too much at the moment.", decision="")
    assert "It is all too much at the moment." in vague.text


def test_what_a_reflection_touches_can_be_changed_to_nothing(leader: Person) -> None:
    talk = leader.send("/talk", about="We want to scale to all schools next year.").url.path
    assert "This touches" in words(leader.see(talk))
    shown = leader.send(f"{talk}/about")
    assert "none of the report’s decisions" in words(shown)
    assert "Pace" in words(leader.send(f"{talk}/about", on_Q2="1"))


def test_a_next_step_is_read_edited_and_put_into_the_summary(leader: Person) -> None:
    talk = leader.send("/talk", about="We want to scale to all schools next year.").url.path
    said = "I will visit two schools with Dana before December 3 and ask the teachers back."
    shown = leader.send(f"{talk}/step", step=said)
    assert "December 3" in words(shown)
    leader.send(f"{talk}/step", what="Visit two schools", when="by Friday", who="Dana", know="")
    summary = leader.see(f"{talk}/summary")
    assert "Visit two schools" in summary.text
    saved = leader.fill(summary, insights="What I keep.")
    assert "What I keep." in saved.text
    kept = id_in(leader.see(talk))
    assert "What I keep." in leader.see(f"/kept/{kept}/md").text
    assert "My notes" not in leader.see(f"/kept/{kept}/md").text
    assert "My notes" in leader.see(f"/kept/{kept}/md?notes=1").text


def test_a_title_is_changed_where_the_thing_is(leader: Person) -> None:
    talk = leader.send("/talk", about="We want to scale to all schools next year.").url.path
    shown = leader.send(f"/kept/{id_in(leader.see(talk))}/rename", title="Spring", go="back")
    assert shown.url.path == talk
    assert "<h1>Spring</h1>" in shown.text


def test_a_team_keeps_its_answers_together(people: Callable[[], Person]) -> None:
    maker, other = people(), people()
    team = maker.send("/teams", name="Valley").url.path
    page = maker.send(f"{team}/answers", prompt="2.1", answer="On pace.", was=mark(""))
    assert "On pace." in page.text
    late = maker.send(f"{team}/answers", prompt="2.1", answer="On nothing.", was=mark(""))
    assert late.status_code == 409
    assert "On pace." in maker.see(f"{team}/md").text
    assert other.see(f"{team}/md").status_code == 404


def test_a_log_s_session_is_changed_and_the_next_plan_brings_its_actions(leader: Person) -> None:
    log = leader.send("/clients", name="Client A").url.path
    empty = leader.send(f"{log}/session", held="2026-11-01")
    assert empty.status_code == 422
    steps = {"held": "2026-11-01", "next_steps": "Call Dana."}
    shown = leader.send(f"{log}/session", **steps)
    change = re.findall(r'href="([^"]+change=[^"]+)#session"', shown.text)[0]
    leader.fill(leader.see(change), f"{log}/session", successes="They came.")
    assert words(leader.see(log)).count("They came.") == 1
    prepare = leader.see(f"/prepare?client={id_in(leader.see(log))}")
    plan = leader.fill(prepare, decision="Q2", minutes="60", client=id_in(leader.see(log)))
    assert "Call Dana." in words(plan)
    leader.send(f"{log}/action", action="Call Dana.", do="done")
    assert "Open it again" in words(leader.see(log))


def test_an_old_answer_says_what_has_changed_since(alone: Services, turn: Turn) -> None:
    """The texts change after an answer was kept; it shows what it cited then, and says so."""
    assert turn.answer is not None
    owner = owner_of(new_key())
    first = turn.answer.citations[0]
    quote = first.quote.replace("students", "all learners")
    passage = replace(first.passage, text=first.passage.text.replace(first.quote, quote))
    of_then = replace(first, passage=passage, quote=quote)
    old = replace(
        turn.answer, citations=(of_then, *turn.answer.citations[1:]), corpus_hash="0" * 64
    )
    kept = Chats(alone).keep(owner, None, replace(turn, answer=old))
    [shown] = Chats(alone).open(owner, kept.chat)
    assert shown.answer == old
    assert "6 of its 7 citations stand word for word today" in shown.since[0]
    assert "“all learners” where the text has “students”" in shown.since[1]
    page = render_conversation((shown,), alone.library.corpus)
    assert "The texts have changed since this answer was given" in page
    assert "all learners" in render_sources((shown,), alone.library.corpus)
    paper = chat_paper(alone.library.corpus, "Chat", [ChatTurn("Q", old)], lambda a: shown.since)
    assert any("have changed since" in str(part) for part in paper.parts)


def test_an_old_answer_about_what_is_gone_is_still_shown(alone: Services, turn: Turn) -> None:
    assert turn.answer is not None
    route = replace(turn.answer.route, decisions=("Q9",), mentions=Mentions(systems=("a-town",)))
    passages = [
        replace(c, passage=replace(c.passage, decision="Q9", pole="left"))
        for c in turn.answer.citations
    ]
    old = replace(turn.answer, route=route, citations=tuple(passages), corpus_hash="0" * 64)
    page = render_conversation((replace(turn, answer=old),), alone.library.corpus)
    assert "Dallas" in page
    assert "Scaling Through Feeder Patterns" in render_sources(
        (replace(turn, answer=old),), alone.library.corpus
    )
