"""The report of an audit as a document: figures with intervals, pictures, tables, worst claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.auditing.figures import RatedAnswer, Slice
from app.auditing.findings import KIND_NAMES
from app.auditing.report import AgainstPeople, AuditReport, WorstClaim
from app.auditing.verdicts import REASON_NAMES, SUPPORT_NAMES, Verdict
from app.exports.audit_pictures import (
    interval_text,
    recall_picture,
    shares_in_short,
    support_picture,
)
from app.exports.document import Document, Heading, Paragraph, Part, Table, finish
from corpus.library import Corpus

_MOST_WORST = 30
_HOW = (
    "Citation recall is the share of claims that evaluators hold to be fully supported by what "
    "they cite; citation precision the share of citations that such a claim needs (ALCE, with "
    "people as the judges). Intervals: 95% by bootstrap over answers. Kappa is Cohen's, on full, "
    "partial and no support; alpha is Krippendorff's, with partial half way. – means that there "
    "is nothing to measure."
)


@dataclass(frozen=True)
class Making:
    """What a report's answers were made with, so that anyone can repeat it."""

    answerers: tuple[str, ...]
    corpus_hashes: tuple[str, ...]
    prompt_hashes: tuple[str, ...]
    settings: Mapping[str, str]
    runs: tuple[str, ...]


def making_of(answers: Sequence[RatedAnswer]) -> Making:
    """Return what the answers of an audit were made with."""
    stated = [a.item.answer for a in answers]
    settings: dict[str, str] = {}
    for answer in answers:
        settings |= answer.item.origin.settings or {}
    runs = (a.item.origin.name for a in answers if a.item.origin.kind == "run")
    return Making(
        tuple(dict.fromkeys(s.answerer for s in stated)),
        tuple(dict.fromkeys(s.corpus_hash for s in stated if s.corpus_hash)),
        tuple(dict.fromkeys(s.prompt_hash for s in stated if s.prompt_hash)),
        settings,
        tuple(dict.fromkeys(runs)),
    )


def report_paper(
    corpus: Corpus, title: str, report: AuditReport, making: Making, note: str = ""
) -> Document:
    """Return a report as a document; `note` says what it leaves out, if anything."""
    parts: list[Part] = [Paragraph(note, "lead")] if note else []
    parts += [Paragraph(_HOW, "small"), _whole(report.whole), *_pictures(report)]
    for name, slices in report.groups.items():
        if slices:
            parts += [Heading(f"By {name}"), _by_group(name, slices)]
    parts += [*_agreement(report), *_machine(report.against), *_worst(report.worst)]
    parts += [Heading("To repeat it"), _making(making)]
    return finish(title, parts, corpus)


def _whole(one: Slice) -> Table:
    rows = [
        ("Answers", str(one.answers)),
        (
            "Claims, and how many of these and of the silences are rated",
            f"{one.claims}, {one.rated}",
        ),
        ("Citation recall", interval_text(one.recall)),
        ("Citation precision", interval_text(one.precision)),
        *((SUPPORT_NAMES[s], interval_text(found)) for s, found in one.shares.items()),
        ("Share of answers that are silent (“not covered”)", interval_text(one.abstained)),
        ("Silences that evaluators hold to be right", interval_text(one.silence_right)),
        ("Citation recall, automatic", interval_text(one.found_recall)),
        ("Citation precision, automatic", interval_text(one.found_precision)),
    ]
    return Table("All answers", ("Figure", "Value (95% interval)"), tuple(rows))


def _pictures(report: AuditReport) -> list[Part]:
    slices = (report.whole, *report.groups["decision"])
    if report.whole.recall is None:
        return []
    return [
        Heading("Support at a glance"),
        Paragraph("Bars: full / partial / no support. The tables below hold the same.", "small"),
        support_picture(slices),
        recall_picture(slices),
    ]


def _by_group(name: str, slices: Sequence[Slice]) -> Table:
    header = (
        name.capitalize(), "Answers", "Claims", "Recall", "Precision",
        "Full / partial / none", "Silent", "Silence right",
    )  # fmt: skip
    rows = tuple(
        (
            s.name, str(s.answers), str(s.claims), interval_text(s.recall),
            interval_text(s.precision), shares_in_short(s) or "–", interval_text(s.abstained),
            interval_text(s.silence_right),
        )
        for s in slices
    )  # fmt: skip
    return Table(f"Figures by {name}", header, rows)


def _agreement(report: AuditReport) -> list[Part]:
    found = report.agreement
    if found.raters is None:
        return [Heading("Agreement"), Paragraph("One evaluator alone: nothing to compare.")]
    rows = (
        ("Claims rated by two or more", str(found.claims)),
        ("Same verdict", interval_text(found.same)),
        (f"Cohen’s kappa (evaluators {found.raters[0]} and {found.raters[1]})",
         interval_text(found.kappa)),
        (f"Krippendorff’s alpha (all {report.raters})", interval_text(found.alpha)),
    )  # fmt: skip
    table = Table("Agreement between evaluators", ("Figure", "Value (95% interval)"), rows)
    return [Heading("Agreement"), table]


def _machine(found: AgainstPeople) -> list[Part]:
    if found.same is None:
        return []
    counts = found.table
    table = Table(
        "Verdicts of people beside what was found automatically",
        ("Automatically", "People: full", "People: partial or none"),
        (
            ("entailed", str(counts[True, True]), str(counts[True, False])),
            ("not entailed", str(counts[False, True]), str(counts[False, False])),
        ),
    )
    rows = (
        ("Same verdict", interval_text(found.same)),
        ("Cohen’s kappa", interval_text(found.kappa)),
        ("Claims with a sure fault that people do not fully support",
         interval_text(found.fault_right)),
        ("Claims not fully supported that have a sure fault", interval_text(found.fault_found)),
        ("… that have a fault or a doubt", interval_text(found.doubt_found)),
    )  # fmt: skip
    figures = Table("How far they agree", ("Figure", "Value (95% interval)"), rows)
    return [Heading("Automatic findings and people"), table, figures]


def _worst(worst: Sequence[WorstClaim]) -> list[Part]:
    if not worst:
        return []
    rows = tuple(
        (
            f"{w.answer.number}.{w.claim.number} {w.claim.statement.text}", f"{w.score:.2f}",
            "; ".join(map(verdict_text, w.answer.of(w.claim.number))),
            "; ".join(f"{KIND_NAMES[f.kind]}: {f.reason}" for f in w.claim.findings) or "–",
        )
        for w in worst[:_MOST_WORST]
    )  # fmt: skip
    header = ("Claim", "Support", "Verdicts", "Found automatically")
    return [Heading("The worst claims first"), Table("Claims not fully supported", header, rows)]


def verdict_text(verdict: Verdict) -> str:
    """Return a verdict in a line."""
    reason = REASON_NAMES[verdict.reason] if verdict.reason else ""
    parts = [SUPPORT_NAMES[verdict.support], reason, verdict.note.replace("\n", " ")]
    return ", ".join(filter(None, parts))


def _making(making: Making) -> Table:
    rows = [
        ("Answerer", ", ".join(making.answerers) or "–"),
        ("Version of the texts", ", ".join(h[:12] for h in making.corpus_hashes) or "–"),
        ("Prompts", ", ".join(making.prompt_hashes) or "none: quotes only"),
        ("Runs of gold questions", ", ".join(making.runs) or "–"),
        *sorted(making.settings.items()),
    ]
    return Table("What the answers were made with", ("What", "Value"), tuple(rows))
