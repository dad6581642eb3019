"""Whatever is sent: nothing that was acknowledged is lost, and a plain line says what happened."""

from collections.abc import Callable

import pytest

from tests.screens.conftest import Person, hidden, id_in, start, words

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</textarea>{{7*7}}"


def test_a_half_filled_guide_is_kept_as_far_as_it_goes(leader: Person) -> None:
    id_ = start(leader, "foundation")
    first = leader.see(f"/reflect/foundation/{id_}/1")
    leader.fill(first, answer="Equity first.", go="next")
    shown = words(leader.see(f"/reflect/foundation/{id_}"))
    assert "1 of 10 answered" in shown
    assert "Equity first." in shown
    path = start(leader, "path")
    leader.send(f"/reflect/path/{path}/marks/now", Q1="2", was=_was(leader, path, "now"))
    shown = words(leader.see(f"/reflect/path/{path}"))
    assert "not marked" in shown
    assert "There is no gap yet" in words(leader.see(f"/reflect/path/{path}/gaps"))


def _was(person: Person, path: str, layer: str) -> str:
    return hidden(person.see(f"/reflect/path/{path}/marks/{layer}"))["was"]


@pytest.mark.parametrize("wrong", ["0", "6", "-3", "1.5", "many", MARKUP])
def test_a_place_off_the_scale_keeps_the_others_on_the_form(leader: Person, wrong: str) -> None:
    path = start(leader, "path")
    was = _was(leader, path, "now")
    shown = leader.send(f"/reflect/path/{path}/marks/now", Q1=wrong, Q2="4", was=was)
    assert shown.status_code == 409
    assert "not on the scale" in words(shown)
    assert '"Q2" value="4" checked' in shown.text
    assert "not marked" in words(leader.see(f"/reflect/path/{path}"))


def test_two_tabs_on_one_prompt_lose_neither_answer(leader: Person) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/3"
    first, second = leader.see(address), leader.see(address)
    leader.fill(first, answer="From the first tab.", go="stay")
    shown = leader.fill(second, answer="From the second tab.", go="stay")
    assert shown.status_code == 409
    assert "changed in another tab" in words(shown)
    assert "From the second tab." in shown.text
    assert "From the first tab." in shown.text
    kept = leader.fill(shown, address, answer="From the second tab.", go="stay")
    assert kept.status_code == 200
    assert "From the second tab." in leader.see(address).text


def test_two_tabs_on_one_plan_and_one_conversation(leader: Person) -> None:
    plan = leader.send("/prepare", decision="Q2", minutes="60", situation="")
    leader.fill(plan, attendees="The board")
    shown = leader.fill(plan, attendees="The principals")
    assert shown.status_code == 409
    assert "The principals" in shown.text
    assert leader.fill(shown, plan.url.path, attendees="The principals").status_code == 200
    talk = leader.send("/talk", decision="Q2", about="")
    leader.fill(talk, said="I am in the first tab.", wish="")
    late = leader.fill(talk, said="I am in the second tab.", wish="")
    assert late.status_code == 409
    assert "I am in the second tab." in late.text
    assert "I am in the first tab." in leader.see(talk.url.path).text


def test_a_deleted_team_is_said_and_the_pathway_stays(
    people: Callable[[], Person],
) -> None:
    maker, member = people(), people()
    team = maker.send("/teams", name="Our district")
    path = start(member, "path")
    member.send(f"/reflect/path/{path}/marks/now", Q1="2", was=_was(member, path, "now"))
    code = words(team).split("The code to join: ")[1][:8]
    joined = member.send("/teams/join", code=code.lower(), path=path, role="Coach")
    assert "1 person has shared" in words(joined)
    assert maker.send(f"/teams/{id_in(team)}/delete").status_code == 200
    gone = member.see(f"/teams/{id_in(team)}")
    assert gone.status_code == 404
    assert "Your own pathway is untouched" in words(gone)
    assert member.see(f"/reflect/path/{path}").status_code == 200


def test_only_the_maker_deletes_a_team(people: Callable[[], Person]) -> None:
    maker, stranger = people(), people()
    team = id_in(maker.send("/teams", name="Our district"))
    assert stranger.send(f"/teams/{team}/delete").status_code == 404
    assert stranger.see(f"/teams/{team}").status_code == 404
    assert maker.see(f"/teams/{team}").status_code == 200


def test_an_answer_of_50_000_characters_is_kept_and_one_too_long_comes_back(
    leader: Person,
) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    long = "a long thought " * 3334
    assert leader.fill(leader.see(address), answer=long, go="stay").status_code == 200
    assert long.strip() in leader.see(address).text
    too_long = "b" * 100_001
    shown = leader.fill(leader.see(address), answer=too_long, go="stay")
    assert "Take out 1 characters" in words(shown)
    assert too_long in shown.text
    assert long.strip() in leader.see(address).text


def test_more_than_a_form_can_hold_is_said(leader: Person) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    shown = leader.send(address, answer="x" * 2_500_000, was="")
    assert shown.status_code == 422
    assert "too much at once" in words(shown)


def test_markup_in_every_field_is_shown_as_text(leader: Person) -> None:
    pages = []
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    pages.append(leader.fill(leader.see(address), answer=MARKUP, go="stay"))
    pages.append(leader.see(address.rsplit("/", 1)[0]))
    talk = leader.send("/talk", decision="Q3", about=MARKUP)
    pages += [talk, leader.fill(talk, said=f"We think {MARKUP} of it every day", wish="")]
    summary = leader.see(f"{talk.url.path}/summary")
    pages.append(leader.fill(summary, insights=MARKUP, what=MARKUP, next_question=MARKUP))
    plan = leader.send("/prepare", decision="Q2", minutes="60", situation=MARKUP, attendees=MARKUP)
    edited = {name: MARKUP for name in hidden(plan) if name.startswith(("t", "q", "d", "a"))}
    pages += [plan, leader.fill(plan, **edited), leader.see(plan.url.path)]
    pages.append(leader.send("/teams", name=MARKUP))
    client = leader.send("/clients", name=MARKUP)
    fields = {"successes": MARKUP, "obstacles": MARKUP, "next_steps": MARKUP}
    pages.append(leader.send(f"{client.url.path}/session", held="2026-11-22", **fields))
    pages += [leader.see("/kept"), leader.see(f"/explore?text={MARKUP}"), leader.see("/reflect")]
    kept = [id_in(plan), id_in(talk), id_in(client), address.split("/")[3]]
    pages += [leader.see(f"/kept/{id_}/print") for id_ in kept]
    for shown in pages:
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text
        assert "<img src=x" not in shown.text
        assert "{{7*7}}" in shown.text or "7*7" not in shown.text
        assert "49" not in words(shown).split("alert(1)")[-1][:60]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/prepare", {"decision": "Q9", "minutes": "60"}),
        ("/prepare", {"decision": "Q2", "minutes": "600"}),
        ("/prepare", {"decision": "Q2", "minutes": "an hour"}),
        ("/prepare", {"decision": "Q2", "minutes": "60", "client": "nobody"}),
        ("/talk/nothing/about", {}),
        ("/talk/nothing/step", {"step": "I will call Dana."}),
        ("/clients/nothing/action", {"action": "x", "do": "done"}),
        ("/teams/nothing/answers", {"prompt": "2.1", "answer": "x"}),
        ("/teams", {"name": "  "}),
        ("/teams/join", {"code": "NOSUCHIS"}),
        ("/clients", {"name": ""}),
        ("/kept/days", {"days": "soon"}),
        ("/kept/delete", {}),
        ("/kept/key", {"key": "short"}),
        ("/kept/nothing/delete", {}),
        ("/reflect/path/nothing/gaps", {"critical": "Q1"}),
    ],
)
def test_nonsense_gets_a_plain_line(leader: Person, address: str, fields: dict[str, str]) -> None:
    shown = leader.send(address, **fields)
    assert 400 <= shown.status_code < 500
    assert "That did not work" in words(shown)
    assert "not foreseen" not in words(shown)


@pytest.mark.parametrize(
    "address",
    ["/explore/Q0", "/explore/systems/atlantis", "/reflect/foundation/x/1", "/reflect/path/x/99",
     "/talk/x", "/prepare/x", "/clients/x", "/kept/x/docx", "/guides/guide-3/print",
     "/handouts/x/docx", "/guides/guide-1/exe"],
)  # fmt: skip
def test_addresses_that_name_nothing(leader: Person, address: str) -> None:
    shown = leader.see(address)
    assert shown.status_code == 404
    assert "tabs above" in words(shown) or "My things" in words(shown)


def test_an_answer_of_emoji_and_a_number_of_5_000_digits(leader: Person) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    assert leader.fill(leader.see(address), answer="😀" * 90_000, go="stay").status_code == 200
    assert leader.send("/kept/days", days="9" * 5000).status_code == 422
    assert leader.see(f"{address.rsplit('/', 1)[0]}/{'9' * 5000}").status_code == 404


def test_a_plan_that_can_t_be_kept_comes_back_with_every_edit(leader: Person) -> None:
    plan = leader.send("/prepare", decision="Q2", minutes="60", situation="")
    shown = leader.fill(plan, attendees="The whole board", down_left="x" * 100_001)
    assert shown.status_code == 409
    assert "The whole board" in shown.text
    assert "x" * 100_001 in shown.text


def test_two_tabs_on_one_summary_and_one_goal(leader: Person) -> None:
    talk = leader.send("/talk", decision="Q2", about="").url.path
    first, second = leader.see(f"{talk}/summary"), leader.see(f"{talk}/summary")
    leader.fill(first, what="From the first tab")
    shown = leader.fill(second, what="From the second tab")
    assert shown.status_code == 409
    assert "From the second tab" in shown.text
    assert "From the first tab" in leader.see(f"{talk}/summary").text
    log = leader.send("/clients", name="Client A")
    leader.fill(log, f"{log.url.path}/goal", goal="First goal")
    shown = leader.fill(log, f"{log.url.path}/goal", goal="Second goal")
    assert shown.status_code == 409
    assert "First goal" in shown.text
    assert "Second goal" in shown.text
