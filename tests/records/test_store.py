"""What is kept, on SQLite and on PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect, update

from app.coaching.journal import Journal, mark, with_journal_answer
from app.coaching.pathway import Pathway, Placement
from app.records.database import open_database
from app.records.migrating import migrate
from app.records.owners import new_key, owner_of
from app.records.store import Records
from app.records.tables import metadata
from app.records.tables import records as table
from app.records.teams import Teams
from corpus.errors import ChangedError, FullError, NotKeptError, SettingsError
from tests.records.conftest import purged


def test_migrations_make_the_tables_that_the_code_reads_and_take_them_back(engine: Engine) -> None:
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrate(engine, "base")
    assert not set(metadata.tables) & set(inspect(engine).get_table_names())
    migrate(engine)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_ten_that_open_a_new_database_at_once_all_can_use_it(url: str, owner: str) -> None:
    problems: list[BaseException] = []

    def use() -> None:
        try:
            engine = open_database(url)
            Records(engine).add(owner_of(new_key()) or "", "foundation", "One", Journal())
            engine.dispose()
        except BaseException as error:
            problems.append(error)

    threads = [Thread(target=use) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_letter_comes_back(records: Records, owner: str, text: str) -> None:
    id_ = records.add(owner, "foundation", text, Journal({"1.1": text}))
    kept = records.get(owner, id_, Journal)
    assert kept.body.answers == {"1.1": text}
    assert kept.title.isprintable()
    assert kept.title


def test_nobody_reads_changes_or_deletes_what_is_another_s(
    records: Records, owner: str, other: str
) -> None:
    id_ = records.add(owner, "foundation", "Mine", Journal({"1.1": "mine"}))
    records.add(other, "foundation", "Theirs", Journal())
    for attempt in (
        lambda: records.get(other, id_, Journal),
        lambda: records.change(other, id_, Journal, lambda j: j),
        lambda: records.rename(other, id_, "Now mine"),
        lambda: records.delete(other, id_),
        lambda: records.append(other, id_, {"a": 1}),
        lambda: records.turns(other, id_, dict[str, int]),
    ):
        with pytest.raises(NotKeptError):
            attempt()
    assert records.get(owner, id_, Journal).body.answers == {"1.1": "mine"}
    assert [h.title for h in records.list(owner)] == ["Mine"]


def test_two_tabs_write_over_each_other_only_where_they_saw_what_stands_there(
    records: Records, owner: str
) -> None:
    id_ = records.add(owner, "foundation", "T", Journal({"1.1": "old"}))

    def write(key: str, text: str, was: str) -> None:
        records.change(owner, id_, Journal, lambda j: with_journal_answer(j, key, text, mark(was)))

    write("1.1", "first tab", "old")
    with pytest.raises(ChangedError) as caught:
        write("1.1", "second tab", "old")
    assert caught.value.current == "first tab"
    write("1.2", "another prompt of the second tab", "")
    write("1.1", "second tab", "first tab")
    kept = records.get(owner, id_, Journal).body.answers
    assert kept == {"1.1": "second tab", "1.2": "another prompt of the second tab"}


def test_fifty_changes_at_once_all_stand(records: Records, owner: str) -> None:
    id_ = records.add(owner, "foundation", "T", Journal())

    def write(n: int) -> None:
        records.change(
            owner, id_, Journal, lambda j: with_journal_answer(j, str(n), f"answer {n}", mark(""))
        )

    threads = [Thread(target=write, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records.get(owner, id_, Journal).body.answers) == 50


def test_turns_keep_their_order_and_a_stale_tab_is_told(records: Records, owner: str) -> None:
    id_ = records.add(owner, "chat", "T", {"a": "b"})
    assert [records.append(owner, id_, {"n": n}, n) for n in (1, 2, 3)] == [1, 2, 3]
    with pytest.raises(ChangedError):
        records.append(owner, id_, {"n": 9}, 3)
    assert records.turns(owner, id_, dict[str, int]) == ({"n": 1}, {"n": 2}, {"n": 3})
    assert records.list(owner)[0].turns == 3


def test_a_body_of_another_kind_is_said_so(records: Records, owner: str) -> None:
    id_ = records.add(owner, "path", "T", Pathway(Placement({"Q1": 2}, {})))
    with pytest.raises(NotKeptError, match="still kept"):
        records.get(owner, id_, list[int])


def test_old_records_go_when_their_owner_or_the_setting_says_so(
    records: Records, engine: Engine, owner: str, other: str
) -> None:
    old = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=40)
    mine = records.add(owner, "foundation", "Old", Journal())
    theirs = records.add(other, "foundation", "Old too", Journal())
    fresh = records.add(owner, "foundation", "New", Journal())
    with engine.begin() as connection:
        connection.execute(update(table).where(table.c.id.in_([mine, theirs])).values(changed=old))
    assert purged(engine) == 0
    records.set_keep_days(owner, 30)
    assert purged(engine) == 1
    assert [h.id for h in records.list(owner)] == [fresh]
    assert purged(engine, most_days=39) == 1
    assert records.list(other) == ()


def test_deleting_everything_takes_turns_teams_and_memberships_along(
    records: Records, teams: Teams, owner: str, other: str
) -> None:
    chat = records.add(owner, "chat", "T", {"a": "b"})
    records.append(owner, chat, {"n": 1})
    made = teams.make(owner, "Made by me")
    joined = teams.make(other, "Made by another")
    for team in (made, joined):
        teams.join(owner, team, "Principal", True, Placement({"Q1": 1}, {}))
    teams.join(other, made, "Coach", True, Placement({"Q1": 5}, {}))
    records.delete_all(owner)
    assert records.list(owner) == ()
    assert teams.of(owner) == ()
    assert [(t.name, t.size) for t in teams.of(other)] == [("Made by another", 0)]
    with pytest.raises(NotKeptError, match="own pathway is untouched"):
        teams.get(other, made)


def test_an_address_that_is_none_is_said_so() -> None:
    with pytest.raises(SettingsError, match="BOTHWAYS_DATABASE_URL"):
        open_database("not an address")
    with pytest.raises(SettingsError, match="BOTHWAYS_DATABASE_URL"):
        open_database("nosuch://x/y")


def test_one_visitor_keeps_no_more_than_fits(
    records: Records, owner: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.records.room.MOST_LETTERS", 2_000)
    words = Journal(answers={"a": "b" * 900})
    first = records.add(owner, "foundation", "One", words)
    second = records.add(owner, "foundation", "Two", words)
    for keep in (
        lambda: records.add(owner, "foundation", "Three", words),
        lambda: records.append(owner, first, words),
        lambda: records.change(owner, second, Journal, lambda j: Journal({"a": "b" * 1100})),
    ):
        with pytest.raises(FullError):
            keep()
    assert records.get(owner, second, Journal).body == words
    records.add(other, "foundation", "Theirs", words)
    records.delete(owner, first)
    assert records.append(owner, second, words) == 1
