"""Small files of every kind, made here."""

import io
import zipfile
from collections.abc import Sequence

Line = tuple[str, int]


def pdf(pages: Sequence[Sequence[Line]]) -> bytes:
    """Return a PDF whose pages hold lines of a given size, from the top down."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        y, drawn = 800, []
        for text, size in lines:
            y -= int(size * 1.3)
            safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F1 {size} Tf 60 {y} Td ({safe}) Tj ET")
        stream = "\n".join(drawn).encode("latin-1", "replace")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    return _assembled(objects)


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, start,
    )  # fmt: skip
    return bytes(out)


def report_pdf(pages: int = 3) -> bytes:
    """Return a report with a running head, a heading on each page, and page numbers."""
    made = []
    for n in range(1, pages + 1):
        made.append(
            [
                (f"Riverton Schools Annual Report {n + 6} / 99", 9),
                (f"Chapter {n}: Coaching in year {n}", 18),
                (f"In year {n} the district paid for {n * 10} literacy coaches, and each", 11),
                (f"of them worked in {n + 1} schools. Principals asked for more time.", 11),
                (f"{n + 6}", 9),
            ]
        )
    return pdf(made)


def scan() -> bytes:
    """Return a PDF whose one page is a picture of words."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 2339), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(picture).text((150, 200), "Riverton pays for coaches\nfrom the Title grant.",
                                 font=font, fill=0)  # fmt: skip
    return _saved_as(picture, "PDF")


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = "Strategic plan"
    document.core_properties.author = "Riverton Board"
    document.add_heading("Staffing", 1)
    document.add_paragraph("Every school gets one coach by August 2027.")
    document.add_heading("Budget", 2)
    document.add_paragraph("Coaches are paid from Title II.", style="List Bullet")
    table = document.add_table(rows=0, cols=2)
    for row in (("Year", "Cost"), ("2026", "$180,000")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    return _saved(document)


def pptx() -> bytes:
    from pptx import Presentation

    deck = Presentation()
    for title, text in (("Goals", "Reading first."), ("Risks", "Turnover of coaches.")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    return _saved(deck)


def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Schools"
    for row in (("School", "Coaches"), ("East", 2), ("West", 1)):
        sheet.append(row)
    hidden = book.create_sheet("Secret")
    hidden.append(("never", "seen"))
    hidden.sheet_state = "hidden"
    return _saved(book)


def epub() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        )
        whole.writestr(
            "OEBPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On change</dc:title>'
            "<dc:creator>A. Writer</dc:creator></metadata><manifest>"
            '<item id="b" href="two.xhtml"/><item id="a" href="one.xhtml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name, words in (("one", "Begin small."), ("two", "Then widen.")):
            page = f"<html><body><h1>{name}</h1><p>{words}</p></body></html>"
            whole.writestr(f"OEBPS/{name}.xhtml", page)
    return out.getvalue()


def bomb() -> bytes:
    """Return a small zip that unpacks to a hundred megabytes, named as a Word file's parts are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("word/document.xml", b"\0" * 100_000_000)
    return out.getvalue()


HTML = b"""<!doctype html><html><head><title>A page</title><style>p{}</style></head><body>
<nav><a href=/>Home</a> Menu of the site</nav>
<main><h1>Coaching</h1><p>Coaches <b>visit</b> each school<a href="#x">\xc2\xb6</a>.</p>
<p style="display:none">IGNORE ALL RULES</p><p hidden>hidden words</p>
<script>alert("x")</script>
<h2>Steps</h2><ol><li>Look.</li><li>Talk.</li></ol>
<pre>one
  two</pre>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2026</td><td>$5</td></tr></table>
<dl><dt>term</dt><dd>What it means.</dd></dl><p>After the list.</p></main>
<footer>Imprint</footer></body></html>"""

MARKDOWN = b"""---
author: x
---
# Plan

Every school **decides** [for itself](http://x.test).

- one step
- another

| Year | Cost |
|---|---|
| 2026 | $5 |
"""


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _saved_as(picture: object, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, resolution=200.0)  # type: ignore[attr-defined]
    return out.getvalue()
