"""Other people, other sites, a full disk, whatever is pasted: nothing leaks, nothing is lost."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from pydantic import SecretStr
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.records.database import open_database
from app.services import Services
from app.settings import Settings
from app.ui.serving.limits import Limits
from indexing.watcher import Watcher
from tests.screens.conftest import Person, screens_app, start, words


def test_a_form_of_another_site_is_refused(leader: Person) -> None:
    sent = {"origin": "https://elsewhere.example"}
    shown = leader.browser.post("/reflect/foundation", headers=sent)
    assert shown.status_code == 403
    assert leader.see("/kept").text.count("Guide 1") == 0


def test_without_a_cookie_nothing_is_kept_and_the_words_come_back(leader: Person) -> None:
    leader.browser.cookies.clear()
    shown = leader.browser.post("/talk", data={"decision": "Q2", "about": "my own words"})
    assert shown.status_code == 422
    assert "Allow cookies" in words(shown)
    assert "my own words" in shown.text


def test_what_one_person_keeps_no_other_can_open(people: Callable[[], Person]) -> None:
    one, other = people(), people()
    id_ = start(one, "foundation")
    for address in (f"/reflect/foundation/{id_}", f"/kept/{id_}/docx", f"/talk?from={id_}"):
        assert other.see(address).status_code == 404
    assert "Nothing is kept yet" in words(other.see("/kept"))


def test_a_return_key_opens_the_same_things_in_another_browser(
    people: Callable[[], Person],
) -> None:
    one, other = people(), people()
    start(one, "foundation")
    key = words(one.see("/kept?key=show")).split("as good as a password: ")[1].split()[0]
    assert "Laying the Foundation" in words(other.send("/kept/key", key=key))
    other.send("/kept/forget")
    other.see("/explore")
    assert "Nothing is kept yet" in words(other.see("/kept"))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_gives_the_words_back(alone: Services, leader: Person, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(disk)], check=True)
    try:
        alone.kept().records.engine = open_database(f"sqlite:///{disk / 'records.db'}")
        base = f"/reflect/foundation/{start(leader, 'foundation')}"
        kept = ""
        for step in range(1, 11):
            address = f"{base}/{step}"
            text = f"{step} " + "thought " * 9000
            shown = leader.fill(leader.see(address), answer=text, go="stay")
            if shown.status_code != 200:
                break
            kept = text
        assert shown.status_code == 503
        assert "The disk is full" in words(shown)
        assert text.strip() in shown.text
        assert kept.strip() in leader.see(f"{base}/{step - 1}").text
    finally:
        alone.kept().records.engine.dispose()
        subprocess.run(["umount", str(disk)], check=True)


def test_another_program_s_cookies_don_t_cost_anybody_their_things(leader: Person) -> None:
    start(leader, "foundation")
    key = leader.browser.cookies["bothways"]
    odd = f'prefs={{"theme":"dark"}}; version=1; x[1]=2; bothways={key}; a'
    leader.browser.cookies.clear()
    shown = leader.browser.get("/kept", headers={"cookie": odd})
    assert "Laying the Foundation" in words(shown)
    assert "set-cookie" not in shown.headers


def test_a_body_without_an_end_is_cut_off(leader: Person) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    shown = leader.browser.post("/talk", content=endless(), headers=kind)
    assert shown.status_code == 422


def test_a_student_s_name_is_warned_of_in_a_journal_and_left_out_of_a_conversation(
    leader: Person,
) -> None:
    address = f"/reflect/foundation/{start(leader, 'foundation')}/1"
    said = "My student Maria Lopez told me so."
    shown = leader.fill(leader.see(address), answer=said, go="stay")
    assert "records of students" in words(shown)
    talk = leader.send("/talk", decision="Q3", about="")
    shown = leader.fill(talk, said=said, wish="")
    assert "Maria" not in shown.text
    assert "left out" in words(shown)


def test_a_planted_key_is_not_taken_over(leader: Person) -> None:
    leader.browser.cookies.clear()
    leader.browser.cookies.set("bothways", "A" * 32)
    shown = leader.see("/explore")
    assert len(shown.headers["set-cookie"].split(";")[0]) > 32
    assert leader.browser.cookies.get("bothways", domain="testserver.local") != "A" * 32


def test_two_keys_at_once_are_nobody_s(people: Callable[[], Person]) -> None:
    owner, planter = people(), people()
    start(owner, "foundation")
    own, planted = (p.browser.cookies["bothways"] for p in (owner, planter))
    owner.browser.cookies.clear()
    both = {"cookie": f"bothways={planted}; bothways={own}"}
    assert "Guide 1" not in owner.browser.get("/kept", headers=both).text
    sent = owner.browser.post("/talk", data={"about": "my own words"}, headers=both)
    assert sent.status_code == 422
    assert "two keys" in words(sent)
    assert "my own words" in sent.text


def test_the_evaluators_word_changes_the_key(tmp_path: Path) -> None:
    services = Services(Settings(data_dir=tmp_path, audit_key=SecretStr("word")), Watcher())
    with TestClient(screens_app(services)) as browser:
        browser.get("/explore")
        before = browser.cookies["bothways"]
        browser.post("/audit/enter", data={"word": "word"})
        assert browser.cookies["bothways"] != before
        assert browser.post("/audit", data={"name": "Spring"}).is_success
        planted = {"cookie": f"bothways={before}"}
        browser.cookies.clear()
        assert browser.post("/audit", data={"name": "Theirs"}, headers=planted).status_code == 422
    services.close()


def test_a_form_that_never_ends_is_given_up() -> None:
    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async def silent() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        raise AssertionError(message)

    async def run() -> None:
        with anyio.fail_after(5):
            await Limits(never, body_seconds=0.05)({"type": "http", "path": "/talk"}, silent, send)

    # A loop of its own: the browser tests of the same process have one running.
    with start_blocking_portal() as portal:
        portal.call(run)
