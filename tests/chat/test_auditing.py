"""An answer that a model worded, audited as an evaluator would."""

from app.auditing.audit import audit
from app.auditing.stated import stated
from app.services import Services
from tests.chat.cases import GOOD, QUESTION, Exhibits
from tests.chat.conftest import Stage
from tests.chat.servers import Protocol, saying


def test_what_passed_the_checks_passes_the_audit(
    services: Services, exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    said = "\n".join(good.marked(exhibits) for good in GOOD)
    answer = stages["openai"].answer(QUESTION, saying(said, 40))
    found = audit(stated(answer), services.library.known)
    assert answer.answerer.startswith("openai")
    assert [c.statement.text for c in found.claims] == [good.text for good in GOOD]
    assert not found.has_faults
    assert found.citation_recall == 1.0
    assert found.answer.prompt_hash
