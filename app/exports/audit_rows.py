"""The verdicts of an audit as rows and as lines, with all that is needed to repeat it."""

import json
from collections.abc import Iterable, Sequence
from io import StringIO

from app.auditing.figures import RatedAnswer
from app.auditing.stated import StatedCitation
from app.auditing.telling import claim_json, reasons
from app.auditing.verdicts import Verdict
from app.exports.sheet import Cell, Sheet

_COLUMNS = (
    "answer", "question_id", "question", "previous", "abstained", "kind", "decisions",
    "answerer", "corpus_hash", "prompt_hash", "from", "run", "sample", "settings", "claim",
    "text", "citations", "quotes", "evaluator", "support", "reason", "note", "needless",
    "passes_word_check", "precise", "faults", "doubts",
)  # fmt: skip


def verdicts_csv(answers: Sequence[RatedAnswer]) -> str:
    """Return a row for each verdict, and one for each claim without any."""
    file = StringIO()
    Sheet(file, _COLUMNS).add(row for answer in answers for row in _rows(answer))
    return file.getvalue()


def verdicts_jsonl(answers: Sequence[RatedAnswer]) -> str:
    """Return an object a line for each answer, with its claims, findings and verdicts."""
    return "".join(f"{json.dumps(_object(a), ensure_ascii=False)}\n" for a in answers)


def _rows(answer: RatedAnswer) -> Iterable[Sequence[Cell]]:
    stated, origin = answer.item.answer, answer.item.origin
    head: tuple[Cell, ...] = (
        answer.number, origin.question_id, stated.question, " / ".join(answer.item.previous),
        int(stated.abstained), answer.item.group, " ".join(stated.decisions),
        stated.answerer, stated.corpus_hash, stated.prompt_hash, origin.kind, origin.name,
        origin.sample,
        json.dumps(dict(origin.settings or {}), ensure_ascii=False),
    )  # fmt: skip
    claims = {claim.number: claim for claim in answer.audit.claims}
    for number in answer.numbers:
        claim = claims.get(number)
        told: tuple[Cell, ...] = (number, stated.lead, "", "", None, "", "", "")
        if claim is not None:
            told = (
                number, claim.statement.text, " ".join(map(str, claim.statement.markers)),
                " | ".join(c.quote for c in claim.cited), int(claim.recalled),
                " ".join(map(str, claim.precise)), reasons(claim.findings, "fault"),
                reasons(claim.findings, "doubt"),
            )  # fmt: skip
        given: list[tuple[int | None, Verdict | None]] = [*answer.verdicts.get(number, {}).items()]
        for rater, verdict in given or [(None, None)]:
            yield (*head, *told[:4], rater, *_cells(verdict), *told[4:])


def _cells(verdict: Verdict | None) -> tuple[Cell, ...]:
    if verdict is None:
        return ("", "", "", "")
    needless = " ".join(map(str, verdict.needless))
    return (verdict.support, verdict.reason or "", verdict.note, needless)


def _object(answer: RatedAnswer) -> dict[str, object]:
    stated, origin = answer.item.answer, answer.item.origin
    claims = {claim.number: claim_json(claim) for claim in answer.audit.claims}
    sources = {c.number: [_source(one) for one in c.cited] for c in answer.audit.claims}
    return {
        "number": answer.number,
        "question": stated.question,
        "previous": list(answer.item.previous),
        "kind": answer.item.group,
        "decisions": list(stated.decisions),
        "answerer": stated.answerer,
        "corpus_hash": stated.corpus_hash,
        "prompt_hash": stated.prompt_hash,
        "from": origin.kind,
        "run": origin.name,
        "question_id": origin.question_id,
        "sample": origin.sample,
        "settings": dict(origin.settings or {}),
        "abstained": stated.abstained,
        "text": stated.text,
        "claims": [
            {
                **claims.get(number, {"number": number, "text": stated.lead}),
                "sources": sources.get(number, []),
                "verdicts": {
                    str(rater): {
                        "support": v.support, "reason": v.reason, "note": v.note,
                        "needless": list(v.needless),
                    }
                    for rater, v in answer.verdicts.get(number, {}).items()
                },
            }
            for number in answer.numbers
        ],
    }  # fmt: skip


def _source(citation: StatedCitation) -> dict[str, object]:
    return {
        "marker": citation.marker,
        "source": citation.source_title or citation.source_id,
        "pages": citation.pages,
        "passage_id": citation.passage_id,
        "passage_text": citation.passage_text,
        "quote": citation.quote,
    }
