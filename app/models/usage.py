"""What a model has used today, kept so that a ceiling holds across restarts."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

_PER_MILLION = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Ceilings for a day; None for none. Prices are per million tokens, in any one currency."""

    tokens_a_day: int | None = None
    cost_a_day: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0


@dataclass(frozen=True)
class Usage:
    """Tokens in and out on one day."""

    day: str
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def tokens(self) -> int:
        """Return all tokens."""
        return self.tokens_in + self.tokens_out

    def cost(self, limits: Limits) -> float:
        """Return what they cost at the limits' prices."""
        paid = self.tokens_in * limits.price_in + self.tokens_out * limits.price_out
        return paid / _PER_MILLION


class Ledger:
    """Counts the tokens of each day in a file; safe between processes."""

    def __init__(self, path: Path, limits: Limits, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._limits = limits
        self._today = today

    def is_over(self) -> bool:
        """Return whether today's ceiling is reached."""
        used, limits = self.today(), self._limits
        by_tokens = limits.tokens_a_day is not None and used.tokens >= limits.tokens_a_day
        return by_tokens or (
            limits.cost_a_day is not None and used.cost(limits) >= limits.cost_a_day
        )

    def today(self) -> Usage:
        """Return what was used today; nothing where the file is of another day or unreadable."""
        day = self._today().isoformat()
        try:
            used = Usage(**json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Usage(day)
        return used if used.day == day else Usage(day)

    def add(self, tokens_in: int, tokens_out: int) -> None:
        """Add the tokens of one call; OSError where the file can't be written."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock"):
            used = self.today()
            total = Usage(used.day, used.tokens_in + tokens_in, used.tokens_out + tokens_out)
            self._path.write_text(json.dumps(asdict(total)), encoding="utf-8")
