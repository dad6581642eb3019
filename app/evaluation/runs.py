"""Runs of gold questions, kept as files so that they can be compared, rated and repeated."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.auditing.audit import Audit, audit
from app.auditing.known import Known
from app.auditing.stated import StatedAnswer, stated
from app.evaluation.gold import GoldQuestion
from app.evaluation.run import Result
from corpus.errors import SettingsError, StorageError

_LATEST = "last"


@dataclass(frozen=True)
class RunHead:
    """What a run was made with, for whoever repeats it; `made` is UTC."""

    id: str
    made: datetime
    questions: str
    questions_hash: str
    answerer: str
    corpus_hash: str
    prompt_hash: str
    settings: Mapping[str, str]


@dataclass(frozen=True)
class RunLine:
    """One question of a run, its answer, and its scores."""

    gold: GoldQuestion
    answer: StatedAnswer
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class Run:
    """A run as it was kept."""

    head: RunHead
    lines: tuple[RunLine, ...]


def head_of(
    results: Sequence[Result], questions: Path, settings: Mapping[str, str], made: datetime
) -> RunHead:
    """Return what a run was made with."""
    first = next((r.answer for r in results if not r.answer.abstained), results[0].answer)
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", first.answerer)[:40]
    digest = hash_of(questions)
    id_ = f"{made:%Y%m%dT%H%M%S}-{questions.stem[:40]}-{name}"
    return RunHead(
        id_, made, questions.name, digest, first.answerer, first.corpus_hash, first.prompt_hash,
        settings,
    )  # fmt: skip


def hash_of(questions: Path) -> str:
    """Return the sha256 of a file of questions, or of a folder of them, as hex digits."""
    files = sorted(questions.glob("*.jsonl")) if questions.is_dir() else [questions]
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def run_of(head: RunHead, results: Sequence[Result], known: Known) -> Run:
    """Return a run as it is kept, from what was measured and what an audit finds."""
    lines = ((r, stated(r.answer)) for r in results)
    return Run(
        head,
        tuple(RunLine(r.gold, a, {**r.scores, **audit_scores(audit(a, known))}) for r, a in lines),
    )


def audit_scores(one: Audit) -> dict[str, float | None]:
    """Return what an audit measures of one answer, as scores beside those of its question."""
    return {
        "alce_recall": one.citation_recall,
        "alce_precision": one.citation_precision,
        "without_faults": float(not one.has_faults),
    }


def save_run(folder: Path, run: Run) -> None:
    """Keep a run in a file, which appears whole or not at all; StorageError where it can't."""
    lines = [json.dumps({"run": _HEAD.dump_python(run.head, mode="json")}, ensure_ascii=False)]
    lines += [_LINE.dump_json(line).decode("utf-8") for line in run.lines]
    file = folder / f"{run.head.id}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".part")
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8")
        aside.replace(file)
    except OSError as error:
        raise StorageError(
            f"The run can't be kept in {folder} ({type(error).__name__}).",
            "It was measured all the same.",
            "Make room there, or set BOTHWAYS_DATA_DIR to another folder.",
        ) from error


def list_runs(folder: Path) -> tuple[RunHead, ...]:
    """Return what is known of the runs in a folder, the latest first."""
    heads = (_read_head(file) for file in sorted(folder.glob("*.jsonl"), reverse=True))
    return tuple(head for head in heads if head is not None)


def find_run(folder: Path, wanted: str, questions_hash: str = "") -> Path:
    """Return the file of a run: a path, the id of a kept one, or `last`.

    The last one is the latest of the same questions, by the sha256 of their file where it is
    given: against other questions nothing can get worse. SettingsError where there is none.
    """
    heads = list_runs(folder)
    kept = {head.id: folder / f"{head.id}.jsonl" for head in heads}
    same = [head.id for head in heads if questions_hash in ("", head.questions_hash)]
    if wanted == _LATEST and same:
        return kept[same[0]]
    if wanted in kept:
        return kept[wanted]
    if Path(wanted).is_file():
        return Path(wanted)
    raise SettingsError(
        f"There is no run “{wanted}”.",
        "Nothing was compared.",
        f"Give a file, `{_LATEST}`, or one of: {', '.join(list(kept)[:5]) or 'none is kept yet'}.",
    )


def read_run(file: Path) -> Run:
    """Return a run; SettingsError where the file holds none."""
    head = _read_head(file)
    if head is None:
        raise SettingsError(
            f"{file.name} is not a run.", "It was not read.", "Runs are made by: bothways eval"
        )
    return Run(head, tuple(_read_lines(file)))


def _read_lines(file: Path) -> Iterator[RunLine]:
    with file.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield _LINE.validate_json(line)


def _read_head(file: Path) -> RunHead | None:
    try:
        with file.open(encoding="utf-8") as lines:
            return _HEAD.validate_python(json.loads(next(lines))["run"])
    except (OSError, ValueError, KeyError, TypeError, StopIteration, ValidationError):
        return None


def now() -> datetime:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


_HEAD: TypeAdapter[RunHead] = TypeAdapter(RunHead)
_LINE: TypeAdapter[RunLine] = TypeAdapter(RunLine)
