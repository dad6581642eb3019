"""The `eval` command: read questions, measure, compare with minimums."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.evaluation.gold import default_gold, read_gold
from app.evaluation.metrics import LOWER_IS_BETTER, METRICS
from app.evaluation.report import below_minimums, report_json, report_text
from app.evaluation.run import Result, Summary, evaluate, summarize
from app.evaluation.stock import stock_summaries
from app.services import Services
from corpus.errors import SettingsError


@dataclass(frozen=True)
class Report:
    """What was measured, ready to be printed."""

    results: tuple[Result, ...]
    stock: tuple[Summary, ...]

    def as_text(self) -> str:
        """Return the report for reading."""
        return report_text(self.results, self.stock)

    def as_json(self) -> dict[str, Any]:
        """Return the report as an object."""
        return report_json(self.results, self.stock)


def run_evaluation(
    services: Services, path: Path | None, minimums: Sequence[str], compare: str | None
) -> tuple[Report, list[str]]:
    """Return the report and a line for each minimum that was missed."""
    from tqdm import tqdm

    wanted = dict(map(_minimum, minimums))
    if compare not in {None, "stock"}:
        raise SettingsError(
            f"There is nothing called “{compare}” to compare with.",
            "Nothing was measured.",
            "The only one is: --compare stock",
        )
    questions = read_gold(path or default_gold())
    ready = services.ready()
    bar = tqdm(questions, unit=" questions", desc="Asking", file=sys.stderr)
    results = tuple(evaluate(bar, ready.answer, ready.corpus))
    stock = stock_summaries(questions, ready.corpus, ready.embeddings) if compare else ()
    return Report(results, stock), below_minimums(summarize(results), wanted, LOWER_IS_BETTER)


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
