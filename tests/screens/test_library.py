"""The Library and Cases: added, shown, shared, reviewed, passed on and taken out by people."""

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.services import Services
from tests.documents import files
from tests.screens.conftest import Person, id_in, words

PLAN = b"# Riverton plan\n\n## Literacy\n\nThe coaches are paid from the Title II grant."


@pytest.fixture
def finish(alone: Services) -> Callable[[], object]:
    """Wait until everything that was added is ready."""
    return lambda: alone.shelf().adder.run()


def link_to(page_text: str, title: str) -> str:
    """Return where the link of a title leads to."""
    return page_text.split(f'">{title}</a>', maxsplit=1)[0].rpartition('href="')[2]


def test_files_are_added_read_opened_and_taken_out(
    leader: Person, finish: Callable[[], object]
) -> None:
    sent = leader.upload(
        "/library/add", ("plan.md", PLAN), ("scan.pdf", b"%PDF-1.4 x"), seen_by="me"
    )
    assert "Added" in words(sent)
    finish()
    shown = leader.see("/library")
    assert "Riverton plan" in words(shown)
    assert "damaged" in words(shown)
    states = json.loads(leader.see("/library/state").text)
    assert sorted(s["state"] for s in states.values()) == ["failed", "ready"]
    opened = leader.see(link_to(shown.text, "Riverton plan"))
    assert "Title II grant" in words(opened)
    text = opened.text
    start = PLAN.decode().index("The coaches") - len("# ") - len("## ")
    marked = leader.see(f"{opened.url.path}?at={start}-{start + 11}")
    assert '<mark id="at" tabindex="-1">The coaches</mark>' in marked.text
    assert "<mark" not in text
    file = leader.see(f"{opened.url.path}/file")
    assert file.content == PLAN
    assert file.headers["content-disposition"].startswith("attachment")
    leader.send(f"{opened.url.path}/remove")
    assert leader.see(opened.url.path).status_code == 422
    assert "Riverton plan" not in words(leader.see("/library"))


def test_a_document_is_searched_and_told_otherwise(
    leader: Person, finish: Callable[[], object]
) -> None:
    leader.send("/library/text", title="Minutes", text=PLAN.decode(), seen_by="me")
    finish()
    opened = leader.see(link_to(leader.see("/library").text, "Minutes"))
    assert "Title II" in words(leader.see(f"{opened.url.path}?q=who pays for coaches"))
    leader.send(opened.url.path, title="Board minutes", author="The board", seen_by="all")
    assert "Board minutes" in words(leader.see(opened.url.path))


def test_others_see_what_is_shared_and_nothing_else(
    people: Callable[[], Person], finish: Callable[[], object]
) -> None:
    one, other = people(), people()
    one.send("/library/text", title="Mine alone", text="Secret words.", seen_by="me")
    one.send("/library/text", title="For all", text="Shared words.", seen_by="all")
    finish()
    shown = other.see("/library")
    assert "For all" in words(shown)
    assert "Mine alone" not in words(shown)
    place = link_to(shown.text, "For all")
    assert other.send(f"{place}/remove").status_code == 404
    assert other.send(place, title="Taken over", seen_by="me").status_code == 404
    mine = link_to(one.see("/library").text, "Mine alone")
    assert other.see(mine).status_code == 422
    assert other.see(f"{mine}/file").status_code == 422


@pytest.mark.parametrize(
    ("address", "fields", "says"),
    [
        ("/library/text", {"title": "", "text": "x"}, "title are needed"),
        ("/library/text", {"title": "a", "text": "x", "seen_by": "no-team"}, "team"),
        ("/library/link", {"link": "http://127.0.0.1:9/x"}, "private address"),
        ("/library/link", {"link": "file:///etc/passwd"}, "http"),
        ("/library/link", {"link": "http://169.254.169.254/latest"}, "private address"),
        ("/library/link", {"link": "nonsense"}, "http"),
        ("/cases", {"title": "Only a title"}, "five questions"),
    ],
)
def test_what_cant_be_added_is_said_plainly(
    leader: Person, address: str, fields: dict[str, str], says: str
) -> None:
    answer = leader.send(address, **fields)
    assert answer.status_code in {404, 422}
    assert says in words(answer)
    assert "Traceback" not in answer.text


def test_files_are_taken_on_their_own_screen_alone(leader: Person) -> None:
    assert leader.upload("/talk", ("a.md", b"x")).status_code == 422
    assert "No file was chosen" in words(leader.upload("/library/add", seen_by="me"))


def test_a_folder_is_taken_in_and_all_is_exported(
    leader: Person, finish: Callable[[], object]
) -> None:
    names = ("plans/a.md", "plans/.b.md", "plans/c.exe")
    leader.upload("/library/folder", *((name, b"# A\n\nWords.") for name in names), seen_by="me")
    finish()
    sent = leader.see("/library/export.zip")
    with ZipFile(BytesIO(sent.content)) as whole:
        assert whole.namelist() == ["0001.md", "documents.json"]
        assert json.loads(whole.read("documents.json"))[0]["file_name"] == "plans/a.md"


CASE = {
    "title": "Coaches for all at once",
    "decided": "To place a coach in every school in one year.",
    "did": "We hired forty coaches in a summer.",
    "happened": "Half of the new coaches left by spring.",
    "failed": "Hiring before the principals knew what coaches are for.",
    "decision": "Q3",
    "side": "left",
    "name": "a district in Ohio",
    "seen_by": "all",
}


def test_a_case_is_reviewed_before_others_see_it(
    people: Callable[[], Person], finish: Callable[[], object]
) -> None:
    teller, reviewer, reader = people(), people(), people()
    teller.send("/cases", **CASE)
    finish()
    assert CASE["title"] not in words(reader.see("/explore?text=coaches&decision=Q3"))
    place = link_to(reviewer.see("/cases").text, CASE["title"])
    assert "still waits" in words(teller.send(f"{place}/review", do="pass"))
    reviewer.send(f"{place}/review", do="pass")
    found = words(reader.see("/explore?text=coaches left by spring&decision=Q3"))
    assert CASE["title"] in found
    assert "a district in Ohio" in found
    read = words(reader.see(place))
    assert CASE["happened"] in read
    assert "Change it" not in read
    plan = reader.send(
        "/prepare", decision="Q3", situation="Half of our coaches left by spring.", minutes="60"
    )
    assert CASE["title"] in words(reader.see(f"/prepare/{id_in(plan)}"))
    teller.fill(teller.see(f"{place}/change"), place, **{**CASE, "title": "Another title"})
    finish()
    assert "Another title" not in words(reader.see("/explore?text=coaches left by spring"))


def test_a_case_that_is_not_passed_stays_its_tellers(people: Callable[[], Person]) -> None:
    teller, reviewer = people(), people()
    teller.send("/cases", **CASE)
    place = link_to(reviewer.see("/cases").text, CASE["title"])
    reviewer.send(f"{place}/review", do="not", why="It names a student.")
    assert "It names a student." in words(teller.see("/cases"))
    assert CASE["title"] not in words(reviewer.see("/cases"))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_collections_are_passed_on(people: Callable[[], Person], form: str) -> None:
    one, other = people(), people()
    one.send("/cases", **{**CASE, "title": "=1+1", "seen_by": "me"})
    sent = one.see(f"/cases/export/{form}")
    assert sent.status_code == 200
    assert ("'=1+1" in sent.text) == (form == "csv")
    other.upload("/cases/import", (f"cases.{form}", sent.content))
    assert "=1+1" in words(other.see("/cases"))
    assert "holds no cases" in words(other.upload("/cases/import", ("x.json", b"[1,")))


def test_a_report_keeps_its_pages_when_it_is_opened(
    leader: Person, finish: Callable[[], object]
) -> None:
    leader.upload("/library/add", ("report.pdf", files.report_pdf()), seen_by="me")
    finish()
    shown = words(leader.see(link_to(leader.see("/library").text, "report.pdf")))
    assert "page 2 · as it looks : page 2 Chapter 2: Coaching in year 2" in shown
    place = link_to(leader.see("/library").text, "report.pdf")
    picture = leader.see(f"{place}/page/2")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert [leader.see(f"{place}/page/{n}").status_code for n in ("0", "99", "x")] == [404] * 3
