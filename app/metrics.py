"""What Prometheus reads of a process: counts and seconds, never words."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.answering.answer import Answer

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_MILLI = 1000.0


@dataclass(frozen=True)
class Metrics:
    """Counters of one process; `render` gives them in Prometheus' text format.

    A process keeps its own numbers: with several, each is read at its own port and added up there.
    """

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    answers: Counter = field(init=False)
    stages: Histogram = field(init=False)
    under_way: Gauge = field(init=False)
    tokens: Gauge = field(init=False)

    def __post_init__(self) -> None:
        def counter(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"bothways_{name}", told, labels, registry=self.registry)

        def histogram(name: str, told: str, *labels: str) -> Histogram:
            return Histogram(
                f"bothways_{name}", told, labels, registry=self.registry, buckets=_SECONDS
            )

        def gauge(name: str, told: str, *labels: str) -> Gauge:
            return Gauge(f"bothways_{name}", told, labels, registry=self.registry)

        made = {
            "requests": counter("requests", "Requests by part and status", "part", "status"),
            "seconds": histogram("request_seconds", "Seconds to a request's first byte", "part"),
            "answers": counter("answers", "Turns of the Ask page by how they ended", "outcome"),
            "stages": histogram("answer_stage_seconds", "Seconds of an answer by stage", "stage"),
            "under_way": gauge("turns_under_way", "Turns that are being answered or wait"),
            "tokens": gauge("model_tokens_today", "Tokens that a chat model used today", "way"),
        }
        for name, metric in made.items():
            object.__setattr__(self, name, metric)

    def answered(self, answer: Answer) -> None:
        """Count an answer, and the seconds of its stages."""
        outcome = "cared" if answer.cares else "abstained" if answer.abstained else "answered"
        self.answers.labels(outcome).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self.stages.labels(stage).observe(milliseconds / _MILLI)

    def render(self) -> bytes:
        """Return all numbers in Prometheus' text format."""
        return generate_latest(self.registry)
