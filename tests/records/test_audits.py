"""Audits on both databases: blind verdicts, undo, what is shared and taken back."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, update

from app.answering.answer import Answer
from app.auditing.stated import StatedAnswer, stated
from app.auditing.verdicts import AuditItem, Origin, Verdict, visible_raters
from app.records.audits import Audits, NewItem
from app.records.chat import Chat, ChatTurn
from app.records.owners import new_key, owner_of
from app.records.ratings import Rating
from app.records.sharing import Sharing
from app.records.store import Records
from app.records.tables import audits as table
from app.understanding.question import read_question
from app.wiring import Ready
from corpus.errors import FormError, NotKeptError
from tests.records.conftest import purged

FULL, NONE = Verdict("full"), Verdict("none", "figure", "It is 15.")


@pytest.fixture
def audits(engine: Engine) -> Audits:
    return Audits(engine)


@pytest.fixture
def rating(engine: Engine) -> Rating:
    return Rating(engine)


@pytest.fixture
def sharing(engine: Engine) -> Sharing:
    return Sharing(engine)


@pytest.fixture(scope="module")
def answer(ready: Ready) -> Answer:
    return ready.answer(read_question("how did others handle need vs. readiness?"))


def _item(text: str = "One thing.") -> NewItem:
    return NewItem(AuditItem(StatedAnswer(text, question="Why?"), Origin("pasted")))


def _audit(audits: Audits, owner: str, count: int = 2) -> tuple[str, list[str]]:
    id_ = audits.make(owner, "Spring")
    audits.add(owner, id_, [_item(f"Thing {n}.") for n in range(count)])
    return id_, [kept.id for kept in audits.items(owner, id_)]


def test_who_has_the_code_joins_and_nobody_else_sees_it(
    audits: Audits, owner: str, other: str
) -> None:
    id_, _ = _audit(audits, owner)
    with pytest.raises(NotKeptError):
        audits.get(other, id_)
    assert audits.join(other, "NO SUCH") is None
    code = audits.get(owner, id_).code
    assert audits.join(other, f" {code.lower()} ") == id_
    assert audits.join(other, code) == id_
    head = audits.get(other, id_)
    assert (head.number, head.raters, head.mine, head.items) == (2, 2, False, 2)
    assert [k.item.answer.text for k in audits.items(other, id_)] == ["Thing 0.", "Thing 1."]


def test_verdicts_are_blind_until_both_are_done(
    audits: Audits, rating: Rating, owner: str, other: str
) -> None:
    id_, (first, second) = _audit(audits, owner)
    audits.join(other, audits.get(owner, id_).code)
    keys = [(first, 1), (second, 1)]
    for key in keys:
        rating.rate(owner, id_, key, FULL)
    rating.finish(owner, id_, keys)
    assert [v.number for v in rating.seen_by(owner, id_)] == [1]
    rating.rate(other, id_, keys[0], NONE)
    assert [v.number for v in rating.seen_by(other, id_)] == [2]
    with pytest.raises(FormError, match="1 claims have no verdict"):
        rating.finish(other, id_, keys)
    rating.rate(other, id_, keys[1], FULL)
    rating.finish(other, id_, keys)
    for person in (owner, other):
        one, two = rating.seen_by(person, id_)
        assert (one.ratings[keys[0]], two.ratings[keys[0]]) == (FULL, NONE)


def test_the_rule_of_blindness() -> None:
    done = {"a": True, "b": False, "c": True}
    assert visible_raters(done, "a") == {"a", "c"}
    assert visible_raters(done, "b") == {"b"}
    assert visible_raters(done, "nobody") == frozenset()


def test_who_is_done_changes_nothing_and_goes_on_only_alone(
    audits: Audits, rating: Rating, owner: str, other: str
) -> None:
    id_, (item,) = _audit(audits, owner, 1)
    audits.join(other, audits.get(owner, id_).code)
    rating.rate(owner, id_, (item, 1), FULL)
    rating.finish(owner, id_, [(item, 1)])
    with pytest.raises(FormError, match="you are done"):
        rating.rate(owner, id_, (item, 1), NONE)
    with pytest.raises(FormError, match="done already"):
        audits.add(owner, id_, [_item()])
    rating.reopen(owner, id_)
    rating.rate(owner, id_, (item, 1), NONE)
    rating.finish(owner, id_, [(item, 1)])
    rating.rate(other, id_, (item, 1), FULL)
    rating.finish(other, id_, [(item, 1)])
    with pytest.raises(FormError, match="Another evaluator is done"):
        rating.reopen(owner, id_)


def test_undo_takes_back_one_verdict_after_the_other(
    audits: Audits, rating: Rating, owner: str
) -> None:
    id_, (first, second) = _audit(audits, owner)
    rating.rate(owner, id_, (first, 1), FULL)
    rating.rate(owner, id_, (second, 1), FULL)
    rating.rate(owner, id_, (first, 1), NONE)
    assert rating.own(owner, id_) == {(first, 1): NONE, (second, 1): FULL}
    assert rating.undo(owner, id_) == (first, 1)
    assert rating.own(owner, id_)[first, 1] == FULL
    assert rating.undo(owner, id_) == (second, 1)
    assert rating.undo(owner, id_) == (first, 1)
    assert rating.undo(owner, id_) is None
    assert rating.own(owner, id_) == {}


def test_verdicts_given_at_once_are_all_kept(audits: Audits, rating: Rating, owner: str) -> None:
    id_, (item,) = _audit(audits, owner, 1)
    problems: list[BaseException] = []

    def rate(claim: int) -> None:
        try:
            rating.rate(owner, id_, (item, claim), FULL)
        except BaseException as error:
            problems.append(error)

    threads = [Thread(target=rate, args=(claim,)) for claim in range(1, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(rating.own(owner, id_)) == 10


def test_a_verdict_on_an_answer_of_another_audit_is_refused(
    audits: Audits, rating: Rating, owner: str
) -> None:
    id_, _ = _audit(audits, owner)
    _, (foreign, _) = _audit(audits, owner)
    with pytest.raises(NotKeptError, match="not in the audit"):
        rating.rate(owner, id_, (foreign, 1), FULL)


def _chat(records: Records, owner: str, answer: Answer) -> str:
    first = ChatTurn("What of need?", answer)
    id_ = records.add(owner, "chat", "What of need?", Chat(), first)
    records.append(owner, id_, ChatTurn("And readiness?", answer))
    return id_


def test_what_is_shared_is_seen_and_goes_when_it_is_taken_back(
    records: Records, audits: Audits, rating: Rating, sharing: Sharing, owner: str, other: str,
    answer: Answer,
) -> None:  # fmt: skip
    chat = _chat(records, owner, answer)
    assert sharing.shared_turns() == ()
    with pytest.raises(NotKeptError):
        sharing.share(other, chat)
    sharing.share(owner, chat)
    sharing.share(owner, chat)
    first, second = sharing.shared_turns()
    assert (second.number, second.previous) == (2, ("What of need?",))
    assert first.turn.answer == answer
    id_ = audits.make(other, "Shared")
    audits.add(other, id_, [NewItem(AuditItem(stated(answer), Origin("shared")), chat), _item()])
    item = audits.items(other, id_)[0].id
    rating.rate(other, id_, (item, 1), FULL)
    assert sharing.shared_of(owner) == {chat}
    sharing.withdraw(owner, chat)
    assert sharing.shared_turns() == ()
    assert sharing.shared_of(owner) == frozenset()
    head = audits.get(other, id_)
    assert (head.items, head.gone) == (1, 1)
    assert rating.own(other, id_) == {}


def test_a_deleted_chat_leaves_no_word_in_an_audit(
    records: Records, audits: Audits, sharing: Sharing, owner: str, other: str, answer: Answer
) -> None:
    chat = _chat(records, owner, answer)
    sharing.share(owner, chat)
    sharing.give(owner, chat, 1, "down", "source", "Quite wrong.")
    id_ = audits.make(other, "Shared")
    audits.add(other, id_, [NewItem(AuditItem(stated(answer), Origin("shared")), chat)])
    sharing.keep_gold(other, audits.items(other, id_)[0].id, '{"id": "1"}')
    records.delete(owner, chat)
    assert audits.items(other, id_) == ()
    assert sharing.queue() == ()
    assert sharing.gold_lines(other) == ()


def test_feedback_waits_is_settled_and_said_anew(
    records: Records, sharing: Sharing, owner: str, other: str, answer: Answer
) -> None:
    chat = _chat(records, owner, answer)
    with pytest.raises(NotKeptError):
        sharing.give(other, chat, 1, "up", None, "")
    with pytest.raises(NotKeptError):
        sharing.give(owner, chat, 9, "up", None, "")
    sharing.give(owner, chat, 2, "down", "one-sided", "Only need.")
    [one] = sharing.queue()
    assert (one.thumb, one.reason, one.note, one.state) == (
        "down",
        "one-sided",
        "Only need.",
        "new",
    )
    assert one.shared.turn.question == "And readiness?"
    sharing.settle(one.id, "aside")
    assert sharing.find(one.id).state == "aside"
    sharing.give(owner, chat, 2, "up", None, "")
    [again] = sharing.queue()
    assert (again.thumb, again.state) == ("up", "new")
    with pytest.raises(NotKeptError):
        sharing.settle(one.id, "taken")


def test_who_deletes_everything_leaves_no_verdict(
    records: Records, audits: Audits, rating: Rating, owner: str, other: str
) -> None:
    id_, (item,) = _audit(audits, owner, 1)
    audits.join(other, audits.get(owner, id_).code)
    rating.rate(other, id_, (item, 1), FULL)
    third, fourth = owner_of(new_key()) or "", owner_of(new_key()) or ""
    audits.join(third, audits.get(owner, id_).code)
    records.delete_all(other)
    assert audits.get(owner, id_).raters == 2
    audits.join(fourth, audits.get(owner, id_).code)
    assert [audits.get(who, id_).number for who in (owner, third, fourth)] == [1, 3, 4]
    records.delete_all(owner)
    assert audits.of(third) == ()


def test_the_evaluators_word_is_remembered(sharing: Sharing, owner: str, other: str) -> None:
    assert not sharing.is_evaluator(owner)
    sharing.let_in(owner)
    assert sharing.is_evaluator(owner)
    assert not sharing.is_evaluator(other)


def test_an_audit_goes_when_it_is_older_than_its_maker_wants_it(
    engine: Engine, records: Records, audits: Audits, owner: str, other: str
) -> None:
    id_, _ = _audit(audits, owner)
    kept, _ = _audit(audits, other)
    old = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=40)
    with engine.begin() as connection:
        connection.execute(update(table).values(changed=old))
    records.set_keep_days(owner, 30)
    purged(engine)
    with pytest.raises(NotKeptError):
        audits.get(owner, id_)
    assert audits.get(other, kept).items == 2
