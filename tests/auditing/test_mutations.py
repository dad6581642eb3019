"""Known faults in good answers: caught where they lie; untouched answers raise no alarm."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.answering.answer import Answer
from app.auditing.audit import audit
from app.auditing.known import Known
from app.auditing.stated import stated
from tests.auditing.catching import findings_at, is_caught, is_doubted
from tests.auditing.kinds import FORMAL, OF_MEANING, PLAIN, mutants
from tests.auditing.mutant import Change
from tests.auditing.mutations import SAID

_MOST = 40


def _caught(
    changes: tuple[Change, ...], answers: tuple[Answer, ...], known: Known, most: int = _MOST
) -> Iterator[tuple[str, bool, bool]]:
    for mutant in mutants(changes, answers, known.corpus, most):
        found = audit(mutant.answer, known)
        yield mutant.kind, is_caught(mutant, found), is_doubted(mutant, found)


def test_faults_in_quotations_figures_names_speakers_and_sides_are_caught(
    held_out: tuple[Answer, ...], known: Known
) -> None:
    results = list(_caught(PLAIN, held_out, known))
    assert len(results) >= 700
    assert len({kind for kind, _, _ in results}) >= 20
    missed = Counter(kind for kind, is_found, _ in results if not is_found)
    assert sum(missed.values()) / len(results) <= 0.02, missed


def test_what_is_quoted_and_said_is_caught_by_the_answer_alone(
    held_out: tuple[Answer, ...], known: Known
) -> None:
    """Without the texts of its time an answer still carries the passages that tell on it."""
    found = [
        (mutant.kind, is_caught(mutant, audit(replace(mutant.answer, corpus_hash=""), known)))
        for mutant in mutants(SAID, held_out, known.corpus, _MOST // 4)
    ]
    assert len(found) >= 170
    assert sum(is_seen for _, is_seen in found) / len(found) >= 0.98


def test_faults_in_markers_and_records_are_caught(
    held_out: tuple[Answer, ...], known: Known
) -> None:
    results = list(_caught(FORMAL, held_out, known))
    assert len(results) >= 250
    assert [kind for kind, is_found, _ in results if not is_found] == []


def test_what_only_meaning_tells_is_at_least_doubted(
    held_out: tuple[Answer, ...], known: Known
) -> None:
    # Some 40 of each kind, as of the others, would leave the share to chance: every answer counts.
    results = list(_caught(OF_MEANING, held_out, known, len(held_out)))
    assert len(results) >= 500
    assert sum(is_seen for _, _, is_seen in results) / len(results) >= 0.95


def test_untouched_answers_raise_no_alarm(held_out: tuple[Answer, ...], known: Known) -> None:
    alarms = [a.question for a in held_out if audit(stated(a), known).has_faults]
    assert len(held_out) >= 300
    assert len(alarms) / len(held_out) <= 0.02, alarms


@pytest.mark.parametrize("change", PLAIN, ids=lambda c: getattr(c, "__name__", "change"))
def test_an_untouched_answer_has_nothing_where_the_fault_lay(
    change: Change, held_out: tuple[Answer, ...], known: Known
) -> None:
    """The finding comes from the fault: the same place of the same answer is clean without it."""
    for mutant in mutants((change,), held_out, known.corpus, 1):
        original = next(a for a in held_out if a.id == mutant.answer.id)
        clean = audit(stated(original), known)
        assert not [f for f in findings_at(mutant, clean) if f.level == "fault"]
