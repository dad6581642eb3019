"""Answers from elsewhere: their quotations are looked for in the texts."""

import pytest

from app.auditing.known import Known
from app.auditing.pasted import MAX_CHARS, read_pasted
from app.auditing.stated import StatedAnswer
from corpus.errors import AnswerFormatError, FormError
from tests.auditing.conftest import Auditing
from tests.auditing.writing import write_stated

ELSEWHERE = """## Need or readiness

Dallas scaled “their implementation through school feeder patterns” [1].

As Lisa Williams says, "If you start at the classroom level, the system can't see itself."

As Ken Eastwood says, "If you start at the classroom level, the system can't see itself."

> We can support everyone that’s interested at once

One leader said “the moon is made of green cheese and pays for laptops”. Scores doubled.

In Chicago the team grows with the schools [2].

Sources:
[1] https://example.org/page
[2] Look Both Ways: “The size of the schools team responds to the number of schools”
"""


def test_quotations_are_found_and_the_others_told(known: Known, auditing: Auditing) -> None:
    answer = read_pasted(ELSEWHERE, "need or readiness?", known)
    assert answer.question == "need or readiness?"
    found = auditing(answer)
    claims = {c.statement.text[:12]: c for c in found.claims}
    assert claims["Dallas scale"].recalled
    assert not claims["As Lisa Will"].findings
    assert [f.kind for f in claims["As Ken Eastw"].faults][:1] == ["speaker"]
    assert "“can” where the text has “can't”" in claims["“We can supp"].faults[0].reason
    assert {f.kind for f in claims["One leader s"].faults} == {"quote", "uncited"}
    assert {f.kind for f in claims["Scores doubl"].faults} == {"uncited"}
    assert claims["In Chicago t"].cited[0].decision == "Q3"
    assert claims["In Chicago t"].recalled


def test_the_list_of_sources_is_no_statement(known: Known) -> None:
    answer = read_pasted(ELSEWHERE, "", known)
    assert not [c for c in answer.claims if "example.org" in c.text or "Sources" in c.text]


@pytest.mark.parametrize(
    "listed",
    [
        "## Sources\n\n1. Look Both Ways, Training Leaders First, pp. 20–24\n2. Another page, p. 3",
        "**References**\n\n- Look Both Ways, pp. 20–24\n- Another page",
        "Sources:\nLook Both Ways, The Learning Accelerator, pp. 20–24.",
    ],
)
def test_what_stands_below_sources_is_their_list(known: Known, listed: str) -> None:
    answer = read_pasted(f"Dallas scaled slowly.\n\n{listed}", "", known)
    assert [claim.text for claim in answer.claims] == ["Dallas scaled slowly."]


def test_a_number_of_such_a_list_leads_to_its_words(known: Known, auditing: Auditing) -> None:
    text = (
        "The team grows with the schools [1].\n\nSources\n\n"
        "1. “The size of the schools team responds to the number of schools”"
    )
    [claim] = auditing(read_pasted(text, "", known)).claims
    assert claim.recalled


def test_true_words_beside_an_altered_quotation_are_told_to_be_such(known: Known) -> None:
    said = "She adds: “If principals have the right attitude it helps ensure a real shift”."
    [citation] = read_pasted(said, "", known).citations
    assert citation.corrected
    assert "mindset" in citation.quote
    [exact] = read_pasted("“If principals have the right mindset”", "", known).citations
    assert not exact.corrected


def test_words_of_the_list_that_depart_are_told(known: Known, auditing: Auditing) -> None:
    text = (
        "The team grows. [1]\n\n[1] “The size of the schools team responds to the number of pupils”"
    )
    [claim] = auditing(read_pasted(text, "", known)).claims
    assert "quote" in {f.kind for f in claim.faults}


def test_an_answer_of_ours_is_taken_as_it_is(need: StatedAnswer, known: Known) -> None:
    assert read_pasted(write_stated(need), "", known) == need


def test_what_can_t_be_audited_is_told(known: Known) -> None:
    with pytest.raises(FormError, match="no answer in the box"):
        read_pasted("  \n", "", known)
    with pytest.raises(FormError, match="too long"):
        read_pasted("x" * (MAX_CHARS + 1), "", known)
    with pytest.raises(AnswerFormatError):
        read_pasted("{not json", "", known)
