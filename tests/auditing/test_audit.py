"""The audit of one answer: findings with their reasons, recall and precision as ALCE has them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auditing.batch import Tally, Unreadable, audit_lines
from app.auditing.known import Known
from app.auditing.reading import statements_of
from app.auditing.stated import (
    StatedAnswer,
    StatedClaim,
    read_stated,
    read_stated_json,
)
from app.auditing.telling import audit_json, audit_text
from corpus.errors import AnswerFormatError
from prompts import load_prompt
from tests.auditing.conftest import Auditing, kinds
from tests.auditing.writing import write_stated


def test_a_good_answer_is_recalled_and_precise(need: StatedAnswer, auditing: Auditing) -> None:
    found = auditing(need)
    assert (found.citation_recall, found.citation_precision) == (1.0, 1.0)
    assert [c.statement.text for c in found.claims] == [c.text for c in need.claims]
    assert not found.all_findings
    assert found == auditing(need)


def test_nothing_to_measure_is_none(auditing: Auditing) -> None:
    said = load_prompt("not_covered").fill()
    silent = auditing(StatedAnswer(said, lead=said, abstained=True))
    assert silent.claims == ()
    assert (silent.citation_recall, silent.citation_precision) == (None, None)


def test_a_quotation_that_departs_says_where(need: StatedAnswer, auditing: Auditing) -> None:
    first = need.citations[0]
    quote = first.quote.replace("students", "pupils")
    found = auditing(replace(need, citations=(replace(first, quote=quote), *need.citations[1:])))
    [finding] = [f for f in found.claims[0].findings if f.kind == "quote"]
    assert "“pupils” where the text has “students”" in finding.reason
    assert finding.marker == 1
    assert not found.claims[0].recalled


def test_a_text_that_is_not_its_claims_is_noticed(need: StatedAnswer, auditing: Auditing) -> None:
    text = need.text.replace("keep learning consistent", "let learning grow wild", 1)
    found = auditing(replace(need, text=text))
    assert "text" in kinds(found.claims[0].findings)
    [besides] = [c for c in found.claims if not c.statement.is_claim]
    assert "grow wild" in besides.statement.text
    assert besides.statement.markers == (1,)


def test_markers_that_differ_where_it_is_read(need: StatedAnswer, auditing: Auditing) -> None:
    found = auditing(replace(need, text=need.text.replace("[1]", "[2]", 1)))
    [finding] = [f for f in found.claims[0].findings if f.kind == "marker"]
    assert "[2]" in finding.reason


def test_a_source_that_nothing_cites_is_noticed(need: StatedAnswer, auditing: Auditing) -> None:
    claims = (replace(need.claims[0], citations=(2,)), *need.claims[1:])
    found = auditing(replace(need, claims=claims, text=need.text.replace("[1]", "[2]", 1)))
    assert [f.marker for f in found.findings if f.kind == "marker"] == [1]


def test_a_passage_that_was_forged_is_noticed(need: StatedAnswer, auditing: Auditing) -> None:
    first = need.citations[0]
    forged = replace(first, passage_text=f"It failed. {first.passage_text}", quote="It failed.")
    found = auditing(replace(need, citations=(forged, *need.citations[1:])))
    assert "record" in kinds(found.claims[0].findings)


def test_a_citation_that_is_not_needed_is_not_precise(
    need: StatedAnswer, auditing: Auditing
) -> None:
    both = replace(need.claims[0], citations=(1, 5))
    text = need.text.replace("[1]", "[1][5]", 1)
    found = auditing(replace(need, claims=(both, *need.claims[1:]), text=text))
    assert found.claims[0].recalled
    assert found.claims[0].precise == (1,)
    assert found.citation_precision == pytest.approx(7 / 8)


def test_questions_headings_and_connecting_words_state_nothing() -> None:
    text = "# A\n\n**Bold**\n\nIs this so?\n\nOne thing happened [1]. Another did.\n\n- A point"
    found = statements_of(StatedAnswer(text))
    assert [(s.text, s.markers) for s in found] == [
        ("One thing happened.", (1,)), ("Another did.", ()), ("A point", ()),
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for statement in statements_of(StatedAnswer(text)):
        assert statement.text.strip()
        assert "\ue000" not in statement.text or "\ue000" in text


def test_an_answer_comes_back_from_json(need: StatedAnswer) -> None:
    assert read_stated_json(write_stated(need)) == need
    assert read_stated({"text": "x", "anything": "else"}) == StatedAnswer("x")


@pytest.mark.parametrize("line", ["", "[]", "{", '{"claims": []}', '{"text": 3}', "null"])
def test_what_is_no_answer_is_told(line: str) -> None:
    with pytest.raises(AnswerFormatError, match="not an answer that can be audited"):
        read_stated_json(line)


def test_lines_are_audited_one_by_one(need: StatedAnswer, known: Known) -> None:
    tally = Tally()
    seen = []

    def lines() -> object:
        for line in (write_stated(need), "", '{"id": "1", "error": "x"}', write_stated(need)):
            seen.append(line)
            yield line

    found = audit_lines(lines(), known)  # type: ignore[arg-type]
    tally.add(next(found))
    assert len(seen) == 1
    for one in found:
        tally.add(one)
    assert (tally.answers, tally.faulty, tally.unreadable) == (2, 0, 1)
    assert "citation recall 1.000" in tally.line()


def test_a_bad_line_is_named(known: Known) -> None:
    [one] = audit_lines(["{"], known)
    assert isinstance(one, Unreadable)
    assert one.error.startswith("Line 1: ")


def test_an_audit_is_told_in_json_and_in_words(need: StatedAnswer, auditing: Auditing) -> None:
    wrong = replace(need, claims=(replace(need.claims[0], citations=()), *need.claims[1:]))
    told = json.loads(json.dumps(audit_json(auditing(wrong))))
    assert told["citation_recall"] < 1
    assert told["claims"][0]["findings"][0]["kind"] == "uncited"
    assert told["claims"][1]["recalled"] is True
    assert "uncited: it cites nothing" in audit_text(auditing(wrong))


def test_an_answer_without_our_fields_is_audited_by_its_text(
    need: StatedAnswer, auditing: Auditing
) -> None:
    bare = StatedAnswer("Dallas did well.", claims=(StatedClaim("Dallas did well.", (1,)),),
                        citations=need.citations[:1], corpus_hash="of another time")  # fmt: skip
    found = auditing(bare)
    assert not [f for f in found.all_findings if f.kind in {"record", "conflict"}]
