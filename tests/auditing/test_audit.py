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
    write_stated,
)
from app.auditing.telling import audit_json, audit_text
from corpus.errors import AnswerFormatError
from prompts import load_prompt
from tests.auditing.conftest import Auditing


def _kinds(found: object) -> set[str]:
    return {finding.kind for finding in found}  # type: ignore[attr-defined]


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
    text = need.text.replace("stays consistent", "grows wild", 1)
    found = auditing(replace(need, text=text))
    assert "text" in _kinds(found.claims[0].findings)
    [besides] = [c for c in found.claims if not c.statement.is_claim]
    assert "grows wild" in besides.statement.text
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
    assert "record" in _kinds(found.claims[0].findings)


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


_ODD: list[tuple[str, object]] = [
    ("source_id", "made-up"), ("source_id", ""), ("systems", ("denver",)),
    ("people", ("john-smith",)), ("decision", "Q9"), ("heading_path", ()), ("quote", ""),
    ("passage_text", ""), ("pages", "1–999"), ("url", "https://evil.example"), ("start", -5),
    ("kind", "poem"), ("licence", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), _ODD)
@pytest.mark.parametrize("is_current", [True, False])
def test_what_the_texts_don_t_know_is_a_finding_and_no_crash(
    need: StatedAnswer, auditing: Auditing, field: str, value: object, is_current: bool
) -> None:
    odd = replace(need.citations[3], **{field: value})  # type: ignore[arg-type]
    cited = (*need.citations[:3], odd, *need.citations[4:])
    answer = replace(need, citations=cited)
    found = auditing(answer if is_current else replace(answer, corpus_hash="0" * 64))
    if is_current:
        assert [f for f in found.all_findings if f.marker == 4 and f.level == "fault"]


def test_a_claim_belongs_to_the_section_that_lists_it(
    need: StatedAnswer, auditing: Auditing
) -> None:
    assert not auditing(replace(need, claims=tuple(reversed(need.claims)))).has_faults
    moved = need.sections[0].claims[0]
    left = replace(need.sections[0], claims=need.sections[0].claims[1:])
    right = replace(need.sections[1], claims=(*need.sections[1].claims, moved))
    found = auditing(replace(need, sections=(left, right, *need.sections[2:])))
    assert [c.statement.text for c in found.claims if c.faults] == [moved]


def test_sections_that_list_something_else_are_noticed(
    need: StatedAnswer, auditing: Auditing
) -> None:
    first = need.sections[0]
    wrong = replace(first, claims=(*first.claims[:-1], "Something else."))
    found = auditing(replace(need, sections=(wrong, *need.sections[1:])))
    assert [f.kind for f in found.findings] == ["text", "text"]
    renamed = need.text.replace(first.heading, "Another heading")
    assert "text" in _kinds(auditing(replace(need, text=renamed)).findings)


@pytest.mark.parametrize(
    "added",
    [
        "### Starting with need pays off",
        "**Need pays off.**",
        "Did you know that starting with need raises scores?",
        "- **Dallas ISD, TX:** Closed a school.",
        "Need pays off in most districts.",
    ],
)
def test_whatever_is_added_to_the_text_is_noticed(
    need: StatedAnswer, auditing: Auditing, added: str
) -> None:
    for text in (f"{added}\n\n{need.text}", f"{need.text}\n\n{added}"):
        found = auditing(replace(need, text=text))
        assert [c for c in found.claims if "uncited" in _kinds(c.findings)]


def test_a_lead_or_a_question_of_its_own_is_noticed(need: StatedAnswer, auditing: Auditing) -> None:
    lead = "Denver doubled its rate to 90%"
    found = auditing(replace(need, lead=lead, text=need.text.replace(need.lead, lead)))
    assert "uncited" in _kinds(found.findings)
    assert need.reflection is not None
    asked = replace(need.reflection, question="Why does readiness always win?")
    text = need.text.replace(need.reflection.question, asked.question)
    assert "quote" in _kinds(auditing(replace(need, reflection=asked, text=text)).findings)


def test_harmless_shapes_raise_no_alarm(need: StatedAnswer, auditing: Auditing) -> None:
    shapes = {"“": '"', "”": '"', "’": "'", " ": "\u00a0", "–": "-"}
    for old, new in shapes.items():
        assert not auditing(replace(need, text=need.text.replace(old, new))).has_faults
    wrapped = need.text.replace(" and ", "\nand ").replace("so that", "so\nthat")
    assert not auditing(replace(need, text=wrapped)).has_faults


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Fulton County’s schools took two months of tests.", None),
        ("In Chicago, three leads serve every 15 percent of schools.", None),
        ("In Chicago, three instructional leads serve every sixteen schools.", "figure"),
        ("In Chicago, three instructional leads serve every fifteen schools.", None),
    ],
)
def test_figures_in_words_count(
    need: StatedAnswer, auditing: Auditing, said: str, kind: str | None
) -> None:
    claim = StatedClaim(said, (2,))
    found = auditing(
        StatedAnswer(f"{said} [2]", claims=(claim,), citations=need.citations,
                     corpus_hash=need.corpus_hash)
    )  # fmt: skip
    assert ("figure" in _kinds(found.claims[0].findings)) is (kind == "figure")
