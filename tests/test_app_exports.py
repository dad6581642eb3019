"""Files to take along: real headings and headers, words for pictures, sources and licence."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from PIL import Image
from pptx import Presentation

from app.answering.quoting import QuotingAnswerer
from app.coaching.client import Client, Entry
from app.coaching.journal import Journal, guide_of, prompts_of
from app.coaching.pathway import Pathway, Placement, dimensions_of
from app.coaching.plan import Planner
from app.coaching.summary import draft_summary
from app.coaching.talk import Exchange, Talk
from app.evidence.passages import PassageIndex
from app.exports.document import (
    Bullet,
    Bullets,
    Document,
    Paragraph,
    Picture,
    Table,
    licence_lines,
)
from app.exports.drawing import as_png, as_svg
from app.exports.markdown import as_markdown
from app.exports.papers import (
    blank_guide,
    chat_paper,
    client_paper,
    foundation_paper,
    path_paper,
    talk_paper,
)
from app.exports.pictures import pathway_picture
from app.exports.plan_papers import handout, plan_paper, plan_slides
from app.exports.slides import as_slides
from app.exports.word import as_word
from app.records.chat import ChatTurn
from app.understanding.question import read_question
from app.wiring import Ready

ODD = "Odd\x00\x0b <b> & “quotes” * _x_ | `y` [1](http://z) 😀 e\u0301"


@pytest.fixture(scope="module")
def book(quoting: QuotingAnswerer) -> PassageIndex:
    return quoting.book


@pytest.fixture(scope="module")
def planner(ready: Ready) -> Planner:
    return ready.planner


@pytest.fixture(scope="module")
def papers(quoting: QuotingAnswerer, ready: Ready) -> dict[str, Document]:
    book, corpus = quoting.book, quoting.book.corpus
    guide, planner = ready.guide, ready.planner
    marks = Placement({"Q1": 2, "Q3": 5}, {"Q1": 4, "Q3": 1})
    talk = Talk("Q3", "We want to start with those who are ready.")
    turns = [guide.open(talk)]
    turns.append(Exchange("", guide.reply(talk, turns, "", "example")))
    answers = [
        quoting.answer(read_question(q)) for q in ("What did Dallas do?", "capital of Peru?")
    ]
    entry = Entry(date(2026, 11, 1), ODD, "none", "Visit two schools.")
    ended = talk.ended(draft_summary(talk, turns), talk.summary_mark)
    made = [
        blank_guide(corpus, guide_of(corpus, "guide-1")),
        blank_guide(corpus, guide_of(corpus, "guide-2")),
        foundation_paper(corpus, "My foundation", Journal({"1.1": ODD})),
        path_paper(corpus, "My path", Pathway(marks, "Q3", {"1.1": "I notice."})),
        talk_paper(corpus, "My talk", talk, turns, notes=True),
        talk_paper(
            corpus,
            "My summary",
            ended,
            turns,
        ),
        client_paper(corpus, "Client A", Client("A", ODD, (entry,))),
        chat_paper(corpus, "My chat", [ChatTurn(a.question, a) for a in answers]),
        plan_paper(book, "My plan", planner.compose("Q2", ODD, 60, recalled=("Ask.",))),
        handout(book, corpus.case("q3-feeder-patterns")),
    ]
    return {paper.title: paper for paper in made}


TITLES = [
    "Laying the Foundation (p. 59)", "Charting Your Path (pp. 60–61)", "My foundation", "My path",
    "My talk", "My summary", "Client A", "My chat", "My plan", "Scaling Through Feeder Patterns",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_word_has_real_headings_headers_alt_texts_and_licence(
    papers: dict[str, Document], book: PassageIndex, title: str
) -> None:
    paper = papers[title]
    word = docx.Document(BytesIO(as_word(paper)))
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [title]
    assert word.core_properties.title == title
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    tables = [part for part in paper.parts if isinstance(part, Table)]
    assert len(word.tables) == len(tables)
    for table, part in zip(word.tables, tables, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == list(part.header)
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    _has_alt_texts(word, paper)
    text = "\n".join(p.text for p in word.paragraphs)
    for line in licence_lines(book.corpus):
        assert line in text
    assert book.corpus.hash[:12] in text
    assert "CC BY 4.0" in text


def _has_alt_texts(word: WordDocument, paper: Document) -> None:
    pictures = [part for part in paper.parts if isinstance(part, Picture)]
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert described == [part.alt for part in pictures]


@pytest.mark.parametrize("title", TITLES)
def test_markdown_is_read_back_as_the_same_text(papers: dict[str, Document], title: str) -> None:
    made = as_markdown(papers[title])
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(made)
    assert html.count("<h1>") == 1
    assert "<a " not in html.replace('<a href="https://creativecommons', "")
    assert "<b>" not in html
    assert "CC BY 4.0" in html


def test_every_citation_of_a_document_is_listed_once_and_in_order(
    papers: dict[str, Document],
) -> None:
    for title in ("My plan", "My talk", "My summary"):
        text = as_markdown(papers[title]).replace("\\", "")
        body, sources = text.split("## Sources")
        used = [int(n) for n in re.findall(r"\[(\d+)\]", body)]
        listed = [int(n) for n in re.findall(r"^\[(\d+)\]", sources, re.MULTILINE)]
        assert listed == list(range(1, len(listed) + 1))
        assert set(used) == set(listed)


def test_a_blank_guide_has_every_prompt(papers: dict[str, Document], book: PassageIndex) -> None:
    for title, id_ in (("Laying the Foundation (p. 59)", "guide-1"),
                       ("Charting Your Path (pp. 60–61)", "guide-2")):  # fmt: skip
        word = docx.Document(BytesIO(as_word(papers[title])))
        text = "\n".join(p.text for p in word.paragraphs)
        guide = guide_of(book.corpus, id_)
        assert all(prompt.text in text for prompt in prompts_of(guide))
        cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
        assert all({d.name, d.left, d.right} <= cells for d in guide.dimensions)


def test_a_hand_out_quotes_the_report_whole_and_names_its_licence(
    papers: dict[str, Document], book: PassageIndex
) -> None:
    text = as_markdown(papers["Scaling Through Feeder Patterns"])
    body = [p for p in book.of_case("q3-feeder-patterns") if p.kind != "quote"]
    plain = re.sub(r"\\", "", text)
    assert all(p.text in plain for p in body)
    assert "pp. 20–24 (section)" in text


def test_slides_have_titles_notes_and_the_three_examples(
    book: PassageIndex, planner: Planner
) -> None:
    plan = planner.compose("Q2", "scale to all schools next year", 60)
    deck = Presentation(BytesIO(as_slides("A plan", plan_slides(book, "A plan", plan))))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert all(titles)
    assert titles[:3] == ["A plan", "Today", "Where do we stand?"]
    for case in plan.cases.values():
        assert any(book.corpus.case(case).title in title for title in titles)
    assert all(question in titles for question in plan.questions)
    shapes = (shape for slide in deck.slides for shape in slide.shapes)
    text = " ".join(s.text_frame.text for s in shapes if s.has_text_frame)
    assert "CC BY 4.0" in text
    assert book.corpus.hash[:12] in text
    assert any(slide.has_notes_slide for slide in deck.slides)


def test_odd_letters_break_no_file(book: PassageIndex, planner: Planner) -> None:
    plan = planner.compose("Q2", ODD, 60, attendees=ODD)
    assert ZipFile(BytesIO(as_slides(ODD, plan_slides(book, ODD, plan)))).testzip() is None
    assert ZipFile(BytesIO(as_word(plan_paper(book, ODD, plan)))).testzip() is None


def test_a_picture_is_the_same_as_svg_and_png_and_its_words_tell_every_mark(
    book: PassageIndex,
) -> None:
    dimensions = dimensions_of(book.corpus)
    placement = Placement({"Q1": 2, "Q4": 5}, {"Q1": 4})
    picture = pathway_picture(dimensions, placement)
    assert "Locus of Control: now 2, aspired 4" in picture.alt
    assert "Cultivating Capacity: now 5" in picture.alt
    svg = as_svg(picture.drawing, 'a "name" & <more>')
    assert 'role="img"' in svg
    assert "<more>" not in svg
    image = Image.open(BytesIO(as_png(picture.drawing)))
    assert image.size == (picture.drawing.width * 2, picture.drawing.height * 2)
    assert len(set(image.convert("L").getdata())) > 2


def test_a_summary_goes_out_alone_and_a_plan_s_situation_stays_out_of_slides(
    papers: dict[str, Document], book: PassageIndex, planner: Planner
) -> None:
    assert "My notes" not in as_markdown(papers["My summary"])
    assert "My notes" in as_markdown(papers["My talk"])
    plan = planner.compose("Q2", "She told me about the divorce.", 60, recalled=("Call Dana.",))
    deck = Presentation(BytesIO(as_slides("A plan", plan_slides(book, "A plan", plan))))
    shapes = [s for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide]
    text = " ".join([*(s.text_frame.text for s in shapes), *notes])
    assert "divorce" not in text
    assert "Call Dana" not in text


def test_an_example_is_told_with_its_own_citations(papers: dict[str, Document]) -> None:
    assert "Examples that were told" in as_markdown(papers["My summary"])


@pytest.mark.parametrize(
    "text",
    ["words\n---", "words\n===", "words\n-", "    four blanks", "&copy; &amp;", "1. a", "12) b",
     "- a\n+ b", "# no heading", "> no quote", "a  \nb", "\\* \\", "<b>x</b>", "|a|b|"],
)  # fmt: skip
def test_what_people_write_is_no_markup_in_markdown(text: str) -> None:
    document = Document("T", (Paragraph(text), Bullets((Bullet(text),))))
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(as_markdown(document))
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {"p", "ul", "li", "br"}
    shown = unescape(re.sub(r"<[^>]+>", "", html)).split()
    assert shown == [*text.split(), *text.split()]
