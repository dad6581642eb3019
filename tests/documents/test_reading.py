"""Files of every kind into parts, in a process of their own."""

import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import DocumentError
from indexing.laying import lay_out
from indexing.reading.outside import Reading, read_outside
from indexing.reading.parts import Part, clean, clean_lines
from indexing.reading.scans import reads_scans
from tests.documents import files

WHOLE = {
    "report.pdf": files.report_pdf(),
    "plan.docx": files.docx(),
    "deck.pptx": files.pptx(),
    "schools.xlsx": files.xlsx(),
    "book.epub": files.epub(),
    "page.html": files.HTML,
    "plan.md": files.MARKDOWN,
    "schools.csv": b"School;Coaches\nEast;2\nWest;1\n",
    "notes.txt": b"Title\n=====\n\nOne line\ngoes on.\n\n1. first\n2. second\n",
}


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(WHOLE, pool.map(read_outside, WHOLE, WHOLE.values()), strict=True))


def parts(reading: Reading) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in reading.file.parts if part.kind != "close"]


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("plan.docx", "docx", [("heading", "Staffing"),
          ("paragraph", "Every school gets one coach by August 2027."), ("heading", "Budget"),
          ("item", "Coaches are paid from Title II."), ("row", "Year | Cost"),
          ("row", "2026 | $180,000")]),
        ("deck.pptx", "pptx", [("heading", "Goals"), ("item", "Reading first."),
          ("heading", "Risks"), ("item", "Turnover of coaches.")]),
        ("schools.xlsx", "xlsx", [("heading", "Schools"), ("row", "School | Coaches"),
          ("row", "East | 2"), ("row", "West | 1")]),
        ("book.epub", "epub", [("heading", "one"), ("paragraph", "Begin small."),
          ("heading", "two"), ("paragraph", "Then widen.")]),
        ("page.html", "html", [("heading", "Coaching"),
          ("paragraph", "Coaches visit each school."), ("heading", "Steps"), ("item", "Look."),
          ("item", "Talk."), ("code", "one\n  two"), ("row", "Year | Cost"),
          ("row", "2026 | $5"), ("heading", "term"), ("paragraph", "What it means."),
          ("paragraph", "After the list.")]),
        ("plan.md", "markdown", [("heading", "Plan"),
          ("paragraph", "Every school decides for itself."), ("item", "one step"),
          ("item", "another"), ("row", "Year | Cost"), ("row", "2026 | $5")]),
        ("schools.csv", "csv", [("row", "School | Coaches"), ("row", "East | 2"),
          ("row", "West | 1")]),
        ("notes.txt", "text", [("heading", "Title"), ("paragraph", "One line goes on."),
          ("item", "first"), ("item", "second")]),
    ],
)  # fmt: skip
def test_parts_of_each_kind(
    read: dict[str, Reading], name: str, kind: str, wanted: list[tuple[str, str]]
) -> None:
    assert read[name].kind == kind
    assert parts(read[name]) == wanted


def test_a_pdf_has_pages_and_headings_and_no_running_lines(read: dict[str, Reading]) -> None:
    file = read["report.pdf"].file
    assert (file.page_unit, file.pages) == ("page", 3)
    assert [(p.kind, p.page, p.text) for p in file.parts][:2] == [
        ("heading", 1, "Chapter 1: Coaching in year 1"),
        ("paragraph", 1, "In year 1 the district paid for 10 literacy coaches, and each of them "
         "worked in 2 schools. Principals asked for more time."),
    ]  # fmt: skip
    assert all("Annual Report" not in p.text and not p.text.isdecimal() for p in file.parts)


def test_what_is_told_of_a_file(read: dict[str, Reading]) -> None:
    told = {name: (r.file.title, r.file.author) for name, r in read.items()}
    assert told["plan.docx"] == ("Strategic plan", "Riverton Board")
    assert told["book.epub"] == ("On change", "A. Writer")
    assert told["page.html"][0] == "A page"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ\0\0\0", "no kind of file"),
        ("a.pdf", b"%PDF-1.7 nothing more", "damaged"),
        ("a.docx", files.bomb(), "damaged"),
        ("a.html", b"<html><body> </body></html>", "no text"),
        ("a.docx", b"PK\3\4 cut short", "damaged"),
        ("a.html", b"<div>" * 200_000, "no text"),
    ],
    ids=["unknown", "broken pdf", "zip bomb", "empty", "broken zip", "deep html"],
)
def test_what_cant_be_read_gets_a_plain_line(name: str, content: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read_outside(name, content)


def test_a_scan_is_named_as_such_and_read_where_tesseract_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not reads_scans():
        assert not os.environ.get("CI"), "CI has to install Tesseract"
        pytest.skip("no Tesseract here: install Debian's package tesseract-ocr")
    file = read_outside("scan.pdf", files.scan()).file
    assert "Riverton pays for coaches from the Title grant." in file.parts[0].text
    assert "recognized" in file.notes[0]
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DocumentError, match="as a scan does"):
        read_outside("scan.pdf", files.scan())


def test_no_mutated_file_harms_anything() -> None:
    chance = random.Random(15)
    names = list(WHOLE)

    def attempt(number: int) -> str:
        name = names[number % len(names)]
        content = bytearray(WHOLE[name])
        for _ in range(chance.randint(1, 60)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if number % 3 == 0:
            del content[chance.randrange(len(content)) :]
        try:
            lay_out(read_outside(name, bytes(content)).file.parts)
        except DocumentError:
            return "refused"
        return "read"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(500)))
    assert len(outcomes) == 500
    assert {"read", "refused"} == set(outcomes)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("zero\u200bwidth\u2060", "zerowidth"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("\u202eright to left\u202c", "right to left"),
        ("e\u0301cole", "école"),
        ("oﬃce ﬁrst", "office first"),
        ("two  \t spaces\nand a line", "two spaces and a line"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u00adb\u0000c", "abc"),
    ],
)
def test_text_as_a_person_sees_it(text: str, seen: str) -> None:
    assert clean(text) == seen


def test_code_keeps_its_lines() -> None:
    assert clean_lines("if x:\r\n\ty = 1\n") == "if x:\n    y = 1"


LAID = (
    Part("heading", "One", 1),
    Part("paragraph", "First sentence. Second sentence.", 0, 1),
    Part("item", "an item", 0, 2),
    Part("heading", "Inner", 2),
    Part("row", "a | b", 0, 2, "A | B"),
    Part("heading", "term", 7),
    Part("paragraph", "Meaning.", 0, 3),
    Part("close", "", 7),
    Part("paragraph", "Below.", 0, 3),
)


def test_passages_stay_below_their_headings_and_know_their_pages() -> None:
    laid = lay_out(LAID)
    told = [(laid.text[p.start : p.end], p.heading_path, p.pages) for p in laid.passages]
    assert told == [
        ("First sentence. Second sentence.\n\nan item", ("One",), (1, 2)),
        ("a | b", ("One", "Inner", "A | B"), (2, 2)),
        ("Meaning.", ("One", "Inner", "term"), (3, 3)),
        ("Below.", ("One", "Inner"), (3, 3)),
    ]
    first = laid.passages[0]
    assert [laid.text[a:b] for a, b in first.units] == [
        "First sentence.", "Second sentence.", "an item",
    ]  # fmt: skip


def test_a_long_part_is_cut_within_what_the_model_reads() -> None:
    words = " ".join(f"word{n}" for n in range(2000))
    laid = lay_out([Part("paragraph", words)])
    assert all(len(laid.text[p.start : p.end].split()) <= 185 for p in laid.passages)
    assert "".join(laid.text[p.start : p.end] + " " for p in laid.passages).strip() == words
