"""An audited answer into a gold question: what people fully support is the evidence it needs."""

from pydantic import TypeAdapter

from app.auditing.figures import SILENCE, RatedAnswer
from app.auditing.verdicts import Verdict
from app.evaluation.gold import GoldQuestion
from corpus.errors import FormError

_GOLD: TypeAdapter[GoldQuestion] = TypeAdapter(GoldQuestion)


def gold_line(answer: RatedAnswer) -> str:
    """Return a gold question as a line of its file.

    It is due to be met with silence where people rate a silence right, or give as a reason that
    it should have been silent. Raises FormError where there is no evidence yet.
    """
    stated = answer.item.answer
    silent = _silence_is_due(answer)
    evidence = () if silent else _evidence(answer)
    if not (silent or evidence):
        raise FormError(
            "No claim of this answer has full support yet.",
            "A gold question needs the words that a right answer has to hold; none was made.",
            "Rate its claims first, or give “should have said not covered” as the reason.",
        )
    gold = GoldQuestion(
        f"audit-{answer.id[:10]}", stated.question, answer.item.group, "leader",
        answer.item.previous, () if silent else stated.decisions, evidence=evidence, abstain=silent,
    )  # fmt: skip
    return _GOLD.dump_json(gold).decode("utf-8")


def _silence_is_due(answer: RatedAnswer) -> bool:
    every = [v for claim in answer.verdicts.values() for v in claim.values()]
    right = [v for v in answer.of(SILENCE) if v.support == "full"]
    return bool(right) or any(v.reason == "silence" for v in every)


def _evidence(answer: RatedAnswer) -> tuple[str, ...]:
    """Return the quotations of the claims that everybody who rated them fully supports."""
    found = [
        citation.quote
        for claim in answer.audit.claims
        if _all_full(answer.of(claim.number))
        for citation in claim.cited
        if not any(citation.marker in v.needless for v in answer.of(claim.number))
    ]
    return tuple(dict.fromkeys(found))


def _all_full(verdicts: tuple[Verdict, ...]) -> bool:
    return bool(verdicts) and all(v.support == "full" for v in verdicts)
