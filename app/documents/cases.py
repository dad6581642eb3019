"""Cases of people's own: what a system decided, did and met with, told in a form."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from pydantic import TypeAdapter, ValidationError

from corpus.errors import FormError
from indexing.reading.parts import Part, clean, clean_lines

CASE = "case"
_LONGEST, _LONGEST_TITLE = 6_000, 120

# What a case tells, in the order in which it is asked and read.
QUESTIONS = {
    "decided": "What we decided",
    "did": "What we did",
    "happened": "What happened",
    "again": "What we would do again",
    "failed": "What did not work",
}
KINDS = {
    "district": "School district", "network": "Charter network", "school": "One school",
    "state": "State or regional body", "other": "Another kind",
}  # fmt: skip


@dataclass(frozen=True)
class OwnCase:
    """A case as it was told; `name` is what its teller wants to be called, empty for no name.

    `decision` and `side` say which of the seven decisions it is about and on which side it stands;
    `size` is a key of the sizes of school systems, and `kind` one of KINDS.
    """

    title: str
    decided: str = ""
    did: str = ""
    happened: str = ""
    again: str = ""
    failed: str = ""
    decision: str = ""
    side: str = ""
    size: str = ""
    kind: str = ""
    name: str = ""


_CASES = TypeAdapter(list[OwnCase])
NAMES = tuple(field.name for field in fields(OwnCase))


def read_case(form: dict[str, str]) -> OwnCase:
    """Return a case as it was filled in; FormError where it tells nothing."""
    told = {name: _tidy(name, form.get(name, "")) for name in NAMES}
    if not told["title"] or not any(told[name] for name in QUESTIONS):
        raise FormError(
            "A case needs a title, and an answer to one of the five questions at least.",
            "It was not kept; your words are shown below.",
            "Fill these in and send it again.",
        )
    return OwnCase(**told)


def parts_of(case: OwnCase) -> tuple[Part, ...]:
    """Return a case as parts, as a file's reader returns them: each question is a heading."""
    parts: list[Part] = []
    for name, heading in QUESTIONS.items():
        text = getattr(case, name)
        if text:
            parts.append(Part("heading", heading, 1))
            lines = (clean(line) for line in text.split("\n"))
            parts += [Part("paragraph", line) for line in lines if line]
    return tuple(parts)


def dump_case(case: OwnCase) -> bytes:
    """Return a case as it is kept."""
    return json.dumps(asdict(case), ensure_ascii=False, sort_keys=True).encode()


def load_case(content: bytes) -> OwnCase:
    """Return a case that was kept."""
    return OwnCase(**json.loads(content))


def as_json(cases: Iterable[OwnCase]) -> str:
    """Return cases as a JSON list, to be passed on."""
    return json.dumps([asdict(case) for case in cases], ensure_ascii=False, indent=2)


def as_csv(cases: Iterable[OwnCase]) -> str:
    """Return cases as a table, its first row their names."""
    out = io.StringIO()
    writer = csv.DictWriter(out, NAMES)
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in asdict(c).items()} for c in cases)
    return out.getvalue()


def read_collection(content: bytes) -> Sequence[OwnCase]:
    """Return the cases of a file that `as_json` or `as_csv` has made; FormError for another."""
    text = content.decode("utf-8-sig", "replace")
    try:
        rows = json.loads(text) if text.lstrip().startswith("[") else None
        if rows is None:
            rows = [
                {k: _unsafe(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))
            ]
        found = _CASES.validate_python(rows)
    except (ValueError, ValidationError, AttributeError, RecursionError, TypeError) as error:
        raise _unreadable() from error
    if not found:
        raise _unreadable()
    return [read_case({name: str(getattr(case, name)) for name in NAMES}) for case in found]


def _safe(text: str) -> str:
    """Return a text that a table's program takes for no formula."""
    return f"'{text}" if text[:1] in "=+-@" and text else text


def _unsafe(text: str | None) -> str:
    return (text or "")[1:] if (text or "")[:2] in {"'=", "'+", "'-", "'@"} else text or ""


def _tidy(name: str, text: str) -> str:
    if name in QUESTIONS:
        return clean_lines(text).strip()[:_LONGEST]
    return clean(text)[:_LONGEST_TITLE]


def _unreadable() -> FormError:
    return FormError(
        "This file holds no cases.",
        "None was added.",
        f"Take a file that was exported here, as JSON or CSV, with the columns {', '.join(NAMES)}.",
    )
