"""Traces by OpenTelemetry: what an answer took, in figures and never in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opentelemetry import trace

from app.answering.answer import Answer
from app.settings import Settings

_NAME = "both_ways"
_SERVICE = "both-ways"


@contextmanager
def answering() -> Iterator[Callable[[Answer], None]]:
    """Trace an answer; what is given to is told its figures. Nothing where no tracing is set up."""
    span = trace.get_tracer(_NAME).start_span(f"{_NAME}.answer")

    def tell(answer: Answer) -> None:
        for stage, milliseconds in answer.timings_ms.items():
            span.set_attribute(f"{_NAME}.ms.{stage}", milliseconds)
        told: dict[str, str | int] = {
            "act": answer.route.act,
            "coverage": answer.coverage,
            "abstained": answer.abstained,
            "citations": len(answer.citations),
            "claims": len(answer.claims),
            "answerer": answer.answerer,
        }
        span.set_attributes({f"{_NAME}.{name}": value for name, value in told.items()})

    try:
        yield tell
    finally:
        span.end()


def set_up_tracing(settings: Settings) -> None:
    """Send traces where OpenTelemetry's own variables name a collector; nowhere by default."""
    if not settings.traces_to:
        return
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: _SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(settings.traces_to)))
    trace.set_tracer_provider(provider)
