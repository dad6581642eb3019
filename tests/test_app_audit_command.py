"""The audit command as a process: one line after the other, in constant memory."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import psutil
import pytest

from app.answering.contract import as_json
from app.auditing.stated import StatedAnswer, read_stated
from app.understanding.question import read_question
from app.wiring import Ready
from tests.auditing.writing import write_stated
from tests.test_app_cli import environment, run

__all__ = ["environment"]


@pytest.fixture(scope="module")
def answers(ready: Ready) -> tuple[StatedAnswer, ...]:
    asked = ("how did others handle need vs. readiness?", "What did Dallas do?", "who won the cup?")
    return tuple(read_stated(as_json(ready.answer(read_question(q)))) for q in asked)


def _faulty(answer: StatedAnswer) -> StatedAnswer:
    first = answer.citations[0]
    wrong = replace(first, quote=first.quote.replace("students", "=cmd()"))
    return replace(answer, id="=1+1", citations=(wrong, *answer.citations[1:]))


def test_good_answers_exit_with_0_and_say_little(
    environment: dict[str, str], answers: tuple[StatedAnswer, ...], tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text("\ufeff" + "\n\n".join(map(write_stated, answers)), encoding="utf-8")
    done = run(environment, "audit", str(file))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("3 answers, 0 with a sure fault, citation recall 1.000")


def test_faults_exit_with_1_and_bad_lines_with_2(
    environment: dict[str, str], answers: tuple[StatedAnswer, ...]
) -> None:
    lines = f"{write_stated(_faulty(answers[0]))}\n"
    done = run(environment, "audit", "-", stdin=lines)
    assert done.returncode == 1
    assert "quotation [1]: it is not word for word" in done.stdout
    done = run(environment, "audit", "-", "--json", stdin=f"{lines}not json\n{{}}\n{lines}")
    assert done.returncode == 2
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row.get("line") for row in rows] == [None, 2, 3, None]
    assert rows[0]["claims"][0]["recalled"] is False
    assert "2 lines could not be read" in done.stderr


def test_rows_are_safe_in_a_spreadsheet(
    environment: dict[str, str], answers: tuple[StatedAnswer, ...]
) -> None:
    lines = "\n".join(map(write_stated, (_faulty(answers[0]), answers[2])))
    done = run(environment, "audit", "-", "--csv", stdin=lines)
    assert done.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(done.stdout[1:])))
    assert rows[0]["id"] == "'=1+1"
    assert [row["claim"] for row in rows] == ["", *map(str, range(1, 8)), ""]
    assert rows[1]["faults"].startswith("quotation: ")
    assert rows[-1]["recalled"] == ""


def test_a_line_that_is_no_utf_8_stops_nothing(
    environment: dict[str, str], answers: tuple[StatedAnswer, ...], tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"
    good = write_stated(answers[0]).encode("utf-8")
    file.write_bytes(b'{"text": "\xff\xfe"}\n' + good)
    done = run(environment, "audit", str(file))
    assert done.returncode == 2
    assert "Line 1: This is not an answer" in done.stderr
    assert "1 answer, 0 with a sure fault" in done.stderr
    missing = run(environment, "audit", str(tmp_path / "nothing"))
    assert missing.returncode == 2
    assert "can't be read" in missing.stderr


def test_memory_does_not_grow_with_the_file(
    environment: dict[str, str], answers: tuple[StatedAnswer, ...]
) -> None:
    """The first answers come out while the rest is still being written, and nothing piles up."""
    line = f"{write_stated(answers[0])}\n"
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "audit", "-", "--json"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    sizes = []
    for batch in (100, 900):
        for _ in range(batch):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["faults"] == 0
        sizes.append(psutil.Process(process.pid).memory_info().rss)
    process.stdin.close()
    assert process.wait(30) == 0
    assert sizes[1] < sizes[0] * 1.1
