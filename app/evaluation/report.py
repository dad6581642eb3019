"""An evaluation as text and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.evaluation.run import Result, Summary, by_voice, faults, summarize, worst

_WIDTH = 20


def report_text(results: Sequence[Result], stock: Sequence[Summary] = ()) -> str:
    """Return the figures with their intervals, per voice, and the worst cases."""
    parts = [f"{len(results)} questions", _table(summarize(results))]
    if stock:
        parts += ["The stock pipeline on the same questions", _table(stock)]
    for voice, summaries in by_voice(results).items():
        figures = "  ".join(f"{s.metric} {s.mean:.2f}" for s in summaries if _is_told(s))
        parts.append(f"{voice} ({_count(results, voice)}): {figures}")
    parts += ["Worst cases", *map(_case, worst(results))]
    return "\n\n".join(parts)


def report_json(results: Sequence[Result], stock: Sequence[Summary] = ()) -> dict[str, Any]:
    """Return the same as an object, every question with its scores."""
    return {
        "questions": len(results),
        "metrics": {s.metric: _figures(s) for s in summarize(results)},
        "stock": {s.metric: _figures(s) for s in stock},
        "voices": {
            voice: {s.metric: _figures(s) for s in summaries}
            for voice, summaries in by_voice(results).items()
        },
        "results": [
            {
                "id": r.gold.id,
                "voice": r.gold.voice,
                "question": r.gold.question,
                "scores": r.scores,
                "faults": list(faults(r)),
            }
            for r in results
        ],
    }


def below_minimums(
    summaries: Sequence[Summary], minimums: Mapping[str, float], lower_is_better: frozenset[str]
) -> list[str]:
    """Return a line for each metric that misses its minimum, or was not measured at all."""
    means = {s.metric: s.mean for s in summaries}
    lines = []
    for metric, minimum in minimums.items():
        mean = means.get(metric)
        if mean is None:
            lines.append(f"{metric} was not measured")
        elif (mean > minimum) if metric in lower_is_better else (mean < minimum):
            relation = "above" if metric in lower_is_better else "below"
            lines.append(f"{metric} is {mean:.3f}, {relation} {minimum:g}")
    return lines


def _table(summaries: Sequence[Summary]) -> str:
    rows = [
        f"{s.metric:{_WIDTH}} {s.mean:8.3f}   [{s.low:.3f}, {s.high:.3f}]   n={s.n}"
        for s in summaries
    ]
    return "\n".join(rows)


def _figures(summary: Summary) -> dict[str, float]:
    return {"mean": summary.mean, "low": summary.low, "high": summary.high, "n": summary.n}


def _is_told(summary: Summary) -> bool:
    return summary.metric not in {"latency_ms", "citations", "quote_exactness", "speakers"}


def _count(results: Sequence[Result], voice: str) -> int:
    return sum(r.gold.voice == voice for r in results)


def _case(result: Result) -> str:
    before = "".join(f"{turn} / " for turn in result.gold.previous)
    return f"- {before}{result.gold.question}\n  short in: {', '.join(faults(result))}"
