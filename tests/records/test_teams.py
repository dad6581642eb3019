"""A team's picture opens for all at once; nothing in it, or beside the one before, tells on one."""

import pytest

from app.coaching.pathway import Placement
from app.coaching.team import Member, missing_changes
from app.records.owners import new_key, owner_of
from app.records.store import Records
from app.records.teams import Teams
from corpus.errors import FormError, NotKeptError


def _owners(count: int) -> list[str]:
    return [owner_of(new_key()) or "" for _ in range(count)]


def _team_of(teams: Teams, owner: str, people: list[str], *, agreed: bool = False) -> str:
    team = teams.make(owner, "Our district")
    for n, person in enumerate(people):
        teams.join(person, team, "Coach", agreed, Placement({"Q1": 1 + n % 5}))
    return team


def test_the_picture_opens_at_five_and_stays_as_it_was_then(teams: Teams, owner: str) -> None:
    people = _owners(4)
    team = _team_of(teams, owner, people)
    with pytest.raises(FormError, match="From 5 on"):
        teams.open(owner, team)
    fifth, sixth = _owners(2)
    teams.join(fifth, team, "Coach", False, Placement({"Q1": 5}))
    assert teams.shown(fifth, team) is None
    assert teams.open(owner, team) == 0
    teams.join(sixth, team, "Coach", False, Placement({"Q1": 1}))
    shown = teams.shown(sixth, team)
    assert shown is not None
    assert len(shown) == 5
    assert teams.open(owner, team) == 4
    for person in _owners(4):
        teams.join(person, team, "Coach", False, Placement({"Q1": 2}))
    assert teams.open(owner, team) == 0
    assert len(teams.shown(owner, team) or ()) == 10


def test_only_the_maker_opens_it(teams: Teams, owner: str) -> None:
    people = _owners(5)
    team = _team_of(teams, owner, people)
    with pytest.raises(NotKeptError):
        teams.open(people[0], team)
    assert teams.shown(people[0], team) is None


def test_who_leaves_takes_their_marks_out_of_the_picture_and_closes_it(
    teams: Teams, records: Records, owner: str
) -> None:
    people = _owners(8)
    team = _team_of(teams, owner, people)
    assert teams.open(owner, team) == 0
    teams.leave(people[0], team)
    assert teams.shown(owner, team) is None
    assert teams.open(owner, team) == 4
    records.delete_all(people[1])
    assert teams.open(owner, team) > 0
    assert people[0] not in _kept(teams)
    assert people[1] not in _kept(teams)


def _kept(teams: Teams) -> str:
    with teams.engine.begin() as connection:
        return str(connection.exec_driver_sql("SELECT shown FROM teams").scalar())


def test_where_all_agreed_it_opens_anew_at_every_change(teams: Teams, owner: str) -> None:
    people = _owners(3)
    team = _team_of(teams, owner, people, agreed=True)
    assert teams.open(owner, team) == 0
    teams.leave(people[0], team)
    assert teams.open(owner, team) == 0
    assert len(teams.shown(owner, team) or ()) == 2


def test_marks_made_anew_count_as_a_change() -> None:
    before = {str(n): Member("Coach", False, Placement({"Q1": 1})) for n in range(5)}
    after = before | {"0": Member("Coach", False, Placement({"Q1": 5}))}
    assert missing_changes(None, after, 0) == 0
    assert missing_changes(before, before, 0) == 0
    assert missing_changes(before, after, 0) == 4
    assert missing_changes(before, after, 4) == 0
    agreed = after | {"0": Member("Coach", True, Placement({"Q1": 5}))}
    assert missing_changes(before, agreed, 0) == 4
