"""Decisions, systems and examples to look around in."""

import json
from pathlib import Path

import pytest

from app.answering.quoting import QuotingAnswerer
from app.evidence.passages import PassageIndex
from app.exploring.cases import SIZES, CaseFilter, find_cases, read_filter, size_of
from app.exploring.decision import survey_shares, view_decision
from app.exploring.situations import SituationReader
from app.exploring.system import view_system
from app.exports.pictures import survey_words

# Situations by a writer who saw the report and not this program, with the examples that fit them.
SITUATIONS = Path(__file__).parent / "data" / "situations.jsonl"
DECISIONS = [f"Q{n}" for n in range(1, 8)]


@pytest.fixture(scope="module")
def book(quoting: QuotingAnswerer) -> PassageIndex:
    return quoting.book


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_shown_whole_and_every_line_is_cited(
    book: PassageIndex, decision: str
) -> None:
    view = view_decision(book, decision)
    assert {c.id for c in view.cases} == {c.id for c in book.corpus.cases_of(decision)}
    assert len(view.cited.parts["examples"]) == len(view.cases)
    framework = book.corpus.framework
    lessons = [claim for s in view.cited.parts["lessons"] for claim in s.claims]
    assert len(lessons) == sum(x.decision == decision for x in framework.lessons)
    claims = [c for part in view.cited.parts.values() for s in part for c in s.claims]
    assert all(claim.citations for claim in claims)
    assert [c.marker for c in view.cited.citations] == list(range(1, len(view.cited.citations) + 1))
    used = {marker for claim in claims for marker in claim.citations}
    assert used == {c.marker for c in view.cited.citations}
    for c in view.cited.citations:
        document = book.corpus.document(c.source.id)
        assert document.text[c.start : c.end] == c.quote
        assert c.verified


def test_the_survey_s_figures_are_the_report_s(book: PassageIndex) -> None:
    third = survey_shares(book, "Q3")
    assert (third.median, third.mean, third.between) == (4, 3.3, 20)
    assert (third.left, third.right, third.priority) == (26, 54, 52)
    seventh = survey_shares(book, "Q7")
    assert (seventh.left, seventh.between) == (None, None)
    fourth = survey_shares(book, "Q4")
    assert fourth.doubtful
    assert "two ways" in survey_words(book.corpus.decision("Q4"), fourth)


def test_a_system_s_page_goes_across_its_decisions(book: PassageIndex) -> None:
    henry = view_system(book, "henry-county")
    assert len(henry.decisions) >= 5
    assert {p.name for p in henry.people} >= {"Karen Perry"}
    for case, section in zip(henry.cases, henry.cited.parts["examples"], strict=True):
        assert "henry-county" in case.all_systems
        assert section.claims
    with pytest.raises(KeyError):
        view_system(book, "nowhere")


def test_every_size_is_the_text_s(book: PassageIndex) -> None:
    told = [s for s in book.corpus.names.systems if s.size]
    assert len(told) >= 11
    for system in told:
        assert system.size is not None
        assert system.size.quote in book.corpus.document(system.source).text
        shown = view_system(book, system.id).cited.parts["size"]
        assert str(system.size.schools or f"{system.size.students:,}") in shown[0].claims[0].text


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CaseFilter(system="yuma"), {"web-yuma"}),
        (CaseFilter(decision="Q7", pole="combine"), {"q7-feedback-loops"}),
        (CaseFilter(person="john-rice"), {"q7-model-classrooms"}),
        (CaseFilter(text="qwertyuiop"), set()),
        (CaseFilter(decision="Q8"), set()),
    ],
)
def test_filters_find_what_they_say(
    book: PassageIndex, situations: SituationReader, wanted: CaseFilter, expected: set[str]
) -> None:
    found = {c.id for c in find_cases(book, wanted, situations.read)}
    if wanted.system == "yuma":
        assert found
        assert all("yuma" in book.corpus.case(id_).all_systems for id_ in found)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("situation", "case"),
    [
        ("feeder patterns Dallas principals", "q3-feeder-patterns"),
        ("everybody in central office had to apply again for their job", "q2-reorganization"),
        ("charter school, bad first year", "q5-experience-guides"),
    ],
)
def test_examples_are_found_by_situation(
    book: PassageIndex, situations: SituationReader, situation: str, case: str
) -> None:
    found = find_cases(book, CaseFilter(text=situation), situations.read)
    assert case in {c.id for c in found[:3]}


def test_situations_that_others_wrote_find_their_examples(
    book: PassageIndex, situations: SituationReader
) -> None:
    rows = [json.loads(line) for line in SITUATIONS.read_text().splitlines()]
    assert len(rows) == 30
    hits = 0
    for row in rows:
        found = find_cases(book, CaseFilter(text=row["text"]), situations.read)[:3]
        hits += bool({c.id for c in found} & {*row["cases"]})
    assert hits >= 27


def test_states_and_sizes_filter_by_any_system_of_an_example(
    book: PassageIndex, situations: SituationReader
) -> None:
    for case in find_cases(book, CaseFilter(state="GA", size="large"), situations.read):
        systems = [book.corpus.system(s) for s in case.all_systems]
        assert any(s.state == "GA" and size_of(s) == "large" for s in systems)
    assert find_cases(book, CaseFilter(), situations.read) == book.corpus.cases
    assert set(SIZES) == {"one", "small", "middle", "large", "untold"}


def test_an_address_can_hold_anything() -> None:
    wanted = read_filter({"text": "x" * 5000, "nonsense": "1", "pole": "<script>"})
    assert len(wanted.text) == 200
    assert wanted.pole == "<script>"
