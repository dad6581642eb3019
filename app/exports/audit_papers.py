"""The report of an audit as a document: figures with intervals, pictures, tables, worst claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

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
    "Every verdict of every evaluator counts once. Citation recall is the share of verdicts on "
    "claims that say full support. Citation precision is the share of citations, verdict by "
    "verdict, whose claim is fully supported and that nobody marked as not needed: after ALCE, "
    "with people as the judges and pooled over verdicts. A claim passes the word check if 40% of "
    "its content words stand in its passages and no check speaks against it; that is no test of "
    "meaning. Intervals are 95%, by bootstrap over whole answers (1,000 draws, 400 for agreement, "
    "seed 0), and cover the choice of answers, not that of evaluators; of fewer than 10 answers "
    "there is none. – means that there is nothing to measure."
)
_AGREED = (
    "Kappa and alpha run from −1 to 1, and 0 is what chance gives: near it the evaluators do not "
    "agree, and the figures above should not be relied on. Kappa is Cohen’s, on full, partial and "
    "no support alike; alpha is Krippendorff’s, with partial half way. Silences are not in them."
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
    settings: dict[str, dict[str, None]] = {}
    for answer in answers:
        for name, value in (answer.item.origin.settings or {}).items():
            settings.setdefault(name, {})[value] = None
    origins = (a.item.origin for a in answers if a.item.origin.kind == "run")
    runs = (f"{o.name} ({o.sample})" if o.sample else o.name for o in origins)
    return Making(
        tuple(dict.fromkeys(s.answerer for s in stated)),
        tuple(dict.fromkeys(s.corpus_hash for s in stated if s.corpus_hash)),
        tuple(dict.fromkeys(s.prompt_hash for s in stated if s.prompt_hash)),
        {name: " or ".join(values) for name, values in settings.items()},
        tuple(dict.fromkeys(runs)),
    )


def report_paper(
    corpus: Corpus, title: str, report: AuditReport, making: Making, note: str = ""
) -> Document:
    """Return a report as a document; `note` says what it leaves out, if anything."""
    parts: list[Part] = [Paragraph(note, "lead")] if note else []
    parts += [Paragraph(_HOW, "small"), _whole(report), *_agreement(report), *_pictures(report)]
    for name, slices in report.groups.items():
        parts += [Heading(f"By {name}"), _by_group(name, slices)] if slices else []
    parts += [*_machine(report.against), *_worst(report.worst)]
    parts += [Heading("To repeat it"), _making(making)]
    return finish(title, parts, corpus)


def _whole(report: AuditReport) -> Table:
    one = report.whole
    silences = round((one.abstained.value if one.abstained else 0) * one.answers)
    rows = [
        ("Answers; silent ones among them", f"{one.answers}; {silences}"),
        ("Claims", str(one.claims)),
        ("Claims and silences that somebody has rated", str(one.rated)),
        ("Citation recall", interval_text(one.recall)),
        ("Citation precision", interval_text(one.precision)),
        *((SUPPORT_NAMES[s], interval_text(found)) for s, found in one.shares.items()),
        ("Claims that every evaluator fully supports", interval_text(report.all_support)),
        ("Share of answers that are silent (“not covered”)", interval_text(one.abstained)),
        ("Verdicts that call a silence right", interval_text(one.silence_right)),
        ("Claims that pass the automatic word check", interval_text(one.found_recall)),
        ("Citation precision by the word check", interval_text(one.found_precision)),
    ]
    return Table("All answers", ("Figure", "Value (95% interval)"), tuple(rows))


def _pictures(report: AuditReport) -> list[Part]:
    slices = (report.whole, *report.groups["decision"])
    if report.whole.recall is None:
        return []
    return [
        Heading("Support at a glance"),
        Paragraph("The tables above and below hold the same figures.", "small"),
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
    each = [(f"Full support, evaluator {n}", interval_text(f)) for n, f in report.by_rater.items()]
    if found.raters is None:
        return [Heading("Agreement"), Paragraph("One evaluator alone: nothing to compare.")]
    one, other = found.raters
    rows = (
        *each,
        (f"Claims that evaluators {one} and {other} both rated", str(found.claims)),
        ("Same verdict of these two", interval_text(found.same)),
        ("Cohen’s kappa of these two", interval_text(found.kappa)),
        (f"Krippendorff’s alpha of all {report.raters}", interval_text(found.alpha)),
    )
    table = Table("Agreement between evaluators", ("Figure", "Value (95% interval)"), rows)
    return [Heading("Agreement"), Paragraph(_AGREED, "small"), table]


def _machine(found: AgainstPeople) -> list[Part]:
    if found.same is None:
        return []
    counts = found.table
    table = Table(
        "Verdicts on claims beside the automatic word check",
        ("Word check", "People: full", "People: partial or none"),
        (
            ("passes", str(counts[True, True]), str(counts[True, False])),
            ("does not pass", str(counts[False, True]), str(counts[False, False])),
        ),
    )
    rows = (
        ("Same verdict", interval_text(found.same)),
        ("Cohen’s kappa; – where the check passes all or none", interval_text(found.kappa)),
        ("Of verdicts on claims with a fault: not full", interval_text(found.fault_right)),
        ("Of verdicts that are not full: a fault was found", interval_text(found.fault_found)),
        ("Of these: a fault or a doubt was found", interval_text(found.doubt_found)),
    )  # fmt: skip
    figures = Table("How far they agree", ("Figure", "Value (95% interval)"), rows)
    return [Heading("Automatic findings and people"), table, figures]


def _worst(worst: Sequence[WorstClaim]) -> list[Part]:
    if not worst:
        return []
    rows = tuple(
        (
            f"{w.answer.number}.{w.number} {w.text}", f"{w.score:.2f}", _verdicts(w),
            "; ".join(f"{KIND_NAMES[f.kind]}: {f.reason}" for f in w.findings) or "–",
        )
        for w in worst[:_MOST_WORST]
    )  # fmt: skip
    shown = f"{len(rows)} of {len(worst)}"
    caption = f"What somebody does not fully support, the lowest first ({shown})"
    header = ("Claim, or silence (0)", "Mean support, 0 to 1", "Verdicts", "Found automatically")
    return [Heading("The worst claims first"), Table(caption, header, rows)]


def _verdicts(one: WorstClaim) -> str:
    given = one.answer.verdicts.get(one.number, {})
    return "; ".join(f"Evaluator {rater}: {verdict_text(v)}" for rater, v in given.items())


def verdict_text(verdict: Verdict) -> str:
    """Return a verdict in a line."""
    reason = REASON_NAMES[verdict.reason] if verdict.reason else ""
    parts = [SUPPORT_NAMES[verdict.support], reason, verdict.note.replace("\n", " ")]
    return ", ".join(filter(None, parts))


def _making(making: Making) -> Table:
    rows = [
        ("Both Ways", version("both-ways")),
        ("Report made", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("Answerer", ", ".join(making.answerers) or "–"),
        ("Version of the texts", ", ".join(h[:12] for h in making.corpus_hashes) or "–"),
        ("Prompts", ", ".join(making.prompt_hashes) or "none told: quotes only, or pasted"),
        ("Runs of gold questions", ", ".join(making.runs) or "–"),
        *sorted(making.settings.items()),
    ]
    return Table("What the answers were made with", ("What", "Value"), tuple(rows))
