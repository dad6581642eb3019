"""What the data files hold, against the acceptance list for the corpus."""

import json
from collections import Counter
from pathlib import Path

import pytest

from app.training.examples import FILES
from corpus.asked import read_rows
from corpus.framework import PoleName
from corpus.library import Corpus
from corpus.statements import load_statements
from indexing.passages import Passage

REPORT = "look-both-ways"


def test_seven_decisions_with_two_poles(corpus: Corpus) -> None:
    assert [d.id for d in corpus.framework.decisions] == [f"Q{n}" for n in range(1, 8)]
    left = [d.left.label for d in corpus.framework.decisions]
    assert left == [
        "Centralized", "Fast and Furious", "Need", "Buy", "Fixed", "Prix Fixe", "Best Practices",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "left", "right", "combine"),
    [("Q1", 4, 2, 1), ("Q2", 2, 2, 2), ("Q3", 3, 2, 2), ("Q4", 2, 2, 1), ("Q5", 3, 1, 1),
     ("Q6", 2, 2, 1), ("Q7", 2, 1, 1)],
)  # fmt: skip
def test_examples_per_pole(
    corpus: Corpus, decision: str, left: int, right: int, combine: int
) -> None:
    poles: Counter[PoleName | None] = Counter(c.pole for c in corpus.cases_of(decision))
    assert (poles["left"], poles["right"], poles["combine"]) == (left, right, combine)


def test_39_examples_each_with_its_pull_quote(corpus: Corpus) -> None:
    cases = [c for c in corpus.cases if c.decision]
    assert len(cases) == 39
    assert all(c.pull_quote for c in cases)


def test_web_cases(corpus: Corpus) -> None:
    assert [c.id for c in corpus.cases if not c.decision] == [
        "web-team-layers", "web-yuma", "web-staffing-conditions", "web-conditions-for-scale",
    ]  # fmt: skip


def test_counts_of_lessons_questions_and_guides(corpus: Corpus) -> None:
    framework = corpus.framework
    assert len(framework.lessons) == 18
    top = [q for q in framework.reflections if q.parent is None]
    assert (len(top), len(framework.reflections) - len(top)) == (21, 3)
    assert sum(q.instruction for q in framework.reflections) == 1
    assert [[len(g.prompts) for g in guide.groups] for guide in framework.guides] == [
        [4, 4, 2], [3, 2, 3],
    ]  # fmt: skip
    assert [d.name for d in framework.guides[1].dimensions][0::6] == [
        "Locus of Control", "Sharing Learning",
    ]  # fmt: skip


def test_15_sample_systems_and_18_leaders(corpus: Corpus) -> None:
    assert sum(s.sample for s in corpus.names.systems) == 15
    leaders = [p for p in corpus.names.people if p.sample]
    assert len(leaders) == 18
    assert len({p.system for p in leaders}) == 15


def test_survey_medians_and_means(corpus: Corpus) -> None:
    def figures(measure: str) -> list[float | None]:
        return [f.value for f in corpus.framework.survey if f.measure == measure]

    assert figures("median") == [3, 4, 4, 4, 4, 4, 2]
    assert figures("mean") == [2.8, 3.6, 3.3, 3.3, 3.7, 3.2, 2.4]
    assert figures("top_priority") == [58, 45, 52, 45, 22, 38, 28]
    assert sum(v for v in figures("top_priority") if v) == 288


def test_every_verbatim_string_stands_in_the_report(corpus: Corpus) -> None:
    text = corpus.document(REPORT).text
    framework = corpus.framework
    strings = [t for d in framework.decisions for t in (d.title, *d.variants)]
    strings += [v for d in framework.decisions for p in (d.left, d.right) for v in p.variants]
    strings += [item.text for item in (*framework.lessons, *framework.reflections)]
    strings += [
        part.text for q in framework.reflections for part in q.parts if part.origin == "source"
    ]
    for b in framework.benefits:
        strings += [b.meaning, b.key_benefits, *b.teacher, *b.school_leader, *b.district]
    strings += [f.quote for f in framework.survey]
    for guide in framework.guides:
        strings += [guide.title, guide.instruction, *(p for g in guide.groups for p in g.prompts)]
        strings += [g.lead for g in guide.groups if g.lead]
        strings += [x for d in guide.dimensions for x in (d.name, d.left, d.right)]
    strings += [remark.text for remark in corpus.remarks]
    strings += [c.title for c in corpus.cases if c.source == REPORT]
    groups = (corpus.names.systems, corpus.names.organizations, corpus.names.people)
    for item in (i for group in groups for i in group):
        if item.source == REPORT:
            strings += [*getattr(item, "names", ()), *getattr(item, "roles", ())]
    assert len(strings) > 500
    assert [s for s in strings if s not in text] == []


def test_every_quote_of_a_case_stands_in_one_of_its_passages(
    corpus: Corpus, passages: tuple[Passage, ...]
) -> None:
    missing = []
    for case in corpus.cases:
        own = [p.text for p in passages if p.case == case.id]
        quotes = [s.quote for s in case.statements] + [q.text for q in case.quotes]
        missing += [(case.id, q) for q in quotes if not any(q in text for text in own)]
    assert missing == []


def test_every_verbatim_string_stands_in_its_own_decision(
    corpus: Corpus, passages: tuple[Passage, ...]
) -> None:
    def held(decision: str | None, text: str) -> bool:
        return any(text in p.text for p in passages if p.decision == decision)

    framework = corpus.framework
    pairs = [(f.decision, f.quote) for f in framework.survey]
    pairs += [(i.decision, i.text) for i in (*framework.lessons, *framework.reflections)]
    for b in framework.benefits:
        pairs += [(b.decision, t) for t in (b.meaning, *b.teacher, *b.school_leader, *b.district)]
    assert [pair for pair in pairs if not held(*pair)] == []


def test_every_discrepancy_is_quoted_from_its_source(corpus: Corpus) -> None:
    items = corpus.framework.discrepancies
    assert len(items) >= 30
    wrong = [(d.id, q) for d in items for q in d.quotes if q not in corpus.document(d.source).text]
    assert wrong == []


def test_every_speaker_stands_beside_the_pull_quote(corpus: Corpus) -> None:
    text = corpus.document(REPORT).text
    wrong = []
    for case in corpus.cases:
        if quote := case.pull_quote:
            speaker = corpus.person(quote.speaker)
            if f"> “{quote.text}” — {speaker.name}" not in text:
                wrong.append(case.id)
    assert wrong == []


def test_references_between_data_files_resolve(corpus: Corpus) -> None:
    for case in corpus.cases:
        for system in (*case.systems, *(s for st in case.statements for s in st.systems)):
            assert corpus.system(system)
        for person in (*case.people, *(q.speaker for q in case.quotes)):
            assert corpus.person(person)
        assert all(corpus.organization(o) for o in case.organizations)
    assert all(p.system is None or corpus.system(p.system) for p in corpus.names.people)


def test_every_case_has_a_lead_line_and_a_short_summary(corpus: Corpus) -> None:
    for case in corpus.cases:
        leads = [s for s in case.statements if s.lead]
        assert leads, case.id
        assert all(len(s.text.split()) <= 28 for s in case.statements), case.id
        covered = {s for st in leads for s in case.systems_of(st)}
        assert set(case.systems) == covered, case.id


def test_situations_cover_every_decision_and_kind(corpus: Corpus) -> None:
    situations = corpus.framework.situations
    topics = Counter(s.topic for s in situations if s.want in (None, "examples"))
    poles = {f"Q{n}/{pole}" for n in range(1, 8) for pole in ("left", "right", "combine")}
    everywhere = {f"Q{n}/any" for n in range(1, 8)}
    assert set(topics) - {None} == poles | everywhere | {"lookup", "outside", "courtesy"}
    assert min(topics[label] for label in poles) >= 80
    wants = Counter(s.want for s in situations if s.want)
    assert set(wants) == {"examples", "lessons", "reflection", "survey", "benefits", "rationale"}
    assert min(wants.values()) >= 100


def test_no_situation_is_said_twice(corpus: Corpus) -> None:
    texts = [s.text.lower().strip() for s in corpus.framework.situations]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_the_notes_name_rights_and_are_our_own_words(corpus: Corpus) -> None:
    for document in corpus.documents[1:]:
        assert document.source.kind == "notes"
        assert "notes in our own words" in document.source.licence
        assert "notes in our own words" in document.text
    assert corpus.document(REPORT).source.licence == "CC BY 4.0"


def test_every_statement_stands_for_words_of_its_passage(passages: tuple[Passage, ...]) -> None:
    texts = {passage.id: passage.text for passage in passages}
    lost = [key for key in load_statements() if key[1] not in texts.get(key[0], "")]
    assert lost == []


def test_no_training_question_is_a_gold_question() -> None:
    gold = {
        " ".join(json.loads(line)["question"].casefold().split())
        for file in (Path(__file__).parent / "gold").glob("*/*.jsonl")
        if file.parent.name != "topics"
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    trained = [
        " ".join((row.get("text") or row["question"]).casefold().split())
        for name in FILES
        for row in read_rows(name)
    ]
    assert [text for text in trained if text in gold and len(text.split()) > 5] == []
