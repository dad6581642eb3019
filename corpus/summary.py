"""The report in a few sentences of ours, each with the words that it rests on."""

from dataclasses import dataclass
from functools import cache

from corpus.files import read_typed, read_yaml


@dataclass(frozen=True)
class SummaryLine:
    """A sentence of ours and the exact words of the report that it rests on."""

    text: str
    quote: str


@cache
def load_summary() -> tuple[SummaryLine, ...]:
    """Return the sentences, the weightiest first."""
    return read_typed(tuple[SummaryLine, ...], read_yaml("summary.yaml"))
