"""Many pathways of one system side by side, without giving anybody away.

A figure over fewer than five people could be traced to one of them, and so could the difference
between two figures. So a group is shown only where it has five people or all of it agreed, and
nothing is shown in part where what is left over would be fewer than five.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean, pstdev
from typing import get_args

from app.coaching.pathway import POSITIONS, Layer, Placement
from corpus.framework import Dimension

LEAST_GROUP = 5
# Deviations nearer than this are told as a tie: they look alike in any table.
_TIED = 0.005
_HELD_BACK = (
    "Single pathways are not shown: as long as some did not agree, there must be five of them for "
    "each spectrum, or they could be worked out."
)


@dataclass(frozen=True)
class Member:
    """One person's pathway in a team; `agreed` to being shown, `me` for who is looking."""

    role: str
    agreed: bool
    placement: Placement
    me: bool = False


@dataclass(frozen=True)
class Spread:
    """How a team's people mark one spectrum; `deviation` is the population's, in steps."""

    dimension: Dimension
    count: int
    least: int
    most: int
    mean: float
    deviation: float
    counts: tuple[int, ...]


@dataclass(frozen=True)
class RoleLine:
    """The mean marks of one role by decision: `means` of now, `aims` of the aspired place."""

    role: str
    count: int
    means: Mapping[str, float]
    aims: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class TeamPicture:
    """What may be shown of a team.

    `spreads` are of where the system stands and `aspired` of where people want it to be; both are
    empty while the team is too small. `people` holds those who agreed, `own` the viewer's own
    marks; `held_back` says in a line what isn't shown, and why.
    """

    size: int
    spreads: tuple[Spread, ...]
    roles: tuple[RoleLine, ...]
    people: tuple[Member, ...]
    own: Placement | None
    held_back: str
    aspired: tuple[Spread, ...] = ()

    @property
    def most_aligned(self) -> tuple[Spread, ...]:
        """Return the spectrum that people mark most alike, or all that share that place."""
        return self._tied(min((s.deviation for s in self.spreads), default=0.0))

    @property
    def least_aligned(self) -> tuple[Spread, ...]:
        """Return the spectrum that people mark least alike, or all that share that place."""
        return self._tied(max((s.deviation for s in self.spreads), default=0.0))

    def aspired_of(self, decision: str) -> Spread | None:
        """Return where people want to be on one spectrum; None where too few have marked it."""
        return next((s for s in self.aspired if s.dimension.decision == decision), None)

    def _tied(self, deviation: float) -> tuple[Spread, ...]:
        return tuple(s for s in self.spreads if abs(s.deviation - deviation) < _TIED)


def picture(members: Sequence[Member], dimensions: Sequence[Dimension]) -> TeamPicture:
    """Return what a team may see of where its people say that their system stands now."""
    marked = [m for m in members if m.placement.now]
    own = next((m.placement for m in members if m.me), None)
    if too_few(members):
        return TeamPicture(len(marked), (), (), (), own, _too_few(marked))
    people = _people(marked, dimensions)
    hidden = not people and not all(m.agreed for m in marked)
    return TeamPicture(
        len(marked),
        tuple(s for d in dimensions if (s := _spread(d, marked)) is not None),
        _roles(marked, dimensions, open_ones=bool(people)),
        people,
        own,
        _HELD_BACK if hidden else "",
        tuple(s for d in dimensions if (s := _spread(d, marked, "aspired")) is not None),
    )


def too_few(members: Sequence[Member]) -> str:
    """Return why no picture of a team may be shown yet; empty where one may."""
    marked = [m for m in members if m.placement.now]
    return "" if len(marked) > 1 and _is_safe(marked) else _too_few(marked)


def missing_changes(
    before: Mapping[str, Member] | None, after: Mapping[str, Member], gone: int
) -> int:
    """Return how many more have to change before a new picture may stand beside the last one.

    The difference between two pictures is a figure over those who came, left or marked anew:
    none of them, or five, or nobody who did not agree. `gone` counts those who left since and
    whose marks are forgotten.
    """
    if before is None:
        return 0
    people = before.keys() | after.keys()
    changed = [p for p in people if before.get(p) != after.get(p)]
    hidden = gone + sum(not _agreed_to_both(before.get(p), after.get(p)) for p in changed)
    return 0 if hidden == 0 else max(0, LEAST_GROUP - hidden)


def _agreed_to_both(before: Member | None, after: Member | None) -> bool:
    return all(member.agreed for member in (before, after) if member is not None)


def _is_safe(group: Sequence[Member], *, open_ones: bool = False) -> bool:
    """Return whether a figure over a group can be traced to nobody who did not agree.

    With `open_ones`, the marks of those who agreed are known, and can be taken off the figure.
    """
    unknown = [m for m in group if not (open_ones and m.agreed)]
    return len(unknown) >= LEAST_GROUP or all(m.agreed for m in unknown)


def _too_few(marked: Sequence[Member]) -> str:
    if len(marked) < 2:
        return f"{len(marked)} of the team has marked a pathway so far; it takes two to compare."
    return (
        f"{len(marked)} people have marked a pathway. From {LEAST_GROUP} on, or as soon as "
        "everybody has agreed to be shown, the team’s picture appears here."
    )


def _marking(dimension: Dimension, members: Iterable[Member], layer: Layer = "now") -> list[Member]:
    return [m for m in members if dimension.decision in m.placement.of(layer)]


def _spread(dimension: Dimension, members: Sequence[Member], layer: Layer = "now") -> Spread | None:
    """Return the spread of those who marked a spectrum; None where they are too few to show."""
    group = _marking(dimension, members, layer)
    if len(group) < 2 or not _is_safe(group):
        return None
    marks = [m.placement.of(layer)[dimension.decision] for m in group]
    counts = tuple(marks.count(place) for place in POSITIONS)
    return Spread(dimension, len(marks), min(marks), max(marks), mean(marks), pstdev(marks), counts)


def _people(members: Sequence[Member], dimensions: Sequence[Dimension]) -> tuple[Member, ...]:
    """Return those who agreed, where what is left of no figure could be traced to the others."""
    safe = all(_is_safe(_marking(d, members), open_ones=True) for d in dimensions)
    return tuple(m for m in members if m.agreed) if safe else ()


def _roles(
    members: Sequence[Member], dimensions: Sequence[Dimension], *, open_ones: bool
) -> tuple[RoleLine, ...]:
    names = {m.role.casefold(): m.role for m in members}
    sizes = Counter(m.role.casefold() for m in members)
    means, aims = (
        {d.decision: _role_means(d, members, layer, open_ones) for d in dimensions}
        for layer in get_args(Layer)
    )
    lines = (
        RoleLine(names[key], sizes[key], _of_role(means, key), _of_role(aims, key))
        for key in sorted(names)
    )
    return tuple(line for line in lines if line.means)


def _of_role(means: Mapping[str, Mapping[str, float]], key: str) -> dict[str, float]:
    return {decision: own[key] for decision, own in means.items() if key in own}


def _role_means(
    dimension: Dimension, members: Sequence[Member], layer: Layer, open_ones: bool
) -> dict[str, float]:
    """Return the mean of each role that may be shown; none where the rest could be traced."""
    groups: dict[str, list[Member]] = {}
    for member in _marking(dimension, members, layer):
        groups.setdefault(member.role.casefold(), []).append(member)
    shown = {key for key, g in groups.items() if _is_safe(g, open_ones=open_ones)}
    rest = [m for key, group in groups.items() if key not in shown for m in group]
    if not _is_safe(rest, open_ones=open_ones):
        return {}
    return {
        key: mean(m.placement.of(layer)[dimension.decision] for m in groups[key]) for key in shown
    }
