"""A second model that says whether a passage makes a sentence true; off unless set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langchain_core.messages import HumanMessage

from app.generation.briefing import fenced
from app.models.calling import ModelCaller, StopCheck
from app.models.failures import FailureKind, ModelFailureError
from app.verification.check import Verdict
from prompts import load_prompt

_LINE = re.compile(r"^\W*(\d+)\W+(yes|no)\b", re.IGNORECASE | re.MULTILINE)
_DOUBT = "a second model does not find it in its passages"


@dataclass(frozen=True)
class Judge:
    """Asks a second model about sentences that passed every other check."""

    caller: ModelCaller

    def review(self, verdicts: Sequence[Verdict], stop: StopCheck) -> list[Verdict]:
        """Return the verdicts, with those that the judge denies no longer supported.

        What the judge does not answer keeps its verdict: it is a check beyond the others.
        """
        good = [v for v in verdicts if v.supported]
        if not good:
            return list(verdicts)
        statements = "\n\n".join(
            f"{n}. {v.sentence.text}\n" + "\n".join(fenced(e.passage.text) for e in v.evidence)
            for n, v in enumerate(good, 1)
        )
        asked = HumanMessage(load_prompt("judge").fill(statements=statements))
        try:
            written = self.caller.complete([asked], stop)
        except ModelFailureError as failure:
            if failure.kind is FailureKind.STOPPED:
                raise
            return list(verdicts)
        denied = {int(n) for n, word in _LINE.findall(written) if word.lower() == "no"}
        doubted = {id(v) for n, v in enumerate(good, 1) if n in denied}
        return [replace(v, reasons=(_DOUBT,)) if id(v) in doubted else v for v in verdicts]
