"""Means and ratios with bootstrap intervals; the same values give the same interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

RESAMPLES = 1000
# Of fewer units an interval says more than is known.
LEAST_UNITS = 10
_LEVEL = 0.95
_SEED = 0


@dataclass(frozen=True)
class Interval:
    """A figure over `n` units with its 95% percentile bootstrap interval.

    `low` and `high` are None where a single unit allows none.
    """

    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def shown(self) -> tuple[float, float] | None:
        """Return the interval where there is enough to draw from and it is one, else None."""
        if self.low is None or self.high is None or self.low == self.high or self.n < LEAST_UNITS:
            return None
        return self.low, self.high

    def text(self) -> str:
        """Return the figure to two places, with its interval where one is shown."""
        if self.shown is None:
            return f"{self.value:.2f}"
        low, high = self.shown
        return f"{self.value:.2f} ({low:.2f} to {high:.2f})"


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Interval | None:
    """Return the sum of parts over the sum of wholes, drawn anew by units; None without a whole.

    A unit is an answer: its claims stand or fall together, so that they are drawn together
    (cluster bootstrap; Davison and Hinkley, Bootstrap Methods, 3.8).
    """
    import numpy as np

    if not sum(wholes):
        return None
    value = sum(parts) / sum(wholes)

    def statistic(above: Any, below: Any, axis: int) -> Any:
        return above.sum(axis=axis) / np.maximum(below.sum(axis=axis), 1e-9)

    low, high = _bootstrap((parts, wholes), statistic)
    return Interval(value, low, high, len(wholes))


def mean(values: Sequence[float]) -> Interval | None:
    """Return the mean of values with its interval; None without any."""
    return ratio(values, [1.0] * len(values))


def resampled(
    count: int, statistic: Callable[[Sequence[int]], float | None], draws: int
) -> tuple[float | None, float | None]:
    """Return the interval of a statistic of units by their places, 0 to `count` - 1.

    Draws of which the statistic is undefined are passed over.
    """
    import numpy as np

    if count < 2:
        return None, None
    places = np.random.default_rng(_SEED).integers(0, count, (draws, count))
    values = [v for row in places if (v := statistic([int(p) for p in row])) is not None]
    if len(values) < draws / 2:
        return None, None
    low, high = np.percentile(values, [100 * (1 - _LEVEL) / 2, 100 * (1 + _LEVEL) / 2])
    return float(low), float(high)


def _bootstrap(
    data: tuple[Sequence[float], ...], statistic: Callable[..., Any]
) -> tuple[float | None, float | None]:
    import numpy as np
    from scipy.stats import bootstrap

    if len(data[0]) < 2:
        return None, None
    found = bootstrap(
        tuple(np.asarray(values, dtype=float) for values in data), statistic, paired=True,
        vectorized=True, n_resamples=RESAMPLES, method="percentile", confidence_level=_LEVEL,
        rng=np.random.default_rng(_SEED),
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)
