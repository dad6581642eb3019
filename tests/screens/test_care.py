"""Words of danger on any screen: where to turn, before anything is done with them."""

import html

import pytest

from app.services import Services
from tests.safety.test_safety import DISTRESS, SUICIDE, doubtful_in
from tests.screens.conftest import Person, start, words


@pytest.fixture
def surfaces(leader: Person) -> list[tuple[str, dict[str, str]]]:
    guide_1, guide_2 = start(leader, "foundation"), start(leader, "path")
    log = leader.send("/clients", name="Client A").url.path
    talk = leader.send("/talk", about="We wait for a sign of the board.").url.path
    plan = leader.send("/prepare", decision="Q2", situation="", minutes="60").url.path
    entry = {"held": "2026-11-01", "successes": "", "obstacles": SUICIDE, "next_steps": ""}
    return [
        ("/talk", {"about": SUICIDE}),
        ("/talk", {"about": "We wait for a sign.", "worth": SUICIDE}),
        (talk, {"said": SUICIDE}),
        (f"{talk}/step", {"step": SUICIDE}),
        (f"{talk}/summary", {"insights": SUICIDE}),
        (f"/reflect/foundation/{guide_1}/1", {"answer": SUICIDE}),
        (f"/reflect/path/{guide_2}/1", {"answer": SUICIDE}),
        ("/prepare", {"decision": "Q2", "situation": SUICIDE, "minutes": "60"}),
        (plan, {"attendees": SUICIDE}),
        (f"{log}/session", entry),
        (f"{log}/goal", {"goal": SUICIDE}),
    ]


def test_every_screen_tells_where_to_turn_and_keeps_nothing(
    leader: Person, surfaces: list[tuple[str, dict[str, str]]]
) -> None:
    for address, fields in surfaces:
        shown = leader.send(address, **fields)
        assert "988" in words(shown), address
        assert shown.text.count("<form") == 1, address
    everything = leader.see("/kept/all.zip").content
    assert SUICIDE.encode() not in everything
    assert "988" in words(leader.see("/explore?text=I+want+to+die+tonight"))
    feedback = {"chat": "x", "turn": "1", "thumb": "down", "reason": "other", "note": SUICIDE}
    assert "988" in leader.send("/feedback", **feedback).json()["said"]


def test_who_meant_something_else_keeps_their_words(leader: Person) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    shown = leader.fill(leader.see(address), answer=SUICIDE, go="stay")
    assert "988" in words(shown)
    kept = leader.fill(shown, address)
    assert "Saved." in words(kept)
    assert SUICIDE in leader.see(address).text.replace("&#39;", "'")


def test_distress_in_a_reflection_is_met_with_a_sentence_and_kept_out_of_the_draft(
    leader: Person,
) -> None:
    talk = leader.send("/talk", about="We wait for a sign of the board.").url.path
    shown = leader.fill(leader.see(talk), said=DISTRESS, wish="")
    assert "a lot to carry" in words(shown)
    assert "Kept out of the draft summary" in words(shown)
    assert "garage" not in leader.see(f"{talk}/summary").text


def test_a_note_that_may_tell_of_danger_is_met_with_the_numbers_and_goes_on(
    leader: Person, services: Services
) -> None:
    note = next(doubtful_in(services.safety))
    talk = leader.send("/talk", about="We wait for a sign of the board.").url.path
    shown = leader.fill(leader.see(talk), said=note, wish="")
    assert "988" in words(shown)
    assert 'name="said"' in shown.text
    assert note not in html.unescape(leader.see(f"{talk}/summary").text)
    assert "Please talk to somebody" in words(leader.send("/clients", name=note))
