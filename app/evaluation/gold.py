"""Gold questions: what was asked, and what a right answer's passages must hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.evidence.coverage import State
from corpus.errors import QuestionError
from corpus.framework import PoleName

Alternatives = tuple[str, ...]


@dataclass(frozen=True)
class GoldQuestion:
    """A question with its labels; an empty label is not measured.

    Each item of `evidence` is words that a cited passage must hold, or a list of such of which
    one is enough. `act`, `coverage` and `names` are what the answer must be like; see
    docs/evaluation.md. `decisions` to `kinds` label the older sets, which measure topics only.
    `abstain` is None where both an answer and an abstention would do.
    """

    id: str
    question: str
    kind: str = "any"
    voice: str = "any"
    previous: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    poles: tuple[PoleName, ...] = ()
    systems: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    evidence: tuple[str | Alternatives, ...] = ()
    abstain: bool | None = None
    names: tuple[str, ...] = ()
    act: str = ""
    coverage: State | None = None
    missing: str = ""

    @property
    def needed(self) -> tuple[Alternatives, ...]:
        """Return the evidence with every item as a tuple of alternatives."""
        return tuple((e,) if isinstance(e, str) else e for e in self.evidence)


def default_gold() -> Path:
    """Return the folder of the development sets."""
    shipped = Path(__file__).parent / "gold" / "development"
    checkout = Path(__file__).parents[2] / "tests" / "gold" / "development"
    return shipped if shipped.is_dir() else checkout


def read_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """Return the questions of a JSONL file, or of all such files of a folder.

    QuestionError names the line that is wrong.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return tuple(question for file in files for question in _read_lines(file))


def _read_lines(path: Path) -> Iterator[GoldQuestion]:
    adapter = TypeAdapter(GoldQuestion)
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield adapter.validate_python(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise QuestionError(
                f"Line {number} of {path.name} is not a gold question.",
                "Nothing was measured.",
                "The README says what a line holds; `id` and `question` at least.",
            ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"The file {path} can't be read ({type(error).__name__}).",
            "Nothing was measured.",
            "Give a file of gold questions: bothways eval --questions FILE",
        ) from error
