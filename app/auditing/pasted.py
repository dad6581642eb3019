"""An answer from elsewhere, as Markdown: its quotations looked up in the texts."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.auditing.known import Known
from app.auditing.quotations import LEAST_WORDS, bare, quotations_in, word_count
from app.auditing.reading import plain_line, statements_of
from app.auditing.stated import StatedAnswer, StatedCitation, StatedClaim, read_stated_json
from corpus.errors import FormError
from indexing.passages import Passage

MAX_CHARS = 60_000
_REFERENCE = re.compile(r"^\s*(?:[-*]\s+)?\[\^?(\d{1,3})\]:?\s+\S")
# Below its heading a list of sources may be numbered like any other.
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+\S")
_REFERENCES_HEADING = re.compile(r"^\W*(?:sources|references|citations)\W*$", re.IGNORECASE)
_MARKERS = re.compile(r"\s*\[\^?\d{1,3}\]")
_QUOTED_LINE = re.compile(r"^\s*>\s*(.+)$")


def read_pasted(text: str, question: str, known: Known) -> StatedAnswer:
    """Return what a pasted answer states: the contract's JSON as it is, else Markdown.

    Raises FormError where there is nothing to audit or too much at once.
    """
    if not text.strip() or len(text) > MAX_CHARS:
        raise FormError(
            "There is no answer in the box." if not text.strip() else
            f"This is too long for one answer: more than {MAX_CHARS:,} characters.",
            "Nothing was added.",
            "Paste one answer, as it stands, with the words that it quotes in quotation marks.",
        )  # fmt: skip
    if text.lstrip().startswith("{"):
        return read_stated_json(text)
    return from_markdown(text, question, known)


def from_markdown(text: str, question: str, known: Known) -> StatedAnswer:
    """Return the statements of a Markdown answer, each citing the passages of its quotations.

    A number in brackets counts where the list of sources below quotes words for it.
    """
    body, references = _parted(text)
    sources = _Sources(known)
    claims = []
    for statement in statements_of(StatedAnswer(body)):
        said = [q for q in quotations_in(statement.text) if word_count(q) >= LEAST_WORDS]
        listed = [q for m in statement.markers for q in references.get(m, ())]
        found = [sources.marker(q, is_said=True) for q in said]
        found += [sources.marker(q, is_said=False) for q in listed]
        markers = tuple(dict.fromkeys(m for m in found if m is not None))
        claims.append(StatedClaim(statement.text, markers))
    return StatedAnswer(
        "\n\n".join(map(_marked, claims)), question=question.strip(), claims=tuple(claims),
        citations=tuple(sources.citations), corpus_hash=known.corpus.hash,
    )  # fmt: skip


class _Sources:
    """Gives numbers to quotations in the order in which they are found in the texts."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}
        self.citations: list[StatedCitation] = []

    def marker(self, quote: str, *, is_said: bool) -> int | None:
        """Return the number of the source of a quotation, None where no text is near to it.

        Of words that a sentence says itself the true ones are cited: the sentence shows how it
        departs. Words of a list of sources are cited as they were pasted.
        """
        if quote not in self._numbers:
            passage = self._known.nearest(quote)
            if passage is None:
                return None
            number = len(self.citations) + 1
            self.citations.append(_citation(number, quote, passage, self._known, is_said))
            self._numbers[quote] = number
        return self._numbers[quote]


def _citation(
    marker: int, quote: str, passage: Passage, known: Known, is_said: bool
) -> StatedCitation:
    source = known.corpus.document(passage.source_id).source
    true, at = known.true_words(quote, passage)
    is_exact = bare(true) == bare(quote)
    is_true = is_said or is_exact
    start = passage.start + at
    return StatedCitation(
        marker, passage.id, source.id, passage.text, true if is_true else quote,
        start if is_true else 0, start + len(true) if is_true else 0, source.title,
        passage.heading_path, passage.pages, passage.kind, passage.decision, passage.pole,
        passage.systems, passage.people, source.url, source.licence,
        corrected=is_true and not is_exact,
    )  # fmt: skip


def _parted(text: str) -> tuple[str, Mapping[int, tuple[str, ...]]]:
    """Return an answer without its list of sources, and the words quoted there by number.

    What stands below the heading of such a list is part of it.
    """
    body, references = [], {}
    in_list = False
    for line in text.splitlines():
        in_list = in_list or bool(_REFERENCES_HEADING.match(line))
        found = _REFERENCE.match(line) or (_NUMBERED.match(line) if in_list else None)
        if found:
            references[int(found.group(1))] = quotations_in(line)
        elif not in_list:
            body.append(_as_quotation(line))
    return "\n".join(body), references


def _as_quotation(line: str) -> str:
    """Return a line that Markdown sets as a quotation with quotation marks around it."""
    found = _QUOTED_LINE.match(line)
    words = plain_line(found.group(1)) if found else ""
    return f"“{words}”" if words and not quotations_in(words) else line


def _marked(claim: StatedClaim) -> str:
    markers = "".join(f"[{marker}]" for marker in claim.citations)
    return f"{_MARKERS.sub('', claim.text)} {markers}".strip()


def with_question(answer: StatedAnswer, question: str) -> StatedAnswer:
    """Return an answer with the question that it was given to, where it tells none itself."""
    return answer if answer.question else replace(answer, question=question.strip())
