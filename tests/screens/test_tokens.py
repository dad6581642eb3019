"""The page where tokens are made and revoked."""

import re
from collections.abc import Callable

from app.services import Services
from tests.screens.conftest import Person, words

_SECRET = re.compile(r"bothways_[\w-]{43}")


def test_a_token_is_shown_once_and_revoked(leader: Person, alone: Services) -> None:
    made = leader.send("/tokens", name="My notebook", may_ask="1", may_read="1", days="30")
    [secret] = _SECRET.findall(made.text)
    token = alone.kept().tokens.known(secret)
    assert token is not None
    assert token.scopes == {"ask", "read"}
    assert token.until is not None
    shown = leader.see("/tokens")
    assert "My notebook" in words(shown)
    assert secret not in shown.text
    leader.send(f"/tokens/{token.id}/revoke")
    assert alone.kept().tokens.known(secret) is None
    assert "My notebook" not in words(leader.see("/tokens"))


def test_what_is_no_token_is_told_and_none_is_made(leader: Person) -> None:
    for fields in ({"name": " ", "may_ask": "1"}, {"name": "a"},
                   {"name": "a", "may_ask": "1", "days": "x"}):  # fmt: skip
        sent = leader.send("/tokens", **fields)
        assert sent.status_code == 422
        assert not _SECRET.search(sent.text)


def test_nobody_revokes_another_s_token(people: Callable[[], Person], alone: Services) -> None:
    one, other = people(), people()
    made = one.send("/tokens", name="mine", may_ask="1")
    [secret] = _SECRET.findall(made.text)
    token = alone.kept().tokens.known(secret)
    assert token is not None
    assert other.send(f"/tokens/{token.id}/revoke").status_code == 404
    assert alone.kept().tokens.known(secret) is not None


def test_deleting_everything_takes_tokens_along(leader: Person, alone: Services) -> None:
    [secret] = _SECRET.findall(leader.send("/tokens", name="mine", may_ask="1").text)
    leader.send("/kept/delete", sure="yes")
    assert alone.kept().tokens.known(secret) is None
