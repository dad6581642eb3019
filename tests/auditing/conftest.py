from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from app.answering.answer import Answer
from app.auditing.audit import Audit, audit
from app.auditing.findings import Finding
from app.auditing.known import Known
from app.auditing.stated import StatedAnswer, stated
from app.evaluation.gold import read_gold
from app.services import Services
from app.understanding.question import read_question
from app.wiring import Ready

GOLD = Path(__file__).parents[1] / "gold"
Auditing = Callable[[StatedAnswer], Audit]


def kinds(findings: Iterable[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


@pytest.fixture(scope="session")
def known(services: Services) -> Known:
    return services.library.known


@pytest.fixture(scope="session")
def auditing(known: Known) -> Auditing:
    return lambda answer: audit(answer, known)


@pytest.fixture(scope="session")
def held_out(ready: Ready) -> tuple[Answer, ...]:
    """Answers to questions that no check was tuned on."""
    files = ("held-out", "held-out-2")
    questions = [g for name in files for g in read_gold(GOLD / "topics" / f"{name}.jsonl")]
    return tuple(ready.answer(read_question(g.question, g.previous, g.id)) for g in questions)


@pytest.fixture(scope="session")
def need(ready: Ready) -> StatedAnswer:
    return stated(ready.answer(read_question("how did others handle need vs. readiness?")))
