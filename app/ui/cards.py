"""Cited lines and the cards of their sources, the same on every screen."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from app.answering.answer import Citation, Section
from corpus.documents import OWN_KINDS, OWN_PREFIX
from corpus.framework import PoleName
from corpus.library import Corpus
from indexing.passages import plain_text

_ARROWS: dict[PoleName, tuple[str, str]] = {
    "left": ("◀", ""), "right": ("", "▶"), "combine": ("◀▶", ""),
}  # fmt: skip
_ADDRESS = re.compile(r'\b(href|action|src|formaction)="/')
_NUMBERS = re.compile(r"\b(?:988|911|1-800-422-4453)\b")
_POLE_LABELS: dict[PoleName, str] = {"combine": "Both"}


class Rooted(Extension):
    """Puts the sub-path that the page is served under before every address of a template."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template's source with `{{ root }}` before addresses that begin with `/`."""
        return _ADDRESS.sub(r'\1="{{ root }}/', source)


@cache
def environment() -> Environment:
    """Return the templates; whatever is put into them is shown as text."""
    made = Environment(
        loader=PackageLoader("app.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Rooted],
    )
    made.filters["when"] = _when
    made.filters["at"] = at
    made.filters["with_numbers"] = _with_numbers
    made.globals["root"] = ""
    made.filters["zip_with"] = lambda one, other: list(zip(one, other, strict=True))
    return made


def mount_at(root: str) -> None:
    """Set the sub-path that every address of the page stands under, such as `/both-ways`."""
    environment().globals["root"] = root


def at(address: str) -> str:
    """Return an address of ours under the sub-path; others stay."""
    return f"{environment().globals['root']}{address}" if address.startswith("/") else address


def _with_numbers(text: str) -> Markup:
    """Return a text in which the numbers to call can be tapped."""
    escaped = str(escape(text))
    return Markup(_NUMBERS.sub(lambda m: f'<a href="tel:{m[0]}"><b>{m[0]}</b></a>', escaped))


def _when(time: datetime) -> Markup:
    """Return a time that is kept, in UTC; the page's script puts it into the reader's own time."""
    told = f"{time:%B} {time.day}, {time.year}, {time:%H:%M} UTC"
    return Markup(f'<time datetime="{time:%Y-%m-%dT%H:%M:%SZ}">{told}</time>')


def static_text(name: str) -> str:
    """Return a file of the page's own, such as its style."""
    return files("app.ui").joinpath("static", name).read_text(encoding="utf-8")


def section_values(turn: int, section: Section, citations: Sequence[Citation]) -> dict[str, object]:
    """Return a section for its template; `turn` tells the anchors of one list of sources apart."""
    before, after = _ARROWS[section.pole] if section.pole else ("", "")
    titles = {c.marker: c.passage.heading_path[-1] for c in citations}
    return {
        "heading": section.heading,
        "before": before,
        "after": after,
        "pole": section.pole or "",
        "kind": section.kind,
        "decision": section.decision,
        "claims": [
            {
                "text": claim.text,
                "subject": claim.subject,
                "markers": [
                    {"number": m, "title": titles[m], "anchor": f"t{turn}-s{m}"}
                    for m in claim.citations
                ],
            }
            for claim in section.claims
        ],
    }


def card_values(turn: int, citation: Citation, corpus: Corpus) -> dict[str, object]:
    """Return a source for its template, with the words around the quotation."""
    passage, source = citation.passage, citation.source
    before = citation.start - passage.start
    after = citation.end - passage.start
    return {
        "anchor": f"t{turn}-s{citation.marker}",
        "back": f"t{turn}-c{citation.marker}",
        "number": citation.marker,
        "title": passage.heading_path[-1],
        "where": " · ".join(_where(citation, corpus)),
        "before": plain_text(passage.text[:before]),
        "quote": plain_text(passage.text[before:after]),
        "after": plain_text(passage.text[after:]),
        "verified": citation.verified,
        "corrected": citation.corrected,
        "notes": source.kind == "notes",
        "opens": opens(citation),
        "inferred": passage.inferred,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "url": source.url,
        "publisher": source.publisher,
    }


def opens(citation: Citation) -> str:
    """Return where a citation of a document that somebody has added is opened; else nothing."""
    if citation.source.kind not in OWN_KINDS:
        return ""
    id_ = citation.source.id.removeprefix(OWN_PREFIX)
    if citation.source.kind == "case":
        return at(f"/cases/{id_}")
    return at(f"/library/{id_}?at={citation.start}-{citation.end}#at")


def _where(citation: Citation, corpus: Corpus) -> list[str]:
    passage, source = citation.passage, citation.source
    parts = [f"{source.title} ({source.published})" if source.published else source.title]
    if passage.decision and corpus.knows(passage.decision):
        decision = corpus.decision(passage.decision)
        parts.append(decision.short)
        if passage.pole:
            labels = {"left": decision.left.label, "right": decision.right.label, **_POLE_LABELS}
            parts.append(labels[passage.pole])
    if citation.place:
        parts.append(citation.place)
    return parts
