"""What an attacker tried on the audit: unknown ids, moved lists, words added anywhere."""

from dataclasses import replace

import pytest

from app.auditing.stated import StatedAnswer, StatedClaim
from tests.auditing.conftest import Auditing, kinds

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
    assert "text" in kinds(auditing(replace(need, text=renamed)).findings)


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
        assert [c for c in found.claims if "uncited" in kinds(c.findings)]


def test_a_lead_or_a_question_of_its_own_is_noticed(need: StatedAnswer, auditing: Auditing) -> None:
    lead = "Denver doubled its rate to 90%"
    found = auditing(replace(need, lead=lead, text=need.text.replace(need.lead, lead)))
    assert "uncited" in kinds(found.findings)
    assert need.reflection is not None
    asked = replace(need.reflection, question="Why does readiness always win?")
    text = need.text.replace(need.reflection.question, asked.question)
    assert "quote" in kinds(auditing(replace(need, reflection=asked, text=text)).findings)


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
    assert ("figure" in kinds(found.claims[0].findings)) is (kind == "figure")
