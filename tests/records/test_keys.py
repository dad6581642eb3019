"""Keys: issued here and nowhere else, changed, retired, and those of earlier versions."""

import pytest
from sqlalchemy import Engine

from app.coaching.journal import Journal
from app.records.keys import Keys
from app.records.owners import new_key, owner_of
from app.records.store import Records


@pytest.fixture
def issuer(engine: Engine) -> Keys:
    return Keys(engine)


def test_an_issued_key_stands_for_one_owner(issuer: Keys, engine: Engine) -> None:
    one, other = issuer.issue(), issuer.issue()
    assert issuer.owner(one) == issuer.owner(one) != issuer.owner(other)
    assert Keys(engine).owner(one) == issuer.owner(one)


@pytest.mark.parametrize(
    "key",
    ["", "A" * 32, "A" * 64, new_key(), new_key() + new_key(), "ü" * 64, "A" * 5000],
    ids=["empty", "short", "plain", "unsigned", "two", "umlauts", "long"],
)
def test_a_made_up_key_stands_for_nobody(key: str, issuer: Keys) -> None:
    assert issuer.owner(key) is None


def test_a_changed_letter_makes_it_no_key(issuer: Keys) -> None:
    key = issuer.issue()
    for place in (0, 31, 32, 63):
        letter = "B" if key[place] == "A" else "A"
        assert issuer.owner(key[:place] + letter + key[place + 1 :]) is None


def test_a_key_of_another_server_is_none_of_ours(issuer: Keys, tmp_path: object) -> None:
    from app.records.database import open_database

    other = Keys(open_database(f"sqlite:///{tmp_path}/other.db"))
    assert issuer.owner(other.issue()) is None


def test_an_unsigned_key_of_an_earlier_version_still_opens_what_it_kept(
    issuer: Keys, engine: Engine
) -> None:
    old = new_key()
    owner = owner_of(old) or ""
    assert issuer.owner(old) is None
    Records(engine).add(owner, "foundation", "Kept before", Journal())
    assert issuer.owner(old) == owner


def test_another_key_opens_the_same_things(issuer: Keys) -> None:
    first = issuer.issue()
    owner = issuer.owner(first) or ""
    second = issuer.another(owner)
    assert second != first
    assert issuer.owner(second) == issuer.owner(first) == owner


def test_a_changed_key_stands_for_nobody(issuer: Keys) -> None:
    planted = issuer.issue()
    owner = issuer.owner(planted) or ""
    fresh = issuer.change(planted, owner)
    assert issuer.owner(fresh) == owner
    assert issuer.owner(planted) is None
    again = issuer.change(fresh, owner)
    assert (issuer.owner(fresh), issuer.owner(again)) == (None, owner)


def test_keys_go_with_all_that_is_deleted(issuer: Keys, engine: Engine) -> None:
    key = issuer.another(issuer.owner(issuer.issue()) or "")
    owner = issuer.owner(key) or ""
    Records(engine).delete_all(owner)
    assert issuer.owner(key) != owner
