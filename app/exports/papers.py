"""Guides, pathways, conversations, logs and chats as documents."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from app.answering.answer import Answer
from app.answering.contract import reference
from app.coaching.client import Client
from app.coaching.journal import Journal, Prompt, guide_of, prompts_of
from app.coaching.pathway import Pathway, Placement, dimensions_of, gaps
from app.coaching.talk import Exchange, Summary, Talk, Told
from app.exports.citing import bullets, joined, marked
from app.exports.document import (
    Bullet,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Part,
    Table,
    WritingLines,
    finish,
)
from app.exports.pictures import pathway_picture
from app.records.chat import ChatTurn
from corpus.framework import Guide
from corpus.library import Corpus

_LINES = {"guide-1": 2, "guide-2": 1}
_UNMARKED = "not marked"


def blank_guide(corpus: Corpus, guide: Guide) -> Document:
    """Return a guide to fill in by hand, on one page."""
    parts: list[Part] = [Paragraph(guide.instruction)]
    if guide.dimensions:
        parts.append(_blank_spectra(guide))
    for group in guide.groups:
        parts.append(Heading(group.name))
        for prompt in group.prompts:
            parts += [Paragraph(prompt, "small"), WritingLines(_LINES[guide.id])]
    return replace(finish(f"{guide.title} ({_page(guide)})", parts, corpus), compact=True)


def foundation_paper(corpus: Corpus, title: str, journal: Journal) -> Document:
    """Return the first guide with its answers."""
    guide = guide_of(corpus, "guide-1")
    parts = [Paragraph(guide.instruction), *_answered(prompts_of(guide), journal.answers)]
    return finish(title, parts, corpus)


def path_paper(corpus: Corpus, title: str, path: Pathway) -> Document:
    """Return the second guide: the pathway drawn and as a table, its gaps, the answers."""
    guide = guide_of(corpus, "guide-2")
    dimensions = dimensions_of(corpus)
    parts: list[Part] = [
        pathway_picture(dimensions, path.placement),
        _marks(corpus, path.placement),
    ]
    critical = [d.name for d in dimensions if d.decision == path.critical]
    if critical:
        parts.append(Paragraph(f"The most critical gap, from my perspective: {critical[0]}."))
    prompts = [p for p in prompts_of(guide) if p.key in path.answers]
    return finish(title, [*parts, *_answered(prompts, path.answers)], corpus)


def talk_paper(
    corpus: Corpus, title: str, talk: Talk, turns: Sequence[Exchange], *, notes: bool = False
) -> Document:
    """Return the summary of a reflection alone; its notes too where `notes` asks for them."""
    summary = talk.summary or Summary()
    told = list(summary.examples)
    parts: list[Part] = []
    if talk.summary is None:
        parts.append(Paragraph("This reflection has no summary yet.", "lead"))
    else:
        parts += _summary(summary)
    if notes:
        told += [one for turn in turns for one in _told_in(turn) if one not in told]
    lines, citations = joined([(one.section.claims, one.citations) for one in told])
    if summary.examples:
        parts.append(Heading("Examples that were told"))
    for one, own in zip(summary.examples, lines, strict=False):
        parts += [Heading(one.title, 3), own]
    if notes:
        by_title = {one.title: own for one, own in zip(told, lines, strict=True)}
        shown = {one.title for one in summary.examples}
        parts += [Heading("My notes"), *_notes(talk, turns, by_title, shown)]
    return finish(title, parts, corpus, citations)


def _summary(summary: Summary) -> list[Part]:
    step = (
        ("What I will do", summary.what), ("By when", summary.when),
        ("With whom", summary.who), ("How I will know that it worked", summary.know),
    )  # fmt: skip
    return [
        Heading("What I see now"),
        Paragraph(summary.insights or "–"),
        Heading("My next step"),
        Table("My next step", ("", "In my words"), tuple((n, t or "–") for n, t in step)),
        Heading("The question I take with me"),
        Paragraph(summary.next_question or "–", "lead"),
    ]


def client_paper(corpus: Corpus, title: str, client: Client) -> Document:
    """Return a coach's log."""
    rows = tuple(
        (e.held.isoformat(), e.successes, e.obstacles, e.next_steps) for e in client.entries
    )
    header = ("Day", "Successes", "Obstacles", "Next steps")
    parts: list[Part] = [Heading("Goal"), Paragraph(client.goal or "–"), Heading("Sessions")]
    parts.append(Table("Sessions", header, rows) if rows else Paragraph("None yet."))
    return finish(title, parts, corpus)


def chat_paper(
    corpus: Corpus,
    title: str,
    turns: Sequence[ChatTurn],
    since: Callable[[Answer], tuple[str, ...]] = lambda answer: (),
) -> Document:
    """Return a chat: each question with its answer and that answer's own sources.

    `since` tells what has changed in the texts since an answer was given.
    """
    parts: list[Part] = []
    for turn in turns:
        # A chat is named after its first question, which the title then tells.
        heading = [] if turn.question == title else [Heading(turn.question)]
        parts += [*heading, *answer_parts(turn.answer)]
        parts += [Paragraph(line, "small") for line in since(turn.answer)]
    return finish(title, parts, corpus)


def answer_parts(answer: Answer) -> list[Part]:
    """Return an answer with its sources."""
    parts: list[Part] = [Paragraph(answer.lead, "lead")]
    if answer.notice:
        parts.insert(0, Paragraph(answer.notice, "small"))
    for section in answer.sections:
        if section.kind == "prose":
            parts.append(Paragraph(" ".join(map(marked, section.claims))))
            continue
        parts += [Heading(section.heading, 3), bullets(section.claims)]
    if answer.nearest:
        parts.append(Bullets(tuple(Bullet(near.topic) for near in answer.nearest)))
    if answer.reflection:
        parts.append(Paragraph(answer.reflection.question, "quote"))
    version = f"This answer rests on version {answer.corpus_hash[:12]} of the texts."
    sources = (Paragraph(reference(c), "small") for c in answer.citations)
    return [*parts, *sources, Paragraph(version, "small")]


def _told_in(turn: Exchange) -> tuple[Told, ...]:
    return (*((turn.reply.told,) if turn.reply.told else ()), *turn.reply.found)


def _notes(
    talk: Talk, turns: Sequence[Exchange], lines: Mapping[str, Bullets], shown: Collection[str]
) -> list[Part]:
    """Return what was written and on which question; what was told with its lines, once."""
    agreed = (
        ("Worth it, if: ", talk.worth), ("Also in it: ", talk.people),
        ("How private: ", talk.privacy),
    )  # fmt: skip
    parts: list[Part] = [Paragraph(f"{name}{text}", "small") for name, text in agreed if text]
    parts += [Paragraph(talk.started_from, "quote")] if talk.started_from else []
    for turn in turns:
        parts += [Paragraph(turn.question, "lead")] if turn.question else []
        parts += [Paragraph(turn.said, "quote")] if turn.said else []
        for one in _told_in(turn):
            again = one.title in shown
            parts += [Paragraph(f"(“{one.title}”, above.)")] if again else [
                Heading(one.title, 3), lines[one.title],
            ]  # fmt: skip
    return parts


def _answered(prompts: Sequence[Prompt], answers: Mapping[str, str]) -> list[Part]:
    parts: list[Part] = []
    group = ""
    for prompt in prompts:
        if prompt.group != group:
            group = prompt.group
            parts.append(Heading(group))
        parts.append(Heading(prompt.text, 3))
        parts.append(Paragraph(answers.get(prompt.key) or "(not answered yet)"))
    return parts


def _page(guide: Guide) -> str:
    return f"pp. {guide.pages}" if "–" in guide.pages else f"p. {guide.pages}"


def _blank_spectra(guide: Guide) -> Table:
    rows = tuple((d.name, d.left, "1    2    3    4    5", d.right) for d in guide.dimensions)
    lead = guide.groups[0].lead or guide.title
    return Table(lead, ("Spectrum", "Left end", "Mark", "Right end"), rows)


def _marks(corpus: Corpus, placement: Placement) -> Table:
    sizes = {gap.dimension.decision: str(gap.size) for gap in gaps(corpus, placement)}
    rows = tuple(
        (
            d.name, d.left, d.right, str(placement.now.get(d.decision, _UNMARKED)),
            str(placement.aspired.get(d.decision, _UNMARKED)), sizes.get(d.decision, "–"),
        )
        for d in dimensions_of(corpus)
    )  # fmt: skip
    header = ("Spectrum", "1 is", "5 is", "Now", "Aspired", "Gap")
    return Table("Where our system stands, and where we want it to be", header, rows)
