"""Audits of kept answers, remembered: these never change, and a screen needs many at once."""

from threading import Lock

from app.auditing.audit import Audit, audit
from app.auditing.known import Known
from app.auditing.stated import StatedAnswer

_MOST = 2000


class AuditCache:
    """Remembers the audit of each answer by the id that it is kept under; safe to share."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._made: dict[str, Audit] = {}
        self._lock = Lock()

    def get(self, id_: str, answer: StatedAnswer) -> Audit:
        """Return the audit of an answer, made once."""
        found = self._made.get(id_)
        if found is None:
            found = audit(answer, self._known)
            with self._lock:
                if len(self._made) >= _MOST:
                    self._made.clear()
                self._made[id_] = found
        return found
