"""What takes people's words takes time in proportion to them, whatever they are."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from app.auditing.audit import audit
from app.auditing.pasted import read_pasted
from app.auditing.quotations import check_quote, quotations_in, without_quotations
from app.coaching.commitment import read_commitment
from app.exploring.situations import schools_in
from app.exports.file import file_name
from app.services import Services
from app.ui.screens.prompting import warning_for
from app.understanding.language import language_of, load_glossary
from app.understanding.length import asked_length
from app.understanding.question import clean
from app.understanding.redaction import leave_out_records
from app.verification.figures import exaggerates, figures_in, strange_names
from app.verification.sentences import read_sentences, visible_text
from corpus.errors import BothWaysError
from corpus.library import Corpus
from indexing.sentences import sentence_spans

SHORT, LONG = 8_000, 32_000
# What grows with the square takes sixteen times as long for four times the words.
MOST_TIMES, LEAST_SECONDS = 10.0, 0.3
PIECES = [
    "[1]", "[1] ", "“", '"', "(", "a ", ".", "1", "A", " ", "\n", "- ", "* ", "|", "#", "$1", "A. ",
    "Mr. ", "ü", "word ", "[", "]", "**", "<", "http://", "1,", "Ab ", "[1](", "`", "1 2 ", "“a” ",
    "two hundred ", "\n\n- x [1]\n", "# h\n", "Dallas ", "a@", "555-", "\u202e", "’", "'s ", "... ",
    "?! ", "_a_", "~~", "> ", "student named Bob ", "[1, ", "1. ", "“word” [1]. ", "a" + " " * 400,
    "how others ", "id ", "my student, Aaaa ",
]  # fmt: skip


@pytest.fixture(scope="module")
def places(corpus: Corpus, services: Services) -> dict[str, Callable[[str], object]]:
    known = services.library.known
    text = corpus.document("look-both-ways").text[:3000]
    glossary = load_glossary()
    return {
        "audit": lambda words: audit(read_pasted(words, "", known), known),
        "step": lambda words: read_commitment(words, date(2026, 11, 27)),
        "schools": schools_in,
        "question": lambda words: (clean(words), leave_out_records(words), asked_length(words)),
        "language": lambda words: (language_of(words), glossary.to_english(words)),
        "sentences": lambda words: (read_sentences(words, whole=True), visible_text(words)),
        "claims": lambda words: (figures_in(words), exaggerates(words, text)),
        "names": lambda words: strange_names(words, text, frozenset()),
        "mentions": corpus.finder.find,
        "quotes": lambda words: (quotations_in(words), without_quotations(words)),
        "check": lambda words: check_quote(words, text),
        "spans": sentence_spans,
        "screens": lambda words: (file_name(words), warning_for(words)),
    }


@pytest.mark.parametrize(
    "place",
    ["audit", "step", "schools", "question", "language", "sentences", "claims", "names", "mentions",
     "quotes", "check", "spans", "screens"],
)  # fmt: skip
def test_time_grows_no_faster_than_words(
    place: str, places: dict[str, Callable[[str], object]]
) -> None:
    places[place]("zxq wvk qqq")  # loads what the first call loads
    grown = {}
    for piece in PIECES:
        long = _seconds(places[place], piece, LONG)
        if long > LEAST_SECONDS:
            grown[piece] = min(_growth(places[place], piece) for _ in range(3))
    assert {piece: times for piece, times in grown.items() if times > MOST_TIMES} == {}


def _growth(take: Callable[[str], object], piece: str) -> float:
    return _seconds(take, piece, LONG) / _seconds(take, piece, SHORT)


def _seconds(take: Callable[[str], object], piece: str, size: int) -> float:
    words = (piece * size)[:size]
    start = time.perf_counter()
    with suppress(BothWaysError):
        take(words)
    return time.perf_counter() - start
