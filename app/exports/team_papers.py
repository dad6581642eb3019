"""A team's picture and its answers, as a document."""

from collections.abc import Mapping, Sequence

from app.coaching.journal import Prompt
from app.coaching.team import Spread, TeamPicture
from app.exports.document import Document, Heading, Paragraph, Part, Table, WritingLines, finish
from app.exports.pictures import team_picture
from corpus.library import Corpus

_LINES = 3
_HEADER = (
    "Spectrum", "Marked by", "From", "To", "Average now", "Average aspired",
)  # fmt: skip


def team_paper(
    corpus: Corpus,
    title: str,
    made: TeamPicture,
    prompts: Sequence[Prompt],
    answers: Mapping[str, str],
) -> Document:
    """Return what a team sees together: its picture as far as it may be shown, and its answers."""
    parts: list[Part] = []
    if made.spreads:
        aspired = {s.dimension.decision: s for s in made.aspired}
        parts += [
            Heading("Where you stand"),
            team_picture(made.spreads, None, aspired),
            Table("The same in a table", _HEADER, tuple(_row(made, s) for s in made.spreads)),
        ]
    parts.append(Heading("Look at them together"))
    for prompt in prompts:
        told = answers.get(prompt.key)
        parts += [
            Heading(prompt.text, 3),
            Paragraph(told, "quote") if told else WritingLines(_LINES),
        ]
    return finish(title, parts, corpus)


def _row(made: TeamPicture, spread: Spread) -> tuple[str, ...]:
    dimension, aim = spread.dimension, made.aspired_of(spread.dimension.decision)
    name = f"{dimension.name}: {dimension.left} to {dimension.right}"
    figures = (spread.count, spread.least, spread.most)
    aspired = f"{aim.mean:.1f}" if aim else "–"
    return (name, *map(str, figures), f"{spread.mean:.1f}", aspired)
