"""Hebrew, Arabic and long texts in files: direction, names, and slides that hold all of it."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.util import Cm, Pt

from app.exports.direction import in_pages, rows_of, runs_from_right
from app.exports.document import Bullet, Bullets, Document, Paragraph, Table
from app.exports.file import File, file_name
from app.exports.slides import Slide, as_slides
from app.exports.word import as_word
from app.ui.screens.sending import send_file

HEBREW, ARABIC, ENGLISH = "שלום, כיתה 7", "مرحبا بالعالم", "Hello, שלום"
LONG = " ".join(f"word{n}" for n in range(3000))


@pytest.mark.parametrize(
    ("text", "right"),
    [(HEBREW, True), (ARABIC, True), (ENGLISH, False), (f"7. {HEBREW}", True), ("7", False),
     ("", False), ("日本語", False)],
)  # fmt: skip
def test_direction_is_that_of_the_first_letter(text: str, right: bool) -> None:
    assert runs_from_right(text) is right


def test_word_paragraphs_run_the_way_of_their_letters() -> None:
    parts = (
        Paragraph(HEBREW), Paragraph(ENGLISH), Bullets((Bullet(ARABIC),)),
        Table("t", (HEBREW, "b"), ((ENGLISH, ARABIC),)),
    )  # fmt: skip
    word = docx.Document(BytesIO(as_word(Document("T", parts))))
    told = {}
    for paragraph in word.element.body.iter(qn("w:p")):
        text = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
        told[text] = bool(list(paragraph.iter(qn("w:bidi"))))
        assert bool(list(paragraph.iter(qn("w:rtl")))) is told[text]
    assert [told[text] for text in (HEBREW, ENGLISH, ARABIC)] == [True, False, True]


@pytest.mark.parametrize(
    "slide",
    [
        Slide("Title", (LONG,)),
        Slide("Title", tuple(f"Line {n} of many that are said" for n in range(200))),
        Slide("Title", columns=(("One", (LONG,)), ("Two", ("short",)))),
        Slide(LONG[:2000], alone=True),
        Slide("Title", ("日本語の文" * 900,)),
        Slide("Title", ("x" * 5000,)),
        Slide("Title", ("a short line",), notes="said"),
    ],
    ids=["long", "many", "columns", "alone", "wide", "unbroken", "short"],
)
def test_slides_hold_all_that_was_said_and_none_overflows(slide: Slide) -> None:
    deck = Presentation(BytesIO(as_slides("Deck", [slide])))
    said = ""
    for shown in deck.slides:
        for shape in shown.shapes:
            if not shape.has_text_frame:
                continue
            height = 0.0
            for paragraph in shape.text_frame.paragraphs:
                size = paragraph.runs[0].font.size if paragraph.runs else Pt(12)
                rows = rows_of(paragraph.text, size.pt, shape.width / Cm(1))
                height += len(rows) * size.pt * 1.2 + 8
                said += paragraph.text
            assert height <= shape.height.pt + 10, (shape.name, paragraph.text[:40])
            assert shape.top + shape.height <= deck.slide_height
    letters = [*slide.lines, *(line for _, lines in slide.columns for line in lines)]
    for text in (*letters, slide.title):
        assert sum(said.count(c) for c in set(text)) >= len(text.replace(" ", "")) * 0.99


def test_slides_run_the_way_of_their_letters() -> None:
    deck = Presentation(BytesIO(as_slides("T", [Slide(HEBREW, (ARABIC, ENGLISH))])))
    told = {
        p.text: p._p.pPr is not None and p._p.pPr.get("rtl") == "1"
        for shape in deck.slides[0].shapes
        for p in shape.text_frame.paragraphs
    }
    assert told == {HEBREW: True, ARABIC: True, ENGLISH: False}


def test_a_line_longer_than_a_page_is_parted_and_nothing_lost() -> None:
    pages = in_pages(["a", LONG, "b"], 16, 30, 12)
    assert len(pages) > 2
    assert " ".join(" ".join(page) for page in pages).split() == f"a {LONG} b".split()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Für Montag: Plan B", "für-montag-plan-b"), (HEBREW, "שלום-כיתה-7"),
        ("日本 計画", "日本-計画"), ("../../etc/passwd", "etc-passwd"), ("a\r\nb: c", "a-b-c"),
        ("", "both-ways"), ("😀", "both-ways"),
        ("e\u0301te\u0301", "été"), ("con\x00trol\u202e", "con-trol"), ("x" * 300, "x" * 60),
    ],
)  # fmt: skip
def test_names_of_files_keep_the_letters_of_every_script(title: str, name: str) -> None:
    assert file_name(title) == name
    header = send_file(File(b"x", title, "md")).headers["content-disposition"]
    assert "\n" not in header
    header.encode("latin-1")
