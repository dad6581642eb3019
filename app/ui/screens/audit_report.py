"""The report of an audit, its files, and how figures went from one run to the next."""

from starlette.responses import Response

from app.auditing.figures import RatedAnswer
from app.auditing.intervals import mean
from app.auditing.report import report_of
from app.evaluation.runs import RunHead, list_runs, read_run
from app.exports.audit_papers import making_of, report_paper
from app.exports.audit_pictures import TimePoint, interval_text, time_picture
from app.exports.audit_rows import verdicts_csv, verdicts_jsonl
from app.exports.document import Document, Heading, Paragraph, Part, Table, finish
from app.exports.file import File
from app.records.audits import AuditHead
from app.ui.screens.auditing import HERE, check_evaluator, open_audit, rated_answers
from app.ui.screens.pages import page
from app.ui.screens.sending import send_document, send_file, shown_parts
from app.ui.screens.visit import Visit

_MOST_RUNS = 20
_METRICS = ("alce_recall", "alce_precision", "without_faults", "evidence_recall")


def show_report(visit: Visit) -> Response:
    """Show what the verdicts that one may see come to."""
    head = open_audit(visit)
    document, _ = _report(visit, head)
    return page(
        "report", title=document.title, here=HERE, head=head, parts=shown_parts(document)
    )  # fmt: skip


def send_report(visit: Visit) -> Response:
    """Send the report as Word, Markdown or a page, or the verdicts as CSV or JSONL."""
    head = open_audit(visit)
    document, answers = _report(visit, head)
    form = visit.path["form"]
    if form == "csv":
        text = verdicts_csv(answers).encode("utf-8-sig", "replace")
        return send_file(File(text, document.title, "csv"))
    if form == "jsonl":
        lines = verdicts_jsonl(answers).encode("utf-8", "replace")
        return send_file(File(lines, document.title, "jsonl"))
    return send_document(document, form)


def show_over_time(visit: Visit) -> Response:
    """Show how figures went from one run to the next, and from one audit to the next."""
    check_evaluator(visit)
    document = _over_time(visit)
    return page("over_time", title=document.title, here=HERE, parts=shown_parts(document))


def _report(visit: Visit, head: AuditHead) -> tuple[Document, tuple[RatedAnswer, ...]]:
    views = visit.kept.rating.seen_by(visit.owner, head.id)
    items = visit.kept.audits.items(visit.owner, head.id)
    answers = rated_answers(visit, items, views)
    report = report_of(answers, visit.corpus, [v.number for v in views])
    title = f"Audit report: {head.name}"
    note = _note(head, len(views))
    return report_paper(visit.corpus, title, report, making_of(answers), note), answers


def _note(head: AuditHead, seen: int) -> str:
    told = [f"{seen} of {head.raters} evaluators’ verdicts are in this report."]
    if not head.is_done:
        told.append("You are not done yet: it holds yours so far, and nobody else’s.")
    if head.gone:
        told.append(f"{head.gone} answers were taken back by whoever asked, with their verdicts.")
    return " ".join(told)


def _over_time(visit: Visit) -> Document:
    heads = list_runs(visit.services.settings.runs_dir)[:_MOST_RUNS]
    rows = [(head, _figures_of(visit, head)) for head in reversed(heads)]
    parts: list[Part] = [Heading("Runs of gold questions, automatic figures")]
    if rows:
        latest = rows[-1][0]
        # Runs of other questions are another thing measured: they stand in the table only.
        points = [
            TimePoint(f"{head.made:%b} {head.made.day}", f.get(_METRICS[0]), f.get(_METRICS[1]))
            for head, f in rows
            if head.questions_hash == latest.questions_hash
        ]
        told = f"The picture shows the runs of the questions in {latest.questions}, left to right."
        parts += [Paragraph(told, "small"), time_picture(points), _runs_table(rows)]
    else:
        parts.append(Paragraph("None is kept yet: run `bothways eval`, or ask them in an audit."))
    return finish("Over time", [*parts, *_audits_over_time(visit)], visit.corpus)


def _figures_of(visit: Visit, head: RunHead) -> dict[str, float]:
    run = read_run(visit.services.settings.runs_dir / f"{head.id}.jsonl")
    scores = {
        metric: [s for line in run.lines if (s := line.scores.get(metric)) is not None]
        for metric in _METRICS
    }
    figures = {m: sum(values) / len(values) for m, values in scores.items() if values}
    silent = mean([float(line.answer.abstained) for line in run.lines])
    return figures | ({"silent": silent.value} if silent else {})


def _runs_table(rows: list[tuple[RunHead, dict[str, float]]]) -> Table:
    header = (
        "Run", "Answerer", "Texts", "Citation recall", "Citation precision", "Without a fault",
        "Evidence recall", "Silent",
    )  # fmt: skip
    body = tuple(
        (
            f"{head.made:%Y-%m-%d %H:%M} UTC {head.questions}", head.answerer,
            head.corpus_hash[:12],
            *(f"{f[m]:.3f}" if m in f else "–" for m in (*_METRICS, "silent")),
        )
        for head, f in rows
    )  # fmt: skip
    return Table("All runs in a table, the earliest first", header, body)


def _audits_over_time(visit: Visit) -> list[Part]:
    """Return the figures of the audits that one is done with, the earliest first."""
    rows = []
    for head in reversed(visit.kept.audits.of(visit.owner) if visit.owner else ()):
        if head.is_done:
            views = visit.kept.rating.seen_by(visit.owner, head.id)
            items = visit.kept.audits.items(visit.owner, head.id)
            report = report_of(
                rated_answers(visit, items, views), visit.corpus, [v.number for v in views]
            )
            rows.append(
                (
                    head.name, str(report.whole.answers), interval_text(report.whole.recall),
                    interval_text(report.whole.precision), interval_text(report.agreement.kappa),
                )
            )  # fmt: skip
    if not rows:
        return [Heading("Audits, as people rated"), Paragraph("You are done with none yet.")]
    header = ("Audit", "Answers", "Citation recall", "Citation precision", "Cohen’s kappa")
    return [Heading("Audits, as people rated"), Table("Audits by time", header, tuple(rows))]
