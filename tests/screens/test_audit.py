"""Audits on the page: adding answers, rating, blindness, the report, feedback, gold questions."""

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from app.records.chat import ChatTurn
from app.records.owners import owner_of
from app.services import Services
from app.settings import Settings
from app.ui.chats import Chats
from app.ui.render import Turn, render_conversation
from app.understanding.question import read_question
from app.wiring import Ready
from indexing.watcher import Watcher
from tests.screens.conftest import Person, screens_app, words

PASTED = "Dallas scaled “through school feeder patterns”. Scores doubled."


def _owner(person: Person) -> str:
    return owner_of(person.browser.cookies["bothways"][:32]) or ""


def _audit(person: Person, name: str = "Spring") -> str:
    return str(person.send("/audit", name=name).url.path)


def _code(person: Person, audit: str) -> str:
    found = re.search(r"The code to join: <b>(\w+)</b>", person.see(audit).text)
    assert found is not None
    return found.group(1)


def _chat(services: Services, ready: Ready, person: Person, question: str) -> str:
    answer = ready.answer(read_question(question))
    return Chats(services).keep(_owner(person), None, Turn(1, question, answer)).chat


def _rate_all(person: Person, audit: str, support: str = "full") -> None:
    shown = person.see(f"{audit}/rate")
    while "/rate/" in shown.url.path:
        shown = person.send(shown.url.path, support=support, reason="beyond", reasoned="1")
    assert "I am done" in shown.text


def test_a_pasted_answer_is_rated_claim_by_claim(leader: Person) -> None:
    audit = _audit(leader)
    shown = leader.send(f"{audit}/add/pasted", text=PASTED, question="What of need?")
    assert "1 answer added" in words(shown)
    claim = leader.see(f"{audit}/rate")
    assert "Dallas scaled “through school feeder patterns”" in words(claim)
    assert "<mark>through school feeder patterns</mark>" in claim.text
    why = leader.send(claim.url.path, support="partial")
    assert why.url.path == claim.url.path
    assert "Why not full support?" in words(why)
    following = leader.fill(why, reason="beyond", note="<b>Too</b> much.")
    assert "Scores doubled" in words(following)
    assert "it cites nothing" in words(following)
    back = leader.see(claim.url.path)
    assert "&lt;b&gt;Too&lt;/b&gt; much." in back.text
    undone = leader.send(f"{audit}/undo")
    assert undone.url.path == claim.url.path
    assert "Too" not in undone.text


def test_nothing_chosen_and_odd_forms_are_told(leader: Person) -> None:
    audit = _audit(leader)
    assert leader.send(f"{audit}/add/pasted", text=" ").status_code == 422
    assert leader.send(f"{audit}/add/shared").status_code == 422
    assert leader.send(f"{audit}/add/run", run="../../etc/passwd", count="5").status_code == 404
    assert leader.send(f"{audit}/add/nonsense").status_code == 404
    assert leader.send("/audit", name=" ").status_code == 422
    assert leader.send("/audit/join", code="NOPE").status_code == 422
    assert leader.see("/audit/nothing").status_code == 404
    leader.send(f"{audit}/add/pasted", text=PASTED)
    claim = leader.see(f"{audit}/rate").url.path
    assert leader.send(claim, support="splendid").status_code == 422
    assert leader.send(claim, support="none", reason="splendid").status_code == 422
    assert leader.send(claim, support="none", note="x" * 4001, reasoned="1").status_code == 422
    assert leader.see(f"{claim}999").status_code == 404
    assert leader.see(f"{audit}/report/exe").status_code == 404
    assert "2 claims have no verdict" in words(leader.send(f"{audit}/done"))


def test_two_rate_blind_and_the_report_tells_both(people: Callable[[], Person]) -> None:
    one, other = people(), people()
    audit = _audit(one)
    one.send(f"{audit}/add/pasted", text=PASTED, question="=HYPERLINK(1)")
    assert other.see(audit).status_code == 404
    other.send("/audit/join", code=_code(one, audit))
    _rate_all(one, audit)
    one.send(f"{audit}/done")
    assert "1 of 2 evaluators’ verdicts" in words(one.see(f"{audit}/report"))
    first = other.see(f"{audit}/rate")
    assert "Evaluator 1" not in words(first)
    _rate_all(other, audit, "none")
    assert "1 of 2 evaluators’ verdicts" in words(other.see(f"{audit}/report"))
    other.send(f"{audit}/done")
    assert "Evaluator 1: Full support" in words(other.see(first.url.path))
    for person in (one, other):
        told = words(person.see(f"{audit}/report"))
        assert "2 of 2 evaluators’ verdicts" in told
        assert "Citation recall 0.50" in told
    rows = list(csv.DictReader(StringIO(one.see(f"{audit}/report/csv").text.lstrip("\ufeff"))))
    assert {(r["evaluator"], r["support"]) for r in rows} == {("1", "full"), ("2", "none")}
    assert rows[0]["question"] == "'=HYPERLINK(1)"
    word = docx.Document(BytesIO(one.see(f"{audit}/report/docx").content))
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    assert "0.50" in cells
    lines = one.see(f"{audit}/report/jsonl").text.splitlines()
    assert json.loads(lines[0])["claims"][0]["verdicts"]["2"]["support"] == "none"


def test_a_shared_chat_is_rated_and_taken_back(
    people: Callable[[], Person], alone: Services, ready: Ready
) -> None:
    leader, evaluator = people(), people()
    chat = _chat(alone, ready, leader, "how did others handle need vs. readiness?")
    audit = _audit(evaluator)
    assert "Nobody has shared a chat" in words(evaluator.see(audit))
    assert "Share with evaluators" in words(leader.see("/kept"))
    leader.send(f"/kept/{chat}/share")
    shown = evaluator.see(audit)
    assert "how did others handle need" in words(shown)
    evaluator.send(f"{audit}/add/shared", **{f"turn:{chat}:1": "yes"})
    assert "0 of 7 rated" in words(evaluator.see(audit))
    assert "Evaluators can see this chat" in words(leader.see("/kept"))
    leader.send(f"/kept/{chat}/withdraw")
    told = words(evaluator.see(audit))
    assert "1 answer was taken back" in told
    assert "how did others" not in told


def test_feedback_becomes_an_answer_of_an_audit_and_a_gold_question(
    people: Callable[[], Person], alone: Services, ready: Ready, tmp_path: Path
) -> None:
    leader, evaluator = people(), people()
    chat = _chat(alone, ready, leader, "how did others handle need vs. readiness?")
    said = leader.send(
        "/feedback", chat=chat, turn="1", thumb="down", reason="one-sided", note="<i>"
    )
    assert "Thank you" in said.json()["said"]
    assert "1 new" in words(evaluator.see("/audit"))
    queue = evaluator.see("/audit/feedback")
    assert "One-sided" in words(queue)
    assert "&lt;i&gt;" in queue.text
    [address] = re.findall(r'action="(/audit/feedback/[^"]+)"', queue.text)
    taken = evaluator.send(address, audit="", do="")
    assert "From feedback" in words(taken)
    audit = str(taken.url.path)
    assert "Nothing new waits" in words(evaluator.see("/audit/feedback"))
    _rate_all(evaluator, audit)
    [gold] = set(re.findall(rf'action="({audit}/gold/[^"]+)"', evaluator.see(audit).text))
    evaluator.send(gold)
    [line] = evaluator.see("/audit/gold.jsonl").text.splitlines()
    made = json.loads(line)
    assert made["question"] == "how did others handle need vs. readiness?"
    assert made["decisions"] == ["Q3"]
    assert len(made["evidence"]) == 7


@pytest.mark.parametrize(
    "fields",
    [
        {"turn": "1", "thumb": "sideways"},
        {"turn": "one", "thumb": "up"},
        {"turn": "1", "thumb": "down", "reason": "splendid"},
        {"turn": "1", "thumb": "up", "note": "x" * 4001},
    ],
)
def test_feedback_that_can_t_be_read_is_told(leader: Person, fields: dict[str, str]) -> None:
    assert leader.send("/feedback", chat="nothing", **fields).status_code == 422


def test_feedback_on_anothers_chat_is_refused(
    people: Callable[[], Person], alone: Services, ready: Ready
) -> None:
    leader, stranger = people(), people()
    chat = _chat(alone, ready, leader, "What did Dallas do?")
    assert stranger.send("/feedback", chat=chat, turn="1", thumb="up").status_code == 404


def test_a_run_is_asked_and_rated(leader: Person) -> None:
    audit = _audit(leader)
    leader.send(f"{audit}/ask")
    shown = leader.see(audit)
    run = re.search(r'<option value="([^"]+-leader-quoting)"', shown.text)
    assert run is not None
    assert leader.send(f"{audit}/add/run", run=run.group(1), count="0").status_code == 422
    added = leader.send(f"{audit}/add/run", run=run.group(1), count="5")
    assert "5 answers added" in words(added)
    told = words(leader.see("/audit/time"))
    assert "leader.jsonl" in told
    assert "Citation recall" in told


def test_an_audit_may_be_for_those_who_know_a_word(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, audit_key="open sesame")  # type: ignore[arg-type]
    services = Services(settings, Watcher())
    app = screens_app(services)
    with TestClient(app) as browser:
        browser.get("/explore")
        person = Person(browser)
        assert "The evaluators’ word" in words(person.see("/audit"))
        assert person.send("/audit", name="Spring").status_code == 422
        assert person.see("/audit/feedback").status_code == 422
        assert person.send("/audit/enter", word="sesame").status_code == 422
        person.send("/audit/enter", word="open sesame")
        assert person.send("/audit", name="Spring").status_code == 200
        assert "open sesame" not in person.see("/audit").text
    services.close()


def test_who_made_an_audit_may_delete_it(people: Callable[[], Person]) -> None:
    one, other = people(), people()
    audit = _audit(one)
    other.send("/audit/join", code=_code(one, audit))
    assert other.send(f"{audit}/delete").status_code == 404
    one.send(f"{audit}/delete")
    assert one.see(audit).status_code == 404


def _second_turn(services: Services, ready: Ready, person: Person, *asked: str) -> str:
    """Keep a chat of two questions and return its id."""
    first, second = asked
    answers = (ready.answer(read_question(first)), ready.answer(read_question(second, (first,))))
    chats, chat = Chats(services), None
    for number, (question, answer) in enumerate(zip(asked, answers, strict=True), 1):
        chat = chats.keep(_owner(person), chat, Turn(number, question, answer)).chat
    assert chat
    return chat


def test_feedback_on_one_answer_shows_no_question_that_it_does_not_build_on(
    people: Callable[[], Person], alone: Services, ready: Ready
) -> None:
    leader, evaluator = people(), people()
    secret = "our union is angry about SECRETWORD, need or readiness?"
    chat = _second_turn(alone, ready, leader, secret, "What did Ken Eastwood say?")
    leader.send("/feedback", chat=chat, turn="2", thumb="up")
    queue = evaluator.see("/audit/feedback")
    [address] = re.findall(r'action="(/audit/feedback/[^"]+)"', queue.text)
    audit = evaluator.send(address, audit="").url.path
    claim = evaluator.see(f"{audit}/rate")
    files = [evaluator.see(f"{audit}/report/{form}") for form in ("csv", "jsonl", "md")]
    assert "Ken Eastwood" in words(claim)
    for shown in (queue, claim, evaluator.see(str(audit)), *files):
        assert "SECRETWORD" not in shown.text


def test_a_follow_up_takes_along_what_it_builds_on_and_says_so(
    people: Callable[[], Person], alone: Services, ready: Ready
) -> None:
    leader, evaluator = people(), people()
    first = "how did others handle need vs. readiness?"
    chat = _second_turn(alone, ready, leader, first, "and what did Dallas do?")
    leader.send("/feedback", chat=chat, turn="2", thumb="up")
    [address] = re.findall(
        r'action="(/audit/feedback/[^"]+)"', evaluator.see("/audit/feedback").text
    )
    audit = evaluator.send(address, audit="").url.path
    folded = alone.kept().records.turns(_owner(leader), chat, ChatTurn)[1].answer.route.folded
    assert ("Asked before" in words(evaluator.see(f"{audit}/rate"))) is folded
    shown = Chats(alone).open(_owner(leader), chat)[1:]
    page = render_conversation(shown)
    assert ("questions before it that it builds on" in page) is folded
    assert folded
