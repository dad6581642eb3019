"""What an audit finds, each finding with its reason."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal[
    "quote", "figure", "name", "speaker", "side", "marker", "uncited", "record", "conflict",
    "licence", "pages", "text", "cut", "count", "support", "denial", "extreme",
]  # fmt: skip
Level = Literal["fault", "doubt"]

# What a plain function can be sure of; the others are for a person to look at.
_SURE: frozenset[FindingKind] = frozenset(
    {
        "quote", "figure", "name", "speaker", "side", "marker", "uncited", "record", "conflict",
        "licence", "pages", "text",
    }
)  # fmt: skip

KIND_NAMES: dict[FindingKind, str] = {
    "quote": "quotation", "figure": "figure or date", "name": "name", "speaker": "speaker",
    "side": "side", "marker": "marker", "uncited": "uncited", "record": "record",
    "conflict": "conflict not told", "licence": "licence", "pages": "pages", "text": "text",
    "cut": "cut off", "count": "what a figure counts", "support": "support",
    "denial": "denial", "extreme": "goes too far",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A finding: of which kind, why, and on which citation, None for the statement itself."""

    kind: FindingKind
    reason: str
    marker: int | None = None

    @property
    def level(self) -> Level:
        """Return `fault` where a plain function is sure, `doubt` where a person has to look."""
        return "fault" if self.kind in _SURE else "doubt"
