"""Runs of gold questions: kept whole, found again, compared claim by claim."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.answering.answer import Answer
from app.auditing.known import Known
from app.cli import cli
from app.evaluation.against import compare, comparison_json, comparison_text
from app.evaluation.command import Wish, measure, run_evaluation
from app.evaluation.gold import GoldQuestion
from app.evaluation.runs import Run, find_run, list_runs, read_run, save_run
from app.services import Services
from corpus.errors import SettingsError

QUESTIONS = (
    GoldQuestion("1", "how did others handle need vs. readiness?", "direct", decisions=("Q3",)),
    GoldQuestion("2", "What did Dallas do?", "lookup", systems=("dallas-isd",)),
    GoldQuestion("3", "who won the world cup?", "silent", abstain=True),
)
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        {"id": g.id, "question": g.question, "kind": g.kind, "decisions": list(g.decisions),
         "abstain": g.abstain}
        for g in QUESTIONS
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("gold") / "three.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(services: Services, file: Path) -> Run:
    return measure(services, file, QUESTIONS)[0]


@pytest.fixture(scope="module")
def known(services: Services) -> Known:
    return services.library.known


def _later(run: Run, change: Callable[[Run], Iterable[object]] | None = None) -> Run:
    head = replace(run.head, id="later", made=datetime(2031, 1, 1))
    lines = tuple(change(run)) if change else run.lines
    return Run(head, lines)  # type: ignore[arg-type]


def test_a_run_is_kept_and_read_again(run: Run, tmp_path: Path) -> None:
    save_run(tmp_path / "runs", run)
    later = _later(run)
    save_run(tmp_path / "runs", later)
    assert read_run(find_run(tmp_path / "runs", run.head.id)) == run
    assert [head.id for head in list_runs(tmp_path / "runs")] == ["later", run.head.id]
    assert run.lines[0].scores["alce_recall"] == 1.0
    assert run.lines[2].scores["alce_recall"] is None
    assert run.head.settings["embedding_model"]
    assert not [name for name in run.head.settings if "key" in name]


def test_runs_are_found_by_name_by_file_or_as_the_last(run: Run, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="none is kept yet"):
        find_run(tmp_path, "last")
    save_run(tmp_path, run)
    path = tmp_path / f"{run.head.id}.jsonl"
    assert find_run(tmp_path, "last") == path
    assert find_run(tmp_path / "elsewhere", str(path)) == path
    (tmp_path / "broken.jsonl").write_text("{}\n", encoding="utf-8")
    assert [head.id for head in list_runs(tmp_path)] == [run.head.id]
    with pytest.raises(SettingsError, match="is not a run"):
        read_run(tmp_path / "broken.jsonl")


def test_the_same_run_differs_in_nothing(run: Run, known: Known) -> None:
    found = compare(run, _later(run), known)
    assert found.changes == ()
    assert {d.verdict for d in found.differences} == {"within noise"}
    assert found.got_worse == ()


def _with_faults(run: Run) -> Iterable[object]:
    """Put another figure into a quotation of the first answer, and drop its last claim."""
    first = run.lines[0]
    answer = first.answer
    wrong = replace(answer.citations[0], quote="linking 12 schools to nothing at all")
    sections = tuple(
        replace(s, claims=s.claims[:-1]) if n == len(answer.sections) - 1 else s
        for n, s in enumerate(answer.sections)
    )
    last = answer.claims[-1].text
    kept = "\n".join(line for line in answer.text.splitlines() if last not in line)
    changed = replace(
        answer, citations=(wrong, *answer.citations[1:]), claims=answer.claims[:-1],
        sections=sections, text=kept,
    )  # fmt: skip
    yield replace(first, answer=changed)
    yield from run.lines[1:]


def test_claims_that_got_worse_or_lost_are_named(run: Run, known: Known) -> None:
    found = compare(run, _later(run, _with_faults), known)
    kinds = [(c.kind, c.text[:6]) for c in found.changes]
    assert ("worse", "Dallas") in kinds
    assert "lost" in {kind for kind, _ in kinds}
    told = comparison_text(found)
    assert "- worse: Dallas ISD scaled" in told
    assert "of “how did others handle need vs. readiness?”" in told
    body = json.loads(json.dumps(comparison_json(found)))
    assert body["questions"] == 3
    assert body["metrics"]["alce_recall"]["difference"] < 0
    back = compare(_later(run, _with_faults), run, known)
    assert {c.kind for c in back.changes} >= {"better", "gained"}


def test_a_difference_counts_only_beyond_noise(run: Run, known: Known) -> None:
    def many(run: Run, wrong: int) -> Run:
        line = run.lines[0]
        lines = [
            replace(line, gold=replace(line.gold, id=str(n)),
                    scores={**line.scores, "decisions": float(n >= wrong)})
            for n in range(40)
        ]  # fmt: skip
        return replace(run, lines=tuple(lines))

    one = compare(many(run, 0), many(run, 1), known)
    many_ = compare(many(run, 0), many(run, 20), known)
    verdicts = [
        next(d.verdict for d in found.differences if d.metric == "decisions")
        for found in (one, many_)
    ]
    assert verdicts == ["within noise", "worse"]
    assert many_.got_worse == ("decisions",)


def test_the_command_keeps_its_run_and_compares(services: Services, file: Path) -> None:
    first = run_evaluation(services, Wish(file))
    second = run_evaluation(services, Wish(file, against=first.run))
    assert second.comparison is not None
    assert second.comparison.was == first.run
    assert "Against" in second.as_text()
    assert second.as_json()["against"]["was"] == first.run
    assert second.missed == ()


def test_a_run_of_other_questions_is_never_compared_with(
    services: Services, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "9", "question": "fast or slow?", "decisions": ["Q2"]}')
    own = run_evaluation(services, Wish(file)).run
    foreign = run_evaluation(services, Wish(other)).run
    compared = run_evaluation(services, Wish(file, against="last")).comparison
    assert compared is not None
    assert (compared.was, compared.questions, compared.left_out) == (own, 3, 0)
    with pytest.raises(SettingsError, match="holds none of these questions"):
        run_evaluation(services, Wish(file, against=foreign))


def test_questions_that_the_other_run_lacks_are_told(run: Run, known: Known) -> None:
    found = compare(replace(run, lines=run.lines[:2]), run, known)
    assert (found.questions, found.left_out) == (2, 1)
    assert "2 questions (1 are not in it)" in comparison_text(found)


def test_a_model_has_to_be_set_to_be_measured(services: Services, file: Path) -> None:
    with pytest.raises(SettingsError, match="No chat model is set"):
        run_evaluation(services, Wish(file, with_model=True))


def test_an_unknown_run_is_told(
    services: Services, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="There is no run “of yesterday”"):
        run_evaluation(services, Wish(file, against="of yesterday"))
    monkeypatch.setenv("BOTHWAYS_DATA_DIR", str(services.settings.data_dir))
    result = CliRunner().invoke(cli, ["eval", "--against", "of yesterday"])
    assert isinstance(result.exception, SettingsError)
