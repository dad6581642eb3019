"""The `eval` command: read questions, measure, compare with minimums."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.evaluation.against import Comparison, compare, comparison_json, comparison_text
from app.evaluation.gold import GoldQuestion, default_gold, read_gold
from app.evaluation.metrics import LOWER_IS_BETTER, METRICS
from app.evaluation.report import below_minimums, report_json, report_text
from app.evaluation.run import Result, Summary, evaluate, summarize
from app.evaluation.runs import Run, find_run, hash_of, head_of, now, read_run, run_of, save_run
from app.evaluation.stock import stock_summaries
from app.services import Services
from corpus.errors import SettingsError, StorageError


@dataclass(frozen=True)
class Wish:
    """What is to be measured, and what with: a file, minimums, a pipeline, an earlier run."""

    questions: Path | None = None
    minimums: Sequence[str] = ()
    compare: str | None = None
    against: str | None = None
    with_model: bool = False


@dataclass(frozen=True)
class Report:
    """What was measured, ready to be printed; `run` names the file that it is kept in."""

    results: tuple[Result, ...]
    stock: tuple[Summary, ...]
    run: str
    missed: tuple[str, ...]
    comparison: Comparison | None = None

    def as_text(self) -> str:
        """Return the report for reading."""
        text = report_text(self.results, self.stock)
        return f"{text}\n\n{comparison_text(self.comparison)}" if self.comparison else text

    def as_json(self) -> dict[str, Any]:
        """Return the report as an object."""
        made = {"run": self.run, **report_json(self.results, self.stock)}
        return made | ({"against": comparison_json(self.comparison)} if self.comparison else {})


def run_evaluation(services: Services, wish: Wish) -> Report:
    """Return the report, with a line for each minimum that was missed; the run is kept."""
    wanted = dict(map(_minimum, wish.minimums))
    if wish.compare not in {None, "stock"}:
        raise SettingsError(
            f"There is nothing called “{wish.compare}” to compare with.",
            "Nothing was measured.",
            "The only one is: --compare stock",
        )
    from tqdm import tqdm

    folder, file = services.settings.runs_dir, wish.questions or default_gold()
    questions = read_gold(file)
    before = read_run(find_run(folder, wish.against, hash_of(file))) if wish.against else None
    if before and not {g.id for g in questions} & {line.gold.id for line in before.lines}:
        raise SettingsError(
            f"The run {before.head.id} holds none of these questions.",
            "Nothing was measured: against other questions nothing can be compared.",
            "Give a run of the same questions; `last` finds the latest one.",
        )
    ready = services.ready()
    bar = tqdm(questions, unit=" questions", desc="Asking", file=sys.stderr)
    run, results = measure(services, file, bar, with_model=wish.with_model)
    kept = _keep(folder, run)
    stock = stock_summaries(questions, ready.corpus, ready.embeddings) if wish.compare else ()
    comparison = compare(before, run, services.library.known) if before else None
    missed = below_minimums(summarize(results), wanted, LOWER_IS_BETTER)
    missed += [f"{m} got worse beyond noise" for m in (comparison.got_worse if comparison else ())]
    return Report(results, stock, kept, tuple(missed), comparison)


def measure(
    services: Services, file: Path, questions: Iterable[GoldQuestion], *, with_model: bool = False
) -> tuple[Run, tuple[Result, ...]]:
    """Ask every question of a file, and return the run with its results."""
    ready = services.ready()
    if with_model and ready.modeled is None:
        raise SettingsError(
            "No chat model is set.",
            "Nothing was measured.",
            "Set BOTHWAYS_MODEL, or leave --with-model out.",
        )
    results = tuple(evaluate(questions, ready.best(not with_model), ready.corpus))
    head = head_of(results, file, services.settings.repeatable, now())
    return run_of(head, results, services.library.known), results


def _keep(folder: Path, run: Run) -> str:
    """Keep a run and say where; what was measured is shown even where it can't be kept."""
    try:
        save_run(folder, run)
    except StorageError as error:
        return f"nothing: {error}"
    return run.head.id


def _minimum(text: str) -> tuple[str, float]:
    metric, _, value = text.partition("=")
    try:
        if metric in METRICS:
            return metric, float(value)
    except ValueError:
        pass
    raise SettingsError(
        f"“{text}” is not a minimum.",
        "Nothing was measured.",
        f"Write it as metric=value; the metrics are {', '.join(METRICS)}.",
    )
