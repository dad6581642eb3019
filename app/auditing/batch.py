"""Auditing any number of answers, one JSON object a line, holding one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.auditing.audit import Audit, audit
from app.auditing.known import Known
from app.auditing.stated import read_stated_json
from corpus.errors import AnswerFormatError

# Some programs put this mark in front of a file's first line.
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Unreadable:
    """A line that is no answer, counted from 1, and why."""

    line: int
    error: str


def audit_lines(lines: Iterable[str | bytes], known: Known) -> Iterator[Audit | Unreadable]:
    """Yield the audit of each line that is not blank, in order."""
    for number, line in enumerate(lines, 1):
        plain = line.removeprefix(_MARK) if isinstance(line, bytes) else line
        if not plain.strip():
            continue
        try:
            yield audit(read_stated_json(plain), known)
        except AnswerFormatError as error:
            yield Unreadable(number, f"Line {number}: {error}")


@dataclass
class Tally:
    """What many audits come to; counts only, however many there are."""

    answers: int = 0
    faulty: int = 0
    unreadable: int = 0
    _recall: list[float] = field(default_factory=lambda: [0.0, 0.0])
    _precision: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, one: Audit | Unreadable) -> None:
        """Count one audit, or one line that could not be read."""
        if isinstance(one, Unreadable):
            self.unreadable += 1
            return
        self.answers += 1
        self.faulty += one.has_faults
        for sums, value in (
            (self._recall, one.citation_recall), (self._precision, one.citation_precision),
        ):  # fmt: skip
            if value is not None:
                sums[0] += value
                sums[1] += 1

    def line(self) -> str:
        """Return the counts and means in a line."""
        answers = "1 answer" if self.answers == 1 else f"{self.answers} answers"
        told = [answers, f"{self.faulty} with a sure fault"]
        for name, (total, count) in (("recall", self._recall), ("precision", self._precision)):
            if count:
                told.append(f"citation {name} {total / count:.3f}")
        if self.unreadable:
            lines = "1 line" if self.unreadable == 1 else f"{self.unreadable} lines"
            told.append(f"{lines} could not be read")
        return f"{', '.join(told)}."
