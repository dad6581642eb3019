"""What verdicts come to: agreement by hand-worked examples, figures, the worst first, files."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO

import docx
import pytest

from app.auditing.agreement import agreement, alpha, kappa
from app.auditing.audit import audit
from app.auditing.figures import RatedAnswer, slice_of
from app.auditing.intervals import mean, ratio, resampled
from app.auditing.known import Known
from app.auditing.report import report_of
from app.auditing.stated import StatedAnswer
from app.auditing.verdicts import AuditItem, Origin, Support, Verdict
from app.evaluation.from_audit import gold_line
from app.evaluation.gold import GoldQuestion
from app.exports.audit_papers import making_of, report_paper
from app.exports.audit_rows import verdicts_csv, verdicts_jsonl
from app.exports.document import Picture, Table
from app.exports.markdown import as_markdown
from app.exports.word import as_word
from corpus.errors import FormError
from corpus.library import Corpus
from prompts import load_prompt


def test_kappa_of_a_hand_worked_example() -> None:
    """Fifty grant applications, 20 twice yes, 15 twice no, 5 and 10 apart.

    They agree on 35 of 50 (0.7); by chance on 0.5 x 0.6 + 0.5 x 0.4 = 0.5; so that kappa is
    (0.7 - 0.5) / (1 - 0.5) = 0.4.
    """
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(one, other) == pytest.approx(0.4)
    assert kappa(["yes"] * 3, ["yes"] * 3) is None
    assert kappa(["yes"] * 3, ["yes", "no", "no"]) is None


def test_alpha_of_a_hand_worked_example() -> None:
    """Four claims: full/full, none/none, full/partial, partial/partial, as 1, 1/2 and 0.

    Observed: one pair of four differs by 1/2, so that the mean squared distance is 1/16.
    Expected: 8 values with 3 times 1, 3 times 1/2, twice 0; over the 28 pairs the squared
    distances are 3*3*1/4 + 3*2*1 + 3*2*1/4 = 9.75, which is 0.3482 on average.
    Alpha is 1 - 0.0625 / 0.3482 = 0.8205.
    """
    votes: list[dict[int, Support]] = [
        {1: "full", 2: "full"}, {1: "none", 2: "none"},
        {1: "full", 2: "partial"}, {1: "partial", 2: "partial"},
    ]  # fmt: skip
    assert alpha(votes) == pytest.approx(1 - 0.0625 / (9.75 / 28), abs=1e-6)
    assert alpha([{1: "full"}]) is None


def test_agreement_takes_the_two_who_rated_most_together() -> None:
    votes: list[list[dict[int, Support]]] = [
        [{1: "full", 3: "full"}, {1: "none", 3: "none"}], [{1: "full", 2: "none", 3: "full"}],
    ]  # fmt: skip
    found = agreement(votes)
    assert found.raters == (1, 3)
    assert found.claims == 3
    assert found.same is not None
    assert found.same.value == 1.0
    assert agreement([[{1: "full"}]]).kappa is None


def test_intervals_hold_their_value_and_are_the_same_every_time() -> None:
    found = ratio([3, 1, 0, 4] * 3, [4, 2, 3, 4] * 3)
    assert found is not None
    assert found.value == pytest.approx(8 / 13)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found == ratio([3, 1, 0, 4] * 3, [4, 2, 3, 4] * 3)
    few = ratio([3, 1, 0, 4], [4, 2, 3, 4])
    assert few is not None
    assert few.text() == "0.62"
    assert " to " in found.text()
    assert mean([]) is None
    assert ratio([0.0], [0.0]) is None
    single = mean([1.0])
    assert single is not None
    assert (single.low, single.text()) == (None, "1.00")
    assert resampled(1, lambda places: 1.0, 10) == (None, None)
    assert resampled(5, lambda places: None, 10) == (None, None)


def _rated(
    known: Known, answer: StatedAnswer, number: int, verdicts: dict[int, dict[int, Verdict]]
) -> RatedAnswer:
    origin = Origin("run", "a run", {"model": "none"})
    return RatedAnswer(
        f"item{number}", number, AuditItem(answer, origin, "direct"), audit(answer, known), verdicts
    )


@pytest.fixture(scope="module")
def answers(need: StatedAnswer, known: Known) -> tuple[RatedAnswer, ...]:
    """Seven claims rated by two, then a silence that both hold to be right."""
    full, none = Verdict("full"), Verdict("none", "beyond", "=1+1 It says too much.")
    given = {n: {1: full, 2: full} for n in range(1, 8)}
    given[2] = {1: none, 2: Verdict("partial", "figure")}
    given[3] = {1: full, 2: none}
    said = load_prompt("not_covered").fill()
    silent = StatedAnswer(
        said, lead=said, question="Cost?", abstained=True, corpus_hash=need.corpus_hash,
        answerer="quoting",
    )  # fmt: skip
    return (
        _rated(known, need, 1, given),
        _rated(known, silent, 2, {0: {1: full, 2: full}}),
    )


def test_figures_are_counted_by_hand(answers: Sequence[RatedAnswer]) -> None:
    whole = slice_of("all", answers)
    assert whole.recall is not None
    assert whole.recall.value == pytest.approx(11 / 14)
    assert whole.precision == whole.recall
    assert [round(s.value * 14) for s in whole.shares.values() if s] == [11, 1, 2]
    assert whole.abstained is not None
    assert whole.abstained.value == 0.5
    assert whole.silence_right is not None
    assert whole.silence_right.value == 1.0
    assert (whole.answers, whole.claims, whole.rated) == (2, 7, 8)


def test_a_needless_citation_costs_precision(answers: Sequence[RatedAnswer]) -> None:
    first = answers[0]
    needless = replace(first, verdicts={1: {1: Verdict("full", needless=(1,))}})
    found = slice_of("one", [needless])
    assert found.recall is not None
    assert found.precision is not None
    assert (found.recall.value, found.precision.value) == (1.0, 0.0)


def test_the_report_agrees_with_the_verdicts(
    answers: Sequence[RatedAnswer], corpus: Corpus
) -> None:
    report = report_of(answers, corpus, (1, 2))
    assert [(w.number, w.score) for w in report.worst] == [(2, 0.25), (3, 0.5)]
    assert report.agreement.raters == (1, 2)
    assert report.all_support is not None
    assert report.all_support.value == pytest.approx(5 / 7)
    assert [round(f.value, 3) for f in report.by_rater.values() if f] == [0.857, 0.714]
    assert report.agreement.same is not None
    assert report.agreement.same.value == pytest.approx(5 / 7)
    assert report.against.table == {
        (True, True): 11, (True, False): 3, (False, True): 0, (False, False): 0,
    }  # fmt: skip
    assert [s.name for s in report.groups["decision"]] == ["Where to pilot", "none of the seven"]
    assert [s.name for s in report.groups["answerer"]] == ["quoting"]


def test_the_report_is_a_document_with_words_for_every_picture(
    answers: Sequence[RatedAnswer], corpus: Corpus
) -> None:
    report = report_of(answers, corpus, (1, 2))
    paper = report_paper(corpus, "Audit report: Spring", report, making_of(answers), "Both done.")
    pictures = [part for part in paper.parts if isinstance(part, Picture)]
    assert len(pictures) == 2
    assert "Where to pilot: full support 79%, partial support 7%, no support 14%" in pictures[0].alt
    assert "recall 0.79" in pictures[1].alt
    tables = {part.caption: part for part in paper.parts if isinstance(part, Table)}
    assert ("Citation recall", "0.79") in tables["All answers"].rows
    assert "11" in tables["Verdicts on claims beside the automatic word check"].rows[0]
    word = docx.Document(BytesIO(as_word(paper)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "0.79" in cells
    assert corpus.hash[:12] in cells
    assert "Both done." in as_markdown(paper)


def test_rows_are_safe_in_a_spreadsheet(answers: Sequence[RatedAnswer]) -> None:
    rows = list(csv.DictReader(StringIO(verdicts_csv(answers))))
    assert len(rows) == 7 * 2 + 2
    said = next(r for r in rows if r["claim"] == "2" and r["evaluator"] == "1")
    assert said["note"] == "'=1+1 It says too much."
    assert (said["support"], said["reason"], said["passes_word_check"]) == ("none", "beyond", "1")
    assert json.loads(said["settings"]) == {"model": "none"}
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for r in rows for cell in r.values())


def test_lines_hold_everything(answers: Sequence[RatedAnswer]) -> None:
    first, second = map(json.loads, verdicts_jsonl(answers).splitlines())
    assert first["claims"][1]["verdicts"]["2"] == {
        "support": "partial", "reason": "figure", "note": "", "needless": [],
    }  # fmt: skip
    assert first["run"] == "a run"
    assert second["abstained"] is True
    assert second["claims"][0]["number"] == 0


def test_an_answer_becomes_a_gold_question(
    answers: Sequence[RatedAnswer], need: StatedAnswer
) -> None:
    gold = GoldQuestion(**json.loads(gold_line(answers[0])))
    assert gold.question == need.question
    assert tuple(gold.decisions) == ("Q3",)
    quotes = [c.quote for c in need.citations]
    assert list(gold.evidence) == [quotes[0], *quotes[3:]]
    assert gold.abstain is False
    silent = GoldQuestion(**json.loads(gold_line(answers[1])))
    assert (silent.abstain, tuple(silent.evidence)) == (True, ())


def test_a_gold_question_needs_evidence_or_a_silence(answers: Sequence[RatedAnswer]) -> None:
    with pytest.raises(FormError, match="No claim of this answer has full support"):
        gold_line(replace(answers[0], verdicts={}))
    due = replace(answers[0], verdicts={1: {1: Verdict("none", "silence")}})
    assert json.loads(gold_line(due))["abstain"] is True
